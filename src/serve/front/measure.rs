//! What is counted, for /metrics (Prometheus).

use std::{
    fmt,
    sync::{Arc, atomic::AtomicU64},
    time::Duration,
};

use prometheus_client::{
    encoding::{EncodeLabelSet, text::encode},
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram},
    registry::Registry,
};

/// Upper bounds of the histogram, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: &'static str,
    status: u16,
}

/// Counters of one server.
pub(super) struct Measure {
    registry: Registry,
    answered: Family<Answered, Counter>,
    time: Histogram,
    /// Requests that somebody works on.
    pub running: Gauge,
    /// Requests that ended before their answer: time, memory, a client that left.
    pub cancelled: Counter,
    rows: Counter,
    /// Answers that were given before.
    pub kept: Counter,
    /// Connections that are open.
    pub connections: Gauge,
    pages: Gauge<u64, AtomicU64>,
}

impl Measure {
    pub fn new() -> Arc<Self> {
        let mut measure = Self {
            registry: Registry::with_prefix("zhengtu"),
            answered: Family::default(),
            time: Histogram::new(BOUNDS),
            running: Gauge::default(),
            cancelled: Counter::default(),
            rows: Counter::default(),
            kept: Counter::default(),
            connections: Gauge::default(),
            pages: Gauge::default(),
        };
        let to = &mut measure.registry;
        to.register("requests", "Requests answered, by route and status", measure.answered.clone());
        to.register("request_seconds", "Time from a request to the end of its answer", measure.time.clone());
        to.register("running", "Requests that are being answered", measure.running.clone());
        to.register("cancelled", "Requests that ended before their answer", measure.cancelled.clone());
        to.register("rows", "Rows and triples that were answered", measure.rows.clone());
        to.register("cache_hits", "Answers that were given before", measure.kept.clone());
        to.register("connections", "Connections that are open", measure.connections.clone());
        to.register("pages", "Pages of the store that are shown", measure.pages.clone());
        Arc::new(measure)
    }

    /// A request has been answered.
    pub fn done(&self, route: &'static str, status: u16, rows: u64, time: Duration) {
        self.answered.get_or_create(&Answered { route, status }).inc();
        self.time.observe(time.as_secs_f64());
        self.rows.inc_by(rows);
    }

    pub fn text(&self, pages: usize) -> Result<String, fmt::Error> {
        self.pages.set(pages as u64);
        let mut out = String::new();
        encode(&mut out, &self.registry)?;
        Ok(out)
    }
}
