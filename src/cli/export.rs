//! `zhengtu export`: the store as files for other tools.

use std::path::Path;

use crate::{
    cli::{
        args::Export,
        facts::{FactsOut, keep_sure},
        failure::{Failure, Status},
        output::Output,
        report::say,
        values::PROVENANCE,
    },
    export::{Clusters, Dot, EXPORTERS, Exporter, exporter},
    pipeline::{graph, network, pages, provenance},
    rdf::{FORMATS, Format, Shape},
    store::Store,
};

pub(crate) fn run(args: &Export) -> Result<Status, Failure> {
    let store = Store::open(&args.stored.store)?;
    let path = args.destination.output.as_deref();
    let format = match (&args.format, path) {
        (Some(format), _) => format.as_str(),
        (None, Some(path)) => by_name(path)?,
        (None, None) => Dot::DEFAULT.name(),
    };
    let networks = EXPORTERS.iter().any(|exporter| exporter.name() == format);
    let part = !args.selection.is_whole() || !args.kind.is_empty();
    if part && !networks {
        let names: Vec<&str> = EXPORTERS.iter().map(|exporter| exporter.name()).collect();
        let message =
            format!("{format} takes no part of the network but --min-confidence: expected {}", names.join(", "));
        return Err(Failure::stopped(message));
    }
    let mut out = Output::open(path)?;
    let least = args.selection.min_confidence;
    if networks {
        let network = args.selection.of(network(&store)?, &args.kind)?;
        let dot = Dot {
            clusters: match args.clusters.as_str() {
                "kind" => Clusters::Kind,
                "none" => Clusters::None,
                _ => Clusters::Place,
            },
            most: args.most,
            ..Dot::DEFAULT
        };
        let chosen: &dyn Exporter = if format == dot.name() { &dot } else { exporter(format)? };
        chosen.write(&network, &mut out)?;
        out.finish()?;
        if network.node_count() == 0 {
            say("nothing to export: the store, or the part of it that was asked for, holds no such thing");
            return Ok(Status::Complaints);
        }
        return Ok(Status::Done);
    }
    if format == PROVENANCE {
        let graph = provenance(&store, &args.base.iri, |facts| keep_sure(facts, least))?;
        graph.write(Format::named("turtle")?, &mut out)?;
        out.finish()?;
        return Ok(Status::Done);
    }
    match FORMATS.iter().find(|rdf| rdf.name == format && rdf.shape != Shape::Table) {
        // all pages at once: sorted, and each triple once
        Some(rdf) if least.is_none() => {
            let graph = args.link.add(graph(&store, &args.base.iri)?)?;
            graph.write(Format::named(rdf.name)?, &mut out)?;
        }
        _ => {
            let mut writer = FactsOut::new(format, &args.base.iri, &mut out)?;
            pages(
                &store,
                |page| page,
                |pages| {
                    for mut page in pages {
                        keep_sure(&mut page.facts, least);
                        writer.page(&page.facts, &page.text, &page.reader)?;
                    }
                    Ok::<(), Failure>(())
                },
            )?;
            writer.finish()?;
        }
    }
    out.finish()?;
    Ok(Status::Done)
}

/// The format that the name of a file asks for.
fn by_name(path: &Path) -> Result<&'static str, Failure> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let networks = EXPORTERS.iter().map(|format| (format.extension(), format.name()));
    let rdf = FORMATS.iter().filter(|format| format.shape != Shape::Table).map(|f| (f.extension, f.name));
    let known = networks.chain([("jsonl", "jsonl"), ("csv", "csv"), ("prov.ttl", PROVENANCE)]).chain(rdf);
    let fitting = known.filter(|(extension, _)| name.ends_with(&format!(".{extension}")));
    // of nodes.csv and csv the longer one; of equals the first
    let best = fitting.min_by_key(|(extension, _)| std::cmp::Reverse(extension.len()));
    best.map(|(_, format)| format).ok_or_else(|| {
        Failure::stopped(format!("{} does not tell the format by its name: add --format", path.display()))
    })
}
