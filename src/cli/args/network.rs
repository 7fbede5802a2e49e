//! What the commands take that look at the network: path, rank, parts.

use clap::{Args, ValueEnum};

use crate::{
    cli::{
        args::shared::{BaseArgs, Destination, Stored},
        selection::SelectionArgs,
        values::{choices, kinds, measures, positive, ranking_formats},
    },
    model::EntityKind,
};

#[derive(Args, Debug)]
pub(crate) struct Path {
    #[command(flatten)]
    pub stored: Stored,
    /// Name, another name or key of a thing
    pub from: String,
    /// Name, another name or key of another thing
    pub to: String,
    /// How many paths at most, the shortest first [default: 1; with --all 10000]
    #[arg(short = 'k', long, value_name = "N", value_parser = positive)]
    pub count: Option<usize>,
    /// How many steps at most
    #[arg(long, value_name = "N")]
    pub max_steps: Option<usize>,
    /// All paths of at most --max-steps
    #[arg(long, requires = "max_steps")]
    pub all: bool,
    /// Prefer steps that many pages tell of, even if there are more of them
    #[arg(long)]
    pub weighted: bool,
    /// For people, or one JSON object a path
    #[arg(short, long, default_value = "text", value_parser = ["text", "jsonl"])]
    pub format: String,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Rank {
    #[command(flatten)]
    pub stored: Stored,
    /// The measure
    #[arg(long, value_name = "MEASURE", default_value = "degree", value_parser = choices(measures()))]
    pub by: String,
    /// Only things of this kind (all count for the measure)
    #[arg(long, value_name = "KIND", value_parser = kinds())]
    pub kind: Option<EntityKind>,
    /// How many
    #[arg(short = 'n', long, value_name = "N", default_value = "20")]
    pub count: usize,
    /// Look at all of a large network, however long it takes
    #[arg(long)]
    pub exact: bool,
    /// How to write it; RDF has a node for each score, to be loaded beside an export [default: table on a terminal, else csv]
    #[arg(short, long, value_parser = choices(ranking_formats()))]
    pub format: Option<String>,
    #[command(flatten)]
    pub destination: Destination,
    #[command(flatten)]
    pub base: BaseArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

#[derive(Args, Debug)]
pub(crate) struct Parts {
    #[command(flatten)]
    pub stored: Stored,
    /// What makes a part
    #[arg(long, value_name = "WHAT", default_value = "community")]
    pub by: By,
    /// The largest so many parts
    #[arg(short = 'n', long, value_name = "N", default_value = "20")]
    pub count: usize,
    /// Another number gives other orders in which communities are looked for
    #[arg(long, value_name = "N", default_value = "0")]
    pub seed: u64,
    /// How to write it [default: table on a terminal, else csv, with a row for each node]
    #[arg(short, long, value_parser = ["table", "csv", "jsonl"])]
    pub format: Option<String>,
    #[command(flatten)]
    pub selection: SelectionArgs,
}

/// What makes a part of the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum By {
    /// Hangs together more than chance would have it (Louvain)
    Community,
    /// Is connected
    Component,
    /// Nodes and edges without which a part falls apart
    Joint,
}
