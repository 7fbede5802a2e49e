//! The measures. All agree with networkx on the same graph (parallel edges merged, weights added).

mod betweenness;
mod core;
mod degree;
mod distance;
mod flow;
mod principal;
mod sample;

pub(super) use betweenness::Betweenness;
pub(super) use core::Core;
pub(super) use degree::{Degree, Side, Strength};
pub(super) use distance::{Closeness, Harmonic};
pub(super) use flow::{Eigenvector, Hits, HitsSide, Katz, PageRank};
