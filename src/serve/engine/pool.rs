//! The server's side of its workers.

use std::{
    io,
    mem::MaybeUninit,
    os::{fd::OwnedFd, unix::net::UnixStream as Socket, unix::process::CommandExt},
    path::Path,
    process::{Child, Command},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc,
    },
    task::{Context, Poll, ready},
    thread,
};

use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recvmsg};
use tokio::{io::AsyncWriteExt, net::UnixStream, sync::oneshot};

use crate::serve::{
    ServeError,
    call::Call,
    engine::{Running, Settings, Shown, nest::Sent, wire},
    frame::Frame,
};

/// Bytes that are read at once.
const READ: usize = 8 << 10;

/// Asks for a worker.
type Order = oneshot::Sender<io::Result<Socket>>;

/// Workers that wait for a request.
type Idle = Arc<Mutex<Vec<UnixStream>>>;

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
        let mut stream = match self.waiting() {
            Some(stream) => stream,
            None => self.fresh().await?,
        };
        stream.write_all(&wire::call(call)?).await?;
        let worker = Worker { stream: Some(stream), read: Vec::new(), at: 0, whole: false, idle: self.idle.clone() };
        Ok(Running::worker(worker))
    }

    /// A worker that waits, and lives.
    fn waiting(&self) -> Option<UnixStream> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        while let Some(stream) = idle.pop() {
            if stream.try_read(&mut [0]).is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
                return Some(stream);
            }
        }
        None
    }

    async fn fresh(&self) -> io::Result<UnixStream> {
        let gone = || io::Error::other("the nest is gone");
        let (give, take) = oneshot::channel();
        self.orders.send(give).map_err(|_| gone())?;
        let socket = take.await.map_err(|_| gone())??;
        socket.set_nonblocking(true)?;
        UnixStream::from_std(socket)
    }
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
    stream: Option<UnixStream>,
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
            self.read.reserve(READ);
            let Some(stream) = &self.stream else { return Poll::Ready(Err(io::ErrorKind::NotConnected.into())) };
            ready!(stream.poll_read_ready(context))?;
            match stream.try_read_buf(&mut self.read) {
                Ok(0) => return Poll::Ready(Err(io::ErrorKind::UnexpectedEof.into())),
                Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Poll::Ready(Err(error)),
                _ => {} // what came, or nothing yet
            }
        }
    }

    /// It is not to answer again.
    pub fn tired(&mut self) {
        self.idle = Idle::default();
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let (true, Some(stream)) = (self.whole, self.stream.take()) {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(stream);
        }
    }
}
