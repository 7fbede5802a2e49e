//! What is answered, piece by piece, so that a cut answer never looks whole.
//!
//! The first part of an answer is held back: what goes wrong until then is a real status with a body, and an answer
//! that fits into that part has a length. What goes wrong later is [`Frame::Cut`], which ends the connection without
//! the last chunk.

use std::io::{self, Write};

use crate::serve::{
    frame::{Frame, Head, Sink, whole},
    negotiate::Accept,
    problem::Problem,
};

/// Bytes that are held back.
pub(super) const HELD: usize = 256 << 10;
/// Bytes of one part of what follows.
const PART: usize = 32 << 10;
/// Bytes that most answers need.
const FIRST: usize = 8 << 10;

/// An answer that is being written.
pub(super) struct Reply<'s> {
    sink: &'s mut dyn Sink,
    head: Head,
    part: Vec<u8>,
    /// Whether the head is on its way.
    begun: bool,
    /// Bytes that may still come.
    left: usize,
    most: usize,
    rows: u64,
}

impl<'s> Reply<'s> {
    /// An answer of at most so many bytes.
    pub fn new(sink: &'s mut dyn Sink, most: usize) -> Self {
        Self { sink, head: Head::new(200), part: Vec::with_capacity(FIRST), begun: false, left: most, most, rows: 0 }
    }

    pub fn status(&mut self, status: u16) {
        self.head.status = status;
    }

    pub fn header(&mut self, name: &str, value: impl Into<String>) {
        self.head.set(name, value);
    }

    /// The media type.
    pub fn kind(&mut self, media_type: impl Into<String>) {
        self.header("content-type", media_type);
    }

    /// How many rows or triples it has, for those who count.
    pub fn rows(&mut self, rows: usize) {
        self.rows += rows as u64;
    }

    /// The limit on bytes does not hold for this one.
    pub fn unlimited(&mut self) {
        self.left = usize::MAX;
    }

    /// All of the body.
    pub fn send(&mut self, media_type: &str, body: &str) -> Result<(), Problem> {
        self.kind(media_type);
        let written = self.write_all(body.as_bytes());
        self.written(written)
    }

    /// What a failure to write means.
    pub fn written<E: ToString>(&self, written: Result<(), E>) -> Result<(), Problem> {
        written.map_err(|error| match self.left {
            0 => {
                let most = self.most;
                let detail = format!("the answer has more than {most} bytes, the limit: add a LIMIT, or ask for less");
                Problem::new(422, "too-many-bytes", detail)
            }
            _ => Problem::new(422, "unfit", error.to_string()),
        })
    }

    /// Ends it: with its last bytes, or with what went wrong.
    pub fn end(mut self, done: Result<(), Problem>, accept: &Accept) {
        // nobody takes it: the client has left
        let _ = match (done, self.begun) {
            (Ok(()), true) => self.next().and_then(|()| self.sink.put(Frame::End { rows: self.rows })),
            (Ok(()), false) => {
                let (head, body) = (self.head, self.part);
                whole(self.sink, head, body, self.rows)
            }
            (Err(problem), false) => {
                let (head, body) = problem.parts(accept);
                whole(self.sink, head, body.into_bytes(), 0)
            }
            (Err(_), true) => self.sink.put(Frame::Cut),
        };
    }

    /// Sends what has gathered.
    fn next(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            self.sink.put(Frame::Head(self.head.clone()))?;
        }
        if self.part.is_empty() {
            return Ok(());
        }
        self.sink.put(Frame::Bytes(std::mem::take(&mut self.part)))
    }
}

impl Write for Reply<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.left {
            self.left = 0;
            return Err(io::Error::other("too long"));
        }
        self.left -= bytes.len();
        self.part.extend_from_slice(bytes);
        if self.part.len() >= if self.begun { PART } else { HELD } {
            self.next()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Sink for Vec<Frame> {
        fn put(&mut self, frame: Frame) -> io::Result<()> {
            self.push(frame);
            Ok(())
        }
    }

    fn replied(most: usize, bytes: usize, done: Result<(), Problem>) -> Vec<Frame> {
        let mut frames = Vec::new();
        let mut reply = Reply::new(&mut frames, most);
        let written = reply.write_all(&vec![b'x'; bytes]);
        let done = reply.written(written).and(done);
        reply.end(done, &Accept::of(""));
        frames
    }

    #[test]
    fn what_goes_wrong_early_has_a_status_and_what_goes_wrong_late_is_cut() {
        let lengths = |frames: &[Frame]| -> Vec<String> {
            let told = |frame: &Frame| match frame {
                Frame::Head(head) => format!("{} {:?}", head.status, head.whole),
                Frame::Bytes(bytes) => bytes.len().to_string(),
                Frame::End { .. } => "end".into(),
                Frame::Cut => "cut".into(),
            };
            frames.iter().map(told).collect()
        };
        let failed = || Err(Problem::bad("no"));
        assert_eq!(lengths(&replied(usize::MAX, 10, Ok(()))), ["200 Some(10)", "10", "end"]);
        assert_eq!(lengths(&replied(usize::MAX, 10, failed())), ["400 Some(3)", "3", "end"]);
        assert_eq!(lengths(&replied(usize::MAX, HELD, Ok(()))), ["200 None", "262144", "end"]);
        assert_eq!(lengths(&replied(usize::MAX, HELD, failed())), ["200 None", "262144", "cut"]);
        assert_eq!(lengths(&replied(5, 10, Ok(())))[0], "422 Some(74)");
    }
}
