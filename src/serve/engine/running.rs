//! A request that is being answered.

use std::{
    io,
    task::{Context, Poll},
};

use tokio::sync::mpsc;

use crate::{rdf::Cancel, serve::frame::Frame};

#[cfg(unix)]
use crate::serve::engine::pool::Worker;

/// A request that is being answered. Dropping it ends the answering.
pub(in crate::serve) struct Running(Source);

enum Source {
    Here(mpsc::Receiver<Frame>, Cancel),
    #[cfg(unix)]
    Worker(Box<Worker>),
}

impl Running {
    pub(super) fn here(frames: mpsc::Receiver<Frame>, cancel: Cancel) -> Self {
        Self(Source::Here(frames, cancel))
    }

    #[cfg(unix)]
    pub(super) fn worker(worker: Worker) -> Self {
        Self(Source::Worker(Box::new(worker)))
    }

    /// The next piece; an error if who answers has ended without [`Frame::End`].
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Frame>> {
        match &mut self.0 {
            Source::Here(frames, _) => {
                frames.poll_recv(context).map(|frame| frame.ok_or_else(|| io::ErrorKind::UnexpectedEof.into()))
            }
            #[cfg(unix)]
            Source::Worker(worker) => worker.poll_next(context),
        }
    }

    /// The next piece.
    pub async fn next(&mut self) -> io::Result<Frame> {
        std::future::poll_fn(|context| self.poll_next(context)).await
    }

    /// Asks it to stop by itself: what listens answers that its time is over.
    pub fn stop(&mut self) {
        if let Source::Here(_, cancel) = &self.0 {
            cancel.cancel();
        }
    }

    /// Whoever answers took long, or much: another is to answer the next request.
    pub fn tired(&mut self) {
        #[cfg(unix)]
        if let Source::Worker(worker) = &mut self.0 {
            worker.tired();
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}
