//! The nest: a process of one thread that reads the store and then forks workers, which share what it read.

use std::{
    io::{self, IoSlice, Read},
    mem::MaybeUninit,
    os::{fd::AsFd, unix::net::UnixStream},
    path::PathBuf,
};

use rayon::ThreadPoolBuilder;
use rustix::{
    net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, sendmsg},
    process::{Resource, Rlimit, WaitOptions, setrlimit, wait},
    stdio::dup2_stdin,
};
use serde::{Deserialize, Serialize};

use crate::{
    rdf::{Base, Limits, Links, STACK, Services},
    serve::{
        ServeError,
        engine::{Settings, Shown, wire, worker},
        room::Room,
    },
};

/// Bytes of addresses that a worker needs beside its memory: its stack, and what the allocator sets aside.
const RESERVED: u64 = STACK as u64 + (256 << 20);

/// [`Settings`] as they are sent to a nest.
#[derive(Serialize, Deserialize)]
pub(super) struct Sent {
    store: PathBuf,
    base: String,
    links: Links,
    services: Vec<String>,
    limits: Limits,
    answer: usize,
    memory: usize,
}

impl From<&Settings> for Sent {
    fn from(settings: &Settings) -> Self {
        let Settings { store, base, links, services, limits, answer, memory } = settings.clone();
        let services = services.addresses().map(str::to_owned).collect();
        Self { store, base: base.as_str().into(), links, services, limits, answer, memory }
    }
}

impl Sent {
    fn settings(self) -> Result<Settings, String> {
        let Self { store, base, links, services, limits, answer, memory } = self;
        let base = Base::new(&base).map_err(|error| error.to_string())?;
        let services = Services::new(services).map_err(|error| error.to_string())?;
        Ok(Settings { store, base, links, services, limits, answer, memory })
    }
}

/// Runs a nest: what the program does when a server starts it for this. Standard input is a socket to the server.
///
/// It reads settings, answers with what it shows or with what is wrong, and then gives a worker for each byte that
/// comes. It ends with the server.
///
/// # Errors
/// Standard input is no such socket, or the system gives no process.
pub fn nest() -> io::Result<()> {
    run(control()?)
}

/// The socket to the server. Nobody else is to hold it, so standard input becomes empty.
fn control() -> io::Result<UnixStream> {
    let control = UnixStream::from(io::stdin().as_fd().try_clone_to_owned()?);
    dup2_stdin(std::fs::File::open("/dev/null")?)?;
    Ok(control)
}

fn run(mut control: UnixStream) -> io::Result<()> {
    let settings = wire::get::<Sent>(&mut control)?.settings().map_err(io::Error::other)?;
    let room = match open(&settings) {
        Ok(room) => room,
        Err(error) => return wire::put(&Err::<Shown, _>(error.to_string()), &mut control),
    };
    wire::put(&Ok::<_, String>(room.shown()), &mut control)?;
    let mut order = [0];
    while control.read(&mut order)? == 1 {
        while let Ok(Some(_)) = wait(WaitOptions::NOHANG) {} // workers that have ended
        let (ours, theirs) = UnixStream::pair()?;
        if !fork()? {
            drop((control, theirs));
            confine(settings.memory);
            worker::run(&room, ours);
        }
        drop(ours);
        send(&control, &theirs)?;
    }
    Ok(())
}

/// Reads the store with threads that have ended when it returns.
fn open(settings: &Settings) -> Result<Room, ServeError> {
    let threads =
        ThreadPoolBuilder::new().build_scoped(rayon::ThreadBuilder::run, |pool| pool.install(|| settings.open(false)));
    threads.map_err(|error| ServeError::Threads(io::Error::other(error)))?
}

/// Becomes two processes: `true` in this one, `false` in the other.
#[allow(unsafe_code)]
fn fork() -> io::Result<bool> {
    // SAFETY: this process has one thread (`open` waits for the others to end), so no lock is held by a thread that the
    // new process lacks, and it may go on as this one would.
    match unsafe { libc::fork() } {
        -1 => Err(io::Error::last_os_error()),
        0 => Ok(false),
        _ => Ok(true),
    }
}

/// Sends a socket over a socket.
fn send(control: &UnixStream, socket: &UnixStream) -> io::Result<()> {
    let sockets = [socket.as_fd()];
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    ancillary.push(SendAncillaryMessage::ScmRights(&sockets));
    sendmsg(control, &[IoSlice::new(&[1])], &mut ancillary, SendFlags::NOSIGNAL)?;
    Ok(())
}

/// Limits what this process may take: `memory` bytes beside what it has.
fn confine(memory: usize) {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    let _ = setrlimit(Resource::Core, none);
    // pages of this process; where the system does not tell, it has no limit
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = statm.split_whitespace().next().and_then(|pages| pages.parse::<u64>().ok());
    if let Some(pages) = pages {
        let bytes = pages * rustix::param::page_size() as u64 + RESERVED + memory as u64;
        let _ = setrlimit(Resource::As, Rlimit { current: Some(bytes), maximum: Some(bytes) });
    }
}
