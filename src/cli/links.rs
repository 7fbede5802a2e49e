//! `--link FILE` and `--service URL`: what others call the things of the graph, and others that may be asked.

use std::fs;

use crate::{
    cli::{
        args::{LinkArgs, ServiceArgs},
        failure::{Failure, cause},
        report::say,
        wording::counted,
    },
    rdf::{Graph, Linked, Links, Services},
};

/// Rows that a complaint lists.
const LISTED: usize = 5;

impl LinkArgs {
    /// The links of the file, none without one.
    pub fn read(&self) -> Result<Links, Failure> {
        let Some(file) = &self.file else { return Ok(Links::default()) };
        let read = fs::read_to_string(file);
        let text =
            read.map_err(|error| Failure::stopped(format!("{} can't be read: {}", file.display(), cause(&error))))?;
        Links::parse(&text).map_err(|error| Failure::stopped(format!("{}: {error}", file.display())))
    }

    /// The graph with the links of the file; says which rows came to nothing.
    pub fn add(&self, graph: Graph) -> Result<Graph, Failure> {
        let links = self.read()?;
        if !links.is_empty() {
            complain(&links.add(&graph)?);
        }
        Ok(graph)
    }
}

impl ServiceArgs {
    /// The endpoints that may be asked.
    pub fn read(&self) -> Result<Services, Failure> {
        Services::new(&self.addresses).map_err(|error| Failure::stopped(error.to_string()))
    }
}

/// Says which rows came to nothing.
pub(crate) fn complain(linked: &Linked) {
    for (rows, what) in [(&linked.unknown, "nothing in the graph"), (&linked.ambiguous, "several things; give keys")] {
        if !rows.is_empty() {
            let few: Vec<&str> = rows.iter().take(LISTED).map(String::as_str).collect();
            let more = if rows.len() > LISTED { ", \u{2026}" } else { "" };
            say(&format!("{} of {}: {}{more}", counted(rows.len(), "link"), what, few.join(", ")));
        }
    }
}
