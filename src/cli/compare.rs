//! `zhengtu compare`: what pages say of one indicator, place and period, held against each other.

use std::io::Write;

use serde::Serialize;

use crate::{
    cli::{
        args::Compare,
        failure::{Failure, Status},
        output::Output,
        report::say,
        table::Table,
        wording::{counted, quantity, styled},
    },
    compare::{Claim, Comparison, Group, Judged},
    lexicon::Lexicon,
    rdf::{Format, Graph, comparisons},
    store::{Store, pages},
    text::plain,
};

pub(crate) fn run(args: &Compare) -> Result<Status, Failure> {
    let store = Store::open(&args.stored.store)?;
    let mut comparison = Comparison::new(Lexicon::embedded(), args.min_confidence);
    pages(
        &store,
        |page| page.facts,
        |some| {
            some.iter().for_each(|facts| comparison.add(facts));
            Ok::<(), Failure>(())
        },
    )?;
    let mut groups = comparison.groups();
    if let Some(indicator) = &args.indicator {
        groups.retain(|group| {
            group.variable.contains(indicator) || group.claims.iter().any(|one| one.claim.indicator.contains(indicator))
        });
    }
    if let Some(place) = &args.place {
        groups.retain(|group| group.lies_in(place));
    }
    if !args.only.is_empty() {
        groups.retain(|group| args.only.contains(&group.worst));
    }
    let mut out = Output::open(args.destination.output.as_deref())?;
    match args.format.as_deref().unwrap_or("text") {
        "jsonl" => {
            for group in &groups {
                serde_json::to_writer(&mut out, &Line::of(group))?;
                writeln!(out)?;
            }
        }
        "csv" => table(&groups).csv(&mut out)?,
        "text" => {
            for group in &groups {
                told(group, &mut out)?;
            }
        }
        format => {
            let graph = Graph::new(args.base.iri.clone());
            graph.load([comparisons(&args.base.iri, &groups)]);
            graph.write(Format::named(format)?, &mut out)?;
        }
    }
    out.finish()?;
    if groups.is_empty() {
        say("nothing to compare: no two figures of one indicator, place and period fit what was asked for");
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

/// A group for people: each claim with its page and sentence.
fn told(group: &Group, out: &mut Output) -> std::io::Result<()> {
    let period = if group.period.is_empty() { String::new() } else { format!(", {}", group.period) };
    let head = format!("{}, {}{period}: {}", group.variable, group.place.1, group.worst.word());
    writeln!(out, "{}", styled(&plain(&head).to_string(), out.is_coloured()))?;
    let sources = counted(group.sources, "source");
    writeln!(out, "  {}; {sources} on {}", group.worst.about(), counted(group.pages, "page"))?;
    for Judged { claim, judgement } in &group.claims {
        let how = judgement.as_ref().map_or(String::new(), |(judgement, _)| format!("  {}", judgement.word()));
        let phrase = if claim.indicator == group.variable { String::new() } else { format!("  {}", claim.indicator) };
        let line = format!("  {}{how}{phrase}  {}", quantity(&claim.quantity), page(claim));
        writeln!(out, "{}", plain(&line))?;
        writeln!(out, "    {}", plain(&claim.sentence))?;
    }
    writeln!(out)
}

fn page(claim: &Claim) -> String {
    let known: Vec<&str> = [&claim.paper, &claim.date].into_iter().filter_map(|one| one.as_deref()).collect();
    if known.is_empty() { claim.doc.clone() } else { format!("{} ({})", claim.doc, known.join(", ")) }
}

/// One row a claim.
fn table(groups: &[Group]) -> Table {
    let mut table = Table::new([
        "group",
        "judgement",
        "variable",
        "indicator",
        "place",
        "period",
        "value",
        "max",
        "unit",
        "bound",
        "agency",
        "programme",
        "doc",
        "paper",
        "date",
        "sentence",
        "statement",
        "against",
    ]);
    for (number, group) in groups.iter().enumerate() {
        for Judged { claim, judgement } in &group.claims {
            let name = |named: &Option<(_, String)>| named.as_ref().map(|(_, name)| name.clone()).unwrap_or_default();
            let (how, against) = judgement
                .as_ref()
                .map_or((String::new(), String::new()), |(how, id)| (how.word().to_owned(), id.to_string()));
            table.row([
                (number + 1).to_string(),
                how,
                group.variable.clone(),
                claim.indicator.clone(),
                group.place.1.clone(),
                group.period.clone(),
                claim.quantity.value.normalize().to_string(),
                claim.quantity.max.map(|max| max.normalize().to_string()).unwrap_or_default(),
                claim.quantity.unit.clone().unwrap_or_default(),
                claim.quantity.bound.word().to_owned(),
                name(&claim.agency),
                name(&claim.programme),
                claim.doc.clone(),
                claim.paper.clone().unwrap_or_default(),
                claim.date.clone().unwrap_or_default(),
                claim.sentence.clone(),
                claim.statement.to_string(),
                against,
            ]);
        }
    }
    table
}

/// A group as a line of JSON.
#[derive(Serialize)]
struct Line<'g> {
    variable: &'g str,
    place: &'g str,
    place_name: &'g str,
    period: &'g str,
    judgement: &'static str,
    sources: usize,
    pages: usize,
    claims: Vec<ClaimLine<'g>>,
}

#[derive(Serialize)]
struct ClaimLine<'g> {
    statement: &'g str,
    judgement: Option<&'static str>,
    against: Option<&'g str>,
    indicator: &'g str,
    value: String,
    unit: Option<&'g str>,
    bound: &'static str,
    agency: Option<&'g str>,
    programme: Option<&'g str>,
    doc: &'g str,
    date: Option<&'g str>,
    sentence: &'g str,
}

impl<'g> Line<'g> {
    fn of(group: &'g Group) -> Self {
        let claim = |Judged { claim, judgement }: &'g Judged| ClaimLine {
            statement: &claim.statement.0,
            judgement: judgement.as_ref().map(|(how, _)| how.word()),
            against: judgement.as_ref().map(|(_, id)| id.0.as_str()),
            indicator: &claim.indicator,
            value: claim.quantity.value.normalize().to_string(),
            unit: claim.quantity.unit.as_deref(),
            bound: claim.quantity.bound.word(),
            agency: claim.agency.as_ref().map(|(_, name)| name.as_str()),
            programme: claim.programme.as_ref().map(|(_, name)| name.as_str()),
            doc: &claim.doc,
            date: claim.date.as_deref(),
            sentence: &claim.sentence,
        };
        Self {
            variable: &group.variable,
            place: group.place.0.as_str(),
            place_name: &group.place.1,
            period: &group.period,
            judgement: group.worst.word(),
            sources: group.sources,
            pages: group.pages,
            claims: group.claims.iter().map(claim).collect(),
        }
    }
}
