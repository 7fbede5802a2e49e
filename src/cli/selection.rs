//! Parts of the network, as they are asked for at the prompt.

use clap::Args;

use crate::{
    cli::{
        failure::Failure,
        values::{confidence, relations},
    },
    model::{Confidence, EntityId, EntityKind},
    network::{Around, EdgeKind, Network, Selection},
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
}

impl SelectionArgs {
    /// Whether the whole network is meant, but for statements that are not sure.
    pub fn is_whole(&self) -> bool {
        self.relation.is_empty() && self.place.is_none() && self.around.is_none()
    }

    /// The part of `network` that is meant, of it only `kinds` if there are any.
    ///
    /// # Errors
    /// A name that the network does not know.
    pub fn of(&self, network: Network, kinds: &[EntityKind]) -> Result<Network, Failure> {
        if self.is_whole() && kinds.is_empty() && self.min_confidence.is_none() {
            return Ok(network);
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
        Ok(network.select(&Selection {
            kinds: kinds.iter().copied().collect(),
            relations: self.relation.iter().copied().collect(),
            place,
            min_confidence: self.min_confidence,
            around: around.map(|node| Around { node, depth: self.depth }),
        }))
    }
}
