//! How many queries run at once, and how many wait.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::http::StatusCode;
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::timeout,
};

use crate::serve::problem::Problem;

/// Lets a number of queries run, a number wait for a while, and sends others away.
#[derive(Debug)]
pub(super) struct Gate {
    seats: Arc<Semaphore>,
    waiting: AtomicUsize,
    queue: usize,
    patience: Duration,
}

/// The right to run one query, until it is dropped.
pub(super) type Seat = OwnedSemaphorePermit;

/// One who waits, however it ends.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Gate {
    pub fn new(seats: usize, queue: usize, patience: Duration) -> Self {
        let seats = seats.clamp(1, Semaphore::MAX_PERMITS);
        Self { seats: Arc::new(Semaphore::new(seats)), waiting: AtomicUsize::new(0), queue, patience }
    }

    /// A seat, now or after a short wait.
    pub async fn enter(&self) -> Result<Seat, Problem> {
        if let Ok(seat) = self.seats.clone().try_acquire_owned() {
            return Ok(seat);
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before < self.queue
            && let Ok(Ok(seat)) = timeout(self.patience, self.seats.clone().acquire_owned()).await
        {
            return Ok(seat);
        }
        let problem =
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "too many queries run: try again in a moment");
        Err(problem.with("retry-after", "2"))
    }
}
