//! Parts of the network, as they are asked for at the prompt.

use std::collections::BTreeSet;

use clap::Args;

use crate::{
    cli::{
        failure::Failure,
        values::{confidence, date, projections, relations},
    },
    model::{Confidence, Days, EntityId, EntityKind, Period},
    network::{Around, EdgeKind, Network, Projection, Selection},
};

/// Which part of the network to take.
#[derive(Args, Debug)]
#[command(next_help_heading = "Part of the network")]
pub(crate) struct SelectionArgs {
    /// Keep these relations
    #[arg(long, value_name = "RELATION", value_delimiter = ',', value_parser = relations())]
    pub relation: Vec<EdgeKind>,
    /// Keep a place with all below it, what is seated there and what is measured there
    #[arg(long, value_name = "NAME")]
    pub place: Option<String>,
    /// Keep what is near a thing
    #[arg(long, value_name = "NAME")]
    pub around: Option<String>,
    /// With --around: how many steps away
    #[arg(long, value_name = "N", default_value = "2", requires = "around")]
    pub depth: usize,
    /// Keep what rests on statements that are at least so sure, from 0 to 1
    #[arg(long, value_name = "X", value_parser = confidence)]
    pub min_confidence: Option<Confidence>,
    /// Keep what rests on statements that may hold on this day or later, by the period of a figure, else by the page's day:
    /// 2022-09-30, 2022-09 or 2022
    #[arg(id = "first_day", long = "from", value_name = "DATE", value_parser = date)]
    pub from: Option<String>,
    /// Keep what rests on statements that may hold on this day or earlier
    #[arg(id = "last_day", long = "to", value_name = "DATE", value_parser = date)]
    pub to: Option<String>,
    /// Of the part that is kept, join things of one kind by what they share; an edge weighs as much as that is
    #[arg(long, value_name = "WHAT", value_parser = projections())]
    pub project: Option<Projection>,
}

impl SelectionArgs {
    /// Whether the whole network is meant, but for statements that are not sure.
    pub fn is_whole(&self) -> bool {
        self.relation.is_empty()
            && self.place.is_none()
            && self.around.is_none()
            && self.from.is_none()
            && self.to.is_none()
            && self.project.is_none()
    }

    /// The part of `network` that is meant, of it only `kinds` if there are any.
    ///
    /// # Errors
    /// A name that the network does not know; an order of days that leaves none.
    pub fn of(&self, network: Network, kinds: &[EntityKind]) -> Result<Network, Failure> {
        let kinds: BTreeSet<EntityKind> = kinds.iter().copied().collect();
        let Some(projection) = self.project else {
            let selection = self.read(&network, kinds)?;
            return Ok(if selection == Selection::default() { network } else { network.select(&selection) });
        };
        // kinds are those of what comes out: a projection needs what things share
        let selection = self.read(&network, BTreeSet::new())?;
        let projected = network.select(&selection).project(projection);
        Ok(if kinds.is_empty() { projected } else { projected.select(&Selection { kinds, ..Selection::default() }) })
    }

    /// What is meant, as the network has it.
    ///
    /// # Errors
    /// As [`SelectionArgs::of`].
    pub fn read(&self, network: &Network, kinds: BTreeSet<EntityKind>) -> Result<Selection, Failure> {
        if let (Some(from), Some(to)) = (&self.from, &self.to)
            && !Days::of(Some(&Period::date(from.as_str())), None).meets(None, Some(to))
        {
            return Err(Failure::stopped(format!("--from {from} is after --to {to}: give the earlier day first")));
        }
        let id = |name: &String| -> Result<EntityId, Failure> {
            let at = network.find(name)?;
            network.node(at).map(|node| node.id.clone()).ok_or_else(|| Failure::stopped("the network changed"))
        };
        let place = self.place.as_ref().map(id).transpose()?;
        if let Some(other) = place.as_ref().filter(|id| id.kind() != EntityKind::Location) {
            return Err(Failure::stopped(format!("--place takes a place, {other} is none; use --around")));
        }
        let around = self.around.as_ref().map(id).transpose()?;
        Ok(Selection {
            kinds,
            relations: self.relation.iter().copied().collect(),
            place,
            min_confidence: self.min_confidence,
            from: self.from.clone(),
            to: self.to.clone(),
            around: around.map(|node| Around { node, depth: self.depth }),
        })
    }

    /// What was asked for, in the words of the prompt, names as the network has them.
    pub fn told(&self, selection: &Selection) -> Vec<(String, String)> {
        let Selection { kinds: _, relations, place, min_confidence, from, to, around } = selection;
        let mut told = Vec::new();
        let mut tell = |word: &str, value: Option<String>| told.extend(value.map(|value| (word.to_owned(), value)));
        let relations: Vec<&str> = relations.iter().map(|kind| kind.word()).collect();
        tell("relation", (!relations.is_empty()).then(|| relations.join(",")));
        tell("place", place.as_ref().map(ToString::to_string));
        tell("around", around.as_ref().map(|around| format!("{} depth {}", around.node, around.depth)));
        tell("min-confidence", min_confidence.map(|least| least.to_string()));
        tell("from", from.clone());
        tell("to", to.clone());
        tell("project", self.project.map(|projection| projection.word().to_owned()));
        told
    }
}
