//! The server's side of its workers.

use std::{
    io,
    mem::MaybeUninit,
    os::{
        fd::{AsFd, OwnedFd},
        unix::{net::UnixStream as Socket, process::CommandExt},
    },
    path::Path,
    pin::Pin,
    process::{Child, Command},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Poll, ready},
    thread,
};

use rustix::{
    io::Errno,
    net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg},
};
use tokio::{
    io::{AsyncRead, AsyncWriteExt, ReadBuf},
    net::unix::pipe::{Receiver, Sender},
    sync::oneshot,
};

use crate::serve::{
    ServeError,
    call::Call,
    engine::{Running, Settings, Shown, nest::Sent, wire},
    frame::Frame,
};

/// Bytes that are read at once.
const READ: usize = 16 << 10;

/// Asks for a worker.
type Order = oneshot::Sender<io::Result<Socket>>;

/// A worker's socket, held as the reading end of a pipe: of a socket the runtime would be told each time that more can
/// be written, too, one wake-up more for each call.
type Line = Receiver;

/// Workers that wait for a request.
type Idle = Arc<Mutex<Vec<Line>>>;

/// The workers over one commit of the store.
pub(in crate::serve) struct Pool {
    idle: Idle,
    orders: mpsc::Sender<Order>,
    lost: Arc<AtomicBool>,
}

impl Pool {
    /// Starts a nest, and waits until it has read the store.
    pub fn start(settings: &Settings, program: &Path) -> Result<(Self, Shown), ServeError> {
        let failed = |source| ServeError::Process { program: program.to_owned(), source };
        let (mut control, child, shown) = hatch(settings, program).map_err(failed)?;
        let shown = shown.map_err(ServeError::Nest)?;
        let (orders, ordered) = mpsc::channel::<Order>();
        let lost = Arc::new(AtomicBool::new(false));
        let seen = lost.clone();
        let keep = move || {
            // until the pool is dropped, or the nest is no more
            for order in ordered {
                let worker = fetch(&mut control);
                seen.store(worker.is_err(), Ordering::Relaxed);
                let _ = order.send(worker);
                if seen.load(Ordering::Relaxed) {
                    break;
                }
            }
            drop(control);
            let mut child: Child = child;
            let _ = child.wait();
        };
        thread::Builder::new().name("nest".into()).spawn(keep).map_err(ServeError::Threads)?;
        Ok((Self { idle: Idle::default(), orders, lost }, shown))
    }

    /// Whether the nest is no more.
    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Sends a call to a worker.
    pub async fn ask(&self, call: &Call) -> io::Result<Running> {
        let line = match self.waiting() {
            Some(line) => line,
            None => self.fresh().await?,
        };
        send(&line, &wire::call(call)?).await?;
        let worker = Worker { line: Some(line), read: Vec::new(), at: 0, whole: false, idle: self.idle.clone() };
        Ok(Running::worker(worker))
    }

    /// A worker that waits, and lives.
    fn waiting(&self) -> Option<Line> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(line) = idle.pop() {
            if line.try_read(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                return Some(line);
            }
        }
        None
    }

    async fn fresh(&self) -> io::Result<Line> {
        let gone = || io::Error::other("the nest is gone");
        let (give, take) = oneshot::channel();
        self.orders.send(give).map_err(|_| gone())?;
        let socket = take.await.map_err(|_| gone())??;
        socket.set_nonblocking(true)?;
        Receiver::from_owned_fd_unchecked(socket.into())
    }
}

/// Sends a message to a worker: mostly at once, as it has nothing else to read.
async fn send(line: &Line, message: &[u8]) -> io::Result<()> {
    let sent = match rustix::io::write(line, message) {
        Ok(sent) => sent,
        Err(Errno::AGAIN | Errno::INTR) => 0,
        Err(error) => return Err(error.into()),
    };
    if sent < message.len() {
        let mut rest = Sender::from_owned_fd_unchecked(line.as_fd().try_clone_to_owned()?)?;
        rest.write_all(&message[sent..]).await?;
    }
    Ok(())
}

/// Starts a nest and waits for its first words.
fn hatch(settings: &Settings, program: &Path) -> io::Result<(Socket, Child, Result<Shown, String>)> {
    let (mut control, theirs) = Socket::pair()?;
    let mut command = Command::new(program);
    // a signal from the terminal is for the server: running requests are to end in peace
    let command = command.arg("nest").stdin(OwnedFd::from(theirs)).process_group(0);
    // a worker that takes too much memory says so in one line
    let command = command.env_remove("RUST_BACKTRACE");
    let mut child = command.spawn()?;
    let told = wire::put(&Sent::from(settings), &mut control).and_then(|()| wire::get(&mut control));
    match told {
        Ok(shown) => Ok((control, child, shown)),
        Err(error) => {
            drop(control);
            let ended = child.wait()?;
            Err(io::Error::other(format!("{error}, {ended}")))
        }
    }
}

/// One more worker of the nest.
fn fetch(control: &mut Socket) -> io::Result<Socket> {
    rustix::io::write(&*control, &[1])?;
    let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
    let mut ancillary = RecvAncillaryBuffer::new(&mut space);
    let mut byte = [0];
    let got = recvmsg(&*control, &mut [io::IoSliceMut::new(&mut byte)], &mut ancillary, RecvFlags::CMSG_CLOEXEC)?;
    let mut sockets = ancillary.drain().filter_map(|message| match message {
        RecvAncillaryMessage::ScmRights(mut sockets) => sockets.next(),
        _ => None,
    });
    match (got.bytes, sockets.next()) {
        (1, Some(socket)) => Ok(socket.into()),
        _ => Err(io::Error::other("the nest gives no worker")),
    }
}

/// A worker that answers. It goes back to those who wait once it has answered as a whole; else it is hung up on, and
/// ends.
pub(in crate::serve) struct Worker {
    line: Option<Line>,
    /// What was read; up to `at` it is used.
    read: Vec<u8>,
    at: usize,
    whole: bool,
    idle: Idle,
}

impl Worker {
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<io::Result<Frame>> {
        loop {
            if let Some((frame, length)) = wire::frame(&self.read[self.at..])? {
                self.at += length;
                self.whole = matches!(frame, Frame::End { .. } | Frame::Cut) && self.at == self.read.len();
                return Poll::Ready(Ok(frame));
            }
            self.read.drain(..self.at);
            self.at = 0;
            let Some(line) = &mut self.line else { return Poll::Ready(Err(io::ErrorKind::NotConnected.into())) };
            let mut space = [MaybeUninit::uninit(); READ];
            let mut part = ReadBuf::uninit(&mut space);
            ready!(Pin::new(line).poll_read(context, &mut part))?;
            if part.filled().is_empty() {
                return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into()));
            }
            self.read.extend_from_slice(part.filled());
        }
    }

    /// It is not to answer again.
    pub fn tired(&mut self) {
        self.idle = Idle::default();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let (true, Some(line)) = (self.whole, self.line.take()) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        }
    }
}
