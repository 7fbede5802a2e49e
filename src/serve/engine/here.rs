//! Answers on threads of this process.

use std::{io, sync::Arc, thread};

use tokio::sync::mpsc;

use crate::{
    rdf::{Cancel, STACK},
    serve::{
        call::Call,
        engine::Running,
        frame::{Frame, Sink},
        room::Room,
        route::respond,
    },
};

/// Answers on threads of this process.
pub(in crate::serve) struct Here {
    room: Arc<Room>,
}

impl Here {
    pub fn new(room: Room) -> Self {
        Self { room: Arc::new(room) }
    }

    pub fn ask(&self, call: Call) -> io::Result<Running> {
        let (give, take) = mpsc::channel(4);
        let (room, cancel) = (self.room.clone(), Cancel::default());
        let stop = cancel.clone();
        let run = move || respond(&room, &call, &cancel, &mut Channel(give));
        thread::Builder::new().name("query".into()).stack_size(STACK).spawn(run)?;
        Ok(Running::here(take, stop))
    }
}

struct Channel(mpsc::Sender<Frame>);

impl Sink for Channel {
    fn put(&mut self, frame: Frame) -> io::Result<()> {
        self.0.blocking_send(frame).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }
}
