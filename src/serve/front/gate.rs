//! How many queries run at once, and who is next.
//!
//! There are two lanes. Each query begins in the quick one; one that has not ended after a moment goes over to the long
//! one, or ends if that is full. So there is always a place soon, however many long queries come. Whoever waits goes in in
//! turn, until somebody has waited for long: then more come than can be served, and the last to come goes in first, so
//! that some are served at once instead of all too late, and whoever waits longest is sent away (adaptive LIFO:
//! B. Maurer, "Fail at Scale", ACM Queue 13(8), 2015).

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{sync::oneshot, time::timeout};

use crate::serve::problem::Problem;

/// Whoever has waited longer than this has waited for long.
const TURN: Duration = Duration::from_millis(100);

/// Lets queries run in two lanes, lets some wait, and sends others away.
pub(super) struct Gate {
    lanes: Mutex<Lanes>,
    /// Queries that wait at most.
    queue: usize,
    patience: Duration,
}

struct Lanes {
    quick: usize,
    long: usize,
    waiting: VecDeque<(Instant, oneshot::Sender<Seat>)>,
}

/// The right to run one query, until it is dropped.
pub(super) struct Seat {
    gate: Arc<Gate>,
    lane: Lane,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Lane {
    Quick,
    Long,
    /// Given on.
    None,
}

impl Gate {
    /// So many places in each lane, so many who wait, so long.
    pub fn new(quick: usize, long: usize, queue: usize, patience: Duration) -> Arc<Self> {
        let lanes = Lanes { quick: quick.max(1), long, waiting: VecDeque::new() };
        Arc::new(Self { lanes: Mutex::new(lanes), queue, patience })
    }

    fn lanes(&self) -> MutexGuard<'_, Lanes> {
        self.lanes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A seat in the quick lane, now or after a short wait.
    pub async fn enter(self: &Arc<Self>) -> Result<Seat, Problem> {
        let (give, take) = oneshot::channel();
        let sent_away = {
            let mut lanes = self.lanes();
            if lanes.quick > 0 {
                lanes.quick -= 1;
                return Ok(Seat { gate: self.clone(), lane: Lane::Quick });
            }
            lanes.waiting.push_back((Instant::now(), give));
            if lanes.waiting.len() > self.queue { lanes.waiting.pop_front() } else { None }
        };
        drop(sent_away);
        match timeout(self.patience, take).await {
            Ok(Ok(seat)) => Ok(seat),
            _ => Err(busy()),
        }
    }

    /// Who of those who wait is next.
    fn next(&self) -> Option<oneshot::Sender<Seat>> {
        let waiting = &mut self.lanes().waiting;
        let crowded = waiting.front().is_some_and(|(since, _)| since.elapsed() > TURN);
        let next = if crowded { waiting.pop_back() } else { waiting.pop_front() };
        next.map(|(_, next)| next)
    }

    fn leave(self: &Arc<Self>, lane: Lane) {
        match lane {
            Lane::None => {}
            Lane::Long => self.lanes().long += 1,
            Lane::Quick => {
                let mut seat = Seat { gate: self.clone(), lane };
                while let Some(next) = self.next() {
                    match next.send(seat) {
                        Ok(()) => return,
                        // that one has left
                        Err(back) => seat = back,
                    }
                }
                seat.lane = Lane::None;
                self.lanes().quick += 1;
            }
        }
    }
}

impl Seat {
    /// Goes over to the long lane; an error if that is full.
    pub fn stay(&mut self) -> Result<(), Problem> {
        {
            let mut lanes = self.gate.lanes();
            lanes.long = lanes.long.checked_sub(1).ok_or_else(|| {
                let detail = "too many long queries run: ask for less, or try again in a moment";
                Problem::new(503, "busy", detail).with("retry-after", "10")
            })?;
        }
        let lane = std::mem::replace(&mut self.lane, Lane::Long);
        self.gate.leave(lane);
        Ok(())
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let lane = std::mem::replace(&mut self.lane, Lane::None);
        self.gate.leave(lane);
    }
}

fn busy() -> Problem {
    Problem::new(503, "busy", "too many queries run: try again in a moment").with("retry-after", "2")
}

#[cfg(test)]
mod tests {
    use std::task::Poll;

    use super::*;

    #[tokio::test]
    async fn in_a_crowd_the_last_to_come_goes_in_first_and_long_ones_make_room() {
        let gate = Gate::new(1, 1, 2, 4 * TURN);
        let mut first = gate.enter().await.unwrap();
        let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(gate.enter())).collect();
        // the queue holds two: whoever waited longest is sent away
        for one in &mut waiting {
            assert!(std::future::poll_fn(|context| Poll::Ready(one.as_mut().poll(context).is_pending())).await);
        }
        assert!(waiting.remove(0).await.is_err());
        tokio::time::sleep(2 * TURN).await;
        first.stay().unwrap();
        let mut last = waiting.pop().unwrap().await.unwrap();
        // the long lane is full, and the other one waits in vain
        assert_eq!(last.stay().unwrap_err().status, 503);
        assert!(waiting.pop().unwrap().await.is_err());
        drop(first);
        last.stay().unwrap();
        assert!(gate.enter().await.is_ok());
    }
}
