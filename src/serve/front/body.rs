//! Bodies of answers: whole, or piece by piece as they come from behind the door.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, ready},
    time::{Duration, Instant},
};

use hyper::body::{Body as Streamed, Bytes, Frame as Part, SizeHint};

use crate::serve::{
    engine::Running,
    frame::Frame,
    front::{account::Account, gate::Seat, gzip::Gzip},
};

/// Bytes a second that a client must take in the long run, or its answer is cut: it holds a worker.
const PACE: u64 = 32 << 10;

/// The body of an answer.
pub(super) enum Body {
    Whole(Bytes),
    Rest(Box<Rest>),
}

/// An answer that comes in pieces.
pub(super) struct Rest {
    pub running: Running,
    pub gzip: Option<Gzip>,
    pub account: Box<Account>,
    /// The place that it takes while it runs.
    pub _seat: Seat,
    /// How long a client may take beside the time that its pieces need.
    pub patience: Duration,
    pub since: Instant,
    pub sent: u64,
    pub ended: bool,
}

impl Body {
    pub fn whole(bytes: impl Into<Bytes>) -> Self {
        Self::Whole(bytes.into())
    }
}

impl Streamed for Body {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Part<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Part::data(std::mem::take(bytes))))),
            Self::Rest(rest) => rest.poll(context).map(|part| part.transpose().map(|part| part.map(Part::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_empty(),
            Self::Rest(rest) => rest.ended,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Rest(_) => SizeHint::default(),
        }
    }
}

impl Rest {
    /// The next piece. An error ends the connection without the last chunk, so that the client sees that it is cut.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Option<Bytes>>> {
        if self.ended {
            return Poll::Ready(Ok(None));
        }
        let allowed = self.patience + Duration::from_secs(self.sent / PACE);
        if self.since.elapsed() > allowed {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Ready(Ok(Some(match ready!(self.running.poll_next(context))? {
            Frame::Bytes(bytes) => {
                self.sent += bytes.len() as u64;
                self.account.bytes(bytes.len());
                match &mut self.gzip {
                    Some(gzip) => gzip.part(&bytes)?,
                    None => bytes.into(),
                }
            }
            Frame::End { rows } => {
                self.ended = true;
                self.account.whole(rows);
                match self.gzip.take() {
                    Some(gzip) => gzip.end()?,
                    None => return Poll::Ready(Ok(None)),
                }
            }
            Frame::Head(_) | Frame::Cut => return Poll::Ready(Err(io::Error::other("the answer was cut"))),
        })))
    }
}
