//! The measures. All agree with networkx on the same graph (parallel edges merged, weights added).

mod core;
mod degree;
mod distance;
mod flow;

pub(super) use core::Core;
pub(super) use degree::{Degree, Side, Strength};
pub(super) use distance::{Betweenness, Closeness, Harmonic};
pub(super) use flow::{Eigenvector, Hits, HitsSide, Katz, PageRank};
