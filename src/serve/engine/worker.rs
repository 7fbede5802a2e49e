//! A worker: a process that answers one request after another until its server hangs up.

use std::{
    io::BufReader,
    os::unix::net::UnixStream,
    process,
    sync::{Mutex, PoisonError},
    thread,
    time::Instant,
};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
};

use crate::{
    rdf::{Cancel, STACK},
    serve::{
        call::Call,
        engine::wire::{self, Wire},
        room::Room,
        route::respond,
    },
};

/// How often it looks whether the time of a query is over.
const TICK: Timespec = Timespec { tv_sec: 0, tv_nsec: 50_000_000 };

/// Answers what comes over `socket`. This thread only watches: it ends the process when the server hangs up, whatever
/// the other one does, and tells a query to stop when its time is over.
#[expect(clippy::disallowed_methods, reason = "a worker must end whatever its other thread does")]
pub(super) fn run(room: &Room, socket: UnixStream) -> ! {
    let running: Mutex<Option<(Instant, Cancel)>> = Mutex::new(None);
    let set = |what| *running.lock().unwrap_or_else(PoisonError::into_inner) = what;
    let answer = || {
        let mut from = BufReader::new(&socket);
        while let Ok(call) = wire::get::<Call>(&mut from) {
            let cancel = Cancel::default();
            set(Some((Instant::now(), cancel.clone())));
            respond(room, &call, &cancel, &mut Wire::new(&socket));
            set(None);
        }
    };
    let watch = |answering: thread::ScopedJoinHandle<'_, ()>| {
        while !answering.is_finished() {
            let mut sockets = [PollFd::new(&socket, PollFlags::empty())];
            match poll(&mut sockets, Some(&TICK)) {
                Ok(0) | Err(Errno::INTR) => {}
                _ => break, // the server has hung up
            }
            let late = |(since, _): &&(Instant, Cancel)| room.limits.time.is_some_and(|time| since.elapsed() > time);
            if let Some((_, cancel)) = running.lock().unwrap_or_else(PoisonError::into_inner).as_ref().filter(late) {
                cancel.cancel();
            }
        }
        process::exit(0)
    };
    thread::scope(|scope| match thread::Builder::new().stack_size(STACK).spawn_scoped(scope, answer) {
        Ok(answering) => watch(answering),
        Err(_) => process::exit(1),
    })
}
