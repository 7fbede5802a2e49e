//! Calls and frames as bytes of a socket: a kind, a length, and what it holds.

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use crate::serve::{
    call::Call,
    frame::{Frame, Sink},
};

/// Bytes before each message: its kind, then its length from the lowest byte on.
pub(super) const PREFIX: usize = 5;
/// A longer message is none.
const LONGEST: usize = 1 << 30;
/// Bytes that gather before they are written.
const GATHERED: usize = 64 << 10;

const HEAD: u8 = 1;
const BYTES: u8 = 2;
const END: u8 = 3;
const CUT: u8 = 4;
const OTHER: u8 = 5;

fn broken(error: impl ToString) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

fn message(kind: u8, body: &[u8], into: &mut Vec<u8>) {
    into.push(kind);
    into.extend_from_slice(&(body.len() as u32).to_le_bytes());
    into.extend_from_slice(body);
}

/// Kind and length of the message that begins so.
fn prefix(bytes: [u8; PREFIX]) -> io::Result<(u8, usize)> {
    let [kind, length @ ..] = bytes;
    let length = u32::from_le_bytes(length) as usize;
    if length > LONGEST { Err(broken("a message is too long")) } else { Ok((kind, length)) }
}

/// A call as a message.
pub(super) fn call(call: &Call) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(256);
    message(OTHER, &postcard::to_stdvec(call).map_err(broken)?, &mut out);
    Ok(out)
}

/// Writes a value as a message.
pub(super) fn put(value: &impl Serialize, out: &mut impl Write) -> io::Result<()> {
    let mut bytes = Vec::new();
    message(OTHER, &postcard::to_stdvec(value).map_err(broken)?, &mut bytes);
    out.write_all(&bytes)
}

/// Reads a value that [`put`] or [`call`] wrote.
pub(super) fn get<T: for<'de> Deserialize<'de>>(from: &mut impl Read) -> io::Result<T> {
    let mut head = [0; PREFIX];
    from.read_exact(&mut head)?;
    let (_, length) = prefix(head)?;
    let mut body = vec![0; length];
    from.read_exact(&mut body)?;
    postcard::from_bytes(&body).map_err(broken)
}

/// The first frame of `bytes` and its length there; `None` if more has to come.
pub(super) fn frame(bytes: &[u8]) -> io::Result<Option<(Frame, usize)>> {
    let Some(head) = bytes.first_chunk() else { return Ok(None) };
    let (kind, length) = prefix(*head)?;
    let Some(body) = bytes.get(PREFIX..PREFIX + length) else { return Ok(None) };
    let frame = match kind {
        HEAD => Frame::Head(postcard::from_bytes(body).map_err(broken)?),
        BYTES => Frame::Bytes(body.to_vec()),
        END => Frame::End { rows: postcard::from_bytes(body).map_err(broken)? },
        CUT => Frame::Cut,
        _ => return Err(broken("no frame")),
    };
    Ok(Some((frame, PREFIX + length)))
}

/// Writes frames to a socket, small ones together.
pub(super) struct Wire<W> {
    to: W,
    gathered: Vec<u8>,
}

impl<W> Wire<W> {
    pub fn new(to: W) -> Self {
        Self { to, gathered: Vec::with_capacity(4096) }
    }
}

impl<W: Write> Sink for Wire<W> {
    fn put(&mut self, frame: Frame) -> io::Result<()> {
        let into = &mut self.gathered;
        let last = matches!(frame, Frame::End { .. } | Frame::Cut);
        match frame {
            Frame::Head(head) => message(HEAD, &postcard::to_stdvec(&head).map_err(broken)?, into),
            Frame::Bytes(bytes) => message(BYTES, &bytes, into),
            Frame::End { rows } => message(END, &postcard::to_stdvec(&rows).map_err(broken)?, into),
            Frame::Cut => message(CUT, &[], into),
        }
        if last || self.gathered.len() >= GATHERED {
            self.to.write_all(&self.gathered)?;
            self.gathered.clear();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::frame::Head;

    #[test]
    fn what_is_written_is_read_again_piece_by_piece() {
        let mut head = Head::new(200);
        head.set("content-type", "text/csv");
        let frames = [Frame::Head(head), Frame::Bytes(vec![0, 255]), Frame::End { rows: 3 }, Frame::Cut];
        let mut wire = Wire::new(Vec::new());
        for one in &frames {
            wire.put(one.clone()).unwrap();
        }
        let bytes = wire.to;
        let mut read = Vec::new();
        let mut at = 0;
        for end in 0..=bytes.len() {
            while let Some((one, length)) = frame(&bytes[at..end]).unwrap() {
                read.push(one);
                at += length;
            }
        }
        assert_eq!(read, frames);
        assert!(frame(&[9, 0, 0, 0, 0]).is_err());
        assert!(frame(&[BYTES, 255, 255, 255, 255]).is_err());
        let asked = Call { path: "/sparql".into(), body: vec![1], ..Call::default() };
        assert_eq!(get::<Call>(&mut &*call(&asked).unwrap()).unwrap(), asked);
    }
}
