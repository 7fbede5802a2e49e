//! An answer in pieces.

use std::io;

use serde::{Deserialize, Serialize};

/// Status and headers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    /// Bytes of the body where it is known as a whole: then all of it is the next frame.
    pub whole: Option<usize>,
}

/// A piece of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Frame {
    Head(Head),
    Bytes(Vec<u8>),
    /// The end of a whole answer of so many rows.
    End {
        rows: u64,
    },
    /// The answer breaks off.
    Cut,
}

/// Where pieces go.
pub(super) trait Sink {
    /// # Errors
    /// Nobody takes them any more.
    fn put(&mut self, frame: Frame) -> io::Result<()>;
}

impl Head {
    pub fn new(status: u16) -> Self {
        Self { status, headers: Vec::new(), whole: None }
    }

    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.headers.push((name.into(), value.into()));
    }

    /// The value of a header, named in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| &**value)
    }
}

/// An answer in one piece.
pub(super) fn whole(sink: &mut dyn Sink, head: Head, body: Vec<u8>, rows: u64) -> io::Result<()> {
    sink.put(Frame::Head(Head { whole: Some(body.len()), ..head }))?;
    sink.put(Frame::Bytes(body))?;
    sink.put(Frame::End { rows })
}
