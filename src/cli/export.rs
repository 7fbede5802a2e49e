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
        wording::plural,
    },
    export::{Clusters, Dot, EXPORTERS, Exporter, Image, Picture, exporter, lacks_han_font},
    network::measure,
    pipeline::{graph, network, provenance},
    rdf::{FORMATS, Format, Shape},
    store::{Store, pages},
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
    if networks {
        return network_file(args, &store, format, path);
    }
    let mut out = Output::open(path)?;
    let least = args.selection.min_confidence;
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

/// The network, or a part of it.
fn network_file(args: &Export, store: &Store, format: &str, path: Option<&Path>) -> Result<Status, Failure> {
    let image = [Image::Svg, Image::Png, Image::Pdf].into_iter().find(|image| image.word() == format);
    let draws = image.is_some() || format == Dot::DEFAULT.name();
    let all = network(store)?;
    let whole = (draws && !args.kind.is_empty()).then(|| all.clone());
    let focus = args.selection.around.as_deref().and_then(|name| all.find(name).ok());
    let focus = focus.and_then(|at| all.node(at)).map(|node| (node.id.clone(), node.name.clone()));
    let network = args.selection.of(all, &args.kind)?;
    let dot = Dot {
        title: title(args, focus.as_ref().map(|(_, name)| name.as_str())),
        focus: focus.map(|(id, _)| id),
        clusters: match args.clusters.as_str() {
            "kind" => Clusters::Kind,
            "none" => Clusters::None,
            _ => Clusters::Place,
        },
        most: args.most,
        by: args.by.as_deref().map(measure).transpose()?,
        rankdir: args.rankdir,
        base: Some(args.base.iri.clone()),
        whole: whole.as_ref(),
    };
    let mut out = Output::open(path)?;
    match image {
        Some(image) => Picture { image, dot }.write(&network, &mut out)?,
        None if draws => dot.write(&network, &mut out)?,
        None => exporter(format)?.write(&network, &mut out)?,
    }
    out.finish()?;
    if network.node_count() == 0 {
        say("nothing to export: the store, or the part of it that was asked for, holds no such thing");
        return Ok(Status::Complaints);
    }
    if image.is_some() && lacks_han_font() {
        say("no font here has Chinese characters, so names may be drawn as boxes: apt-get install fonts-wqy-microhei");
        return Ok(Status::Complaints);
    }
    Ok(Status::Done)
}

/// What stands over a picture.
fn title(args: &Export, around: Option<&str>) -> String {
    let mut kinds: Vec<String> = args.kind.iter().map(|kind| plural(kind.word())).collect();
    let last = kinds.pop().unwrap_or_default();
    let kinds = if kinds.is_empty() { last } else { format!("{} and {last}", kinds.join(", ")) };
    let mut letters = kinds.chars();
    let kinds: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match (kinds.as_str(), around, &args.selection.place) {
        ("", Some(name), _) => format!("{name} and what is near it"),
        ("", None, Some(place)) => format!("What pages tell of {place}"),
        ("", None, None) => "What pages tell".to_owned(),
        (kinds, Some(name), _) => format!("{kinds} near {name}"),
        (kinds, None, Some(place)) => format!("{kinds} in {place}"),
        (kinds, None, None) => kinds.to_owned(),
    }
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
        let networks = EXPORTERS.iter().map(|format| format.extension());
        let rdf = FORMATS.iter().filter(|format| format.shape != Shape::Table).map(|format| format.extension);
        let known: Vec<&str> = networks.chain(["jsonl", "csv", "prov.ttl"]).chain(rdf).collect();
        Failure::stopped(format!(
            "{} does not tell the format by its name: add --format, or end it in one of .{}",
            path.display(),
            known.join(", .")
        ))
    })
}
