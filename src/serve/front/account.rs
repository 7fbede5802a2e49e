//! What a request came to.

use std::{sync::Arc, time::Instant};

use crate::serve::front::{
    measure::Measure,
    notice::{Entry, Notice, Say},
};

/// What a request came to, told when it is over, however that is.
pub(super) struct Account {
    pub measure: Arc<Measure>,
    /// Who is told of it.
    pub log: Option<Say>,
    pub entry: Entry,
    pub since: Instant,
    pub route: &'static str,
}

impl Account {
    pub fn bytes(&mut self, bytes: usize) {
        self.entry.bytes += bytes as u64;
    }

    /// All of it was sent.
    pub fn whole(&mut self, rows: u64) {
        self.entry.rows = rows;
        self.entry.whole = true;
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        let (measure, time) = (&self.measure, self.since.elapsed());
        measure.running.dec();
        if !self.entry.whole {
            measure.cancelled.inc();
        }
        measure.done(self.route, self.entry.status, self.entry.rows, time);
        if let Some(log) = &self.log {
            self.entry.micros = time.as_micros() as u64;
            log(Notice::Answered(self.entry.clone()));
        }
    }
}
