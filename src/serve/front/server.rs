//! The server from its start to its end, and its eye on the store.

use std::{
    net::{SocketAddr, TcpListener},
    sync::{
        Arc,
        mpsc::{self, RecvTimeoutError},
    },
    thread,
    time::{Duration, Instant},
};

use tokio::{runtime, sync::watch};

use crate::{
    rdf::Linked,
    serve::{
        Options, ServeError,
        engine::{Engine, Settings},
        front::{
            connection::accept,
            door::{Door, Showing},
            notice::Notice,
        },
    },
    store::Store,
};

/// A store that is served.
pub struct Server {
    door: Arc<Door>,
    listener: TcpListener,
    stop: watch::Sender<bool>,
}

/// Tells a server to stop.
#[derive(Clone, Debug)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Tells it. Running requests get a few seconds ([`Options::drain`]) to end.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Server {
    /// Takes the port and reads the store. Clients that come now wait until [`Server::run`].
    ///
    /// # Errors
    /// [`ServeError`]: the port is taken, or the store can't be read.
    pub fn bind(mut options: Options) -> Result<Self, ServeError> {
        if let Some(url) = &mut options.public_url {
            let plain = url.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}?#".contains(&b));
            let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
            if !plain || host.is_none_or(|host| host.is_empty() || host.starts_with('/')) {
                return Err(ServeError::PublicUrl(std::mem::take(url)));
            }
        }
        let failed = |source| ServeError::bind(options.bind, source);
        let listener = TcpListener::bind(options.bind).map_err(failed)?;
        listener.set_nonblocking(true).map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let showing = open(&options)?;
        let door = Arc::new(Door::new(options, address, showing));
        Ok(Self { door, listener, stop: watch::Sender::new(false) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.door.address
    }

    /// The address to open: the public one if there is one.
    pub fn url(&self) -> String {
        match &self.door.options.public_url {
            Some(url) => format!("{}/", url.trim_end_matches('/')),
            None => format!("http://{}/", self.door.address),
        }
    }

    /// Number of pages that it shows.
    pub fn pages(&self) -> usize {
        self.door.showing().shown.pages
    }

    /// What came of the links of [`Options::links`].
    pub fn linked(&self) -> Linked {
        self.door.showing().shown.linked.clone()
    }

    /// What tells it to stop.
    pub fn stop(&self) -> Stop {
        Stop(self.stop.clone())
    }

    /// Serves until it is told to stop, by [`Stop`], SIGTERM or SIGINT (Ctrl+C). `say` is told what happens.
    ///
    /// # Errors
    /// [`ServeError::Threads`], [`ServeError::Bind`].
    pub fn run(self, say: impl Fn(Notice) + Send + Sync + 'static) -> Result<(), ServeError> {
        let Self { door, listener, stop } = self;
        // the door only hands on: half of the processors are for those who answer
        let threads = thread::available_parallelism().map_or(1, |processors| processors.get().div_ceil(2));
        let runtime = runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build();
        let runtime = runtime.map_err(ServeError::Threads)?;
        door.tell(Arc::new(say));
        let (end, ended) = mpsc::channel::<()>();
        let watcher = {
            let door = door.clone();
            let watch = move || follow(&door, &ended);
            thread::Builder::new().name("store".into()).spawn(watch).map_err(ServeError::Threads)?
        };
        let done = runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener);
            let listener = listener.map_err(|source| ServeError::bind(door.address, source))?;
            let stopper = stop.clone();
            tokio::spawn(async move {
                signalled().await;
                stopper.send_replace(true);
            });
            accept(listener, &door, stop.subscribe(), || door.say(Notice::Stopping)).await;
            Ok(())
        });
        drop(end);
        // a query that does not listen must not keep us, nor a store that is being read
        runtime.shutdown_background();
        if watcher.is_finished() {
            let _ = watcher.join();
        }
        done
    }
}

/// Until the system tells the process to end.
async fn signalled() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
        else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Reads the last commit of the store.
fn open(options: &Options) -> Result<Showing, ServeError> {
    let store = Store::open(&options.store)?;
    let settings = Settings {
        store: options.store.clone(),
        base: options.base.clone(),
        links: options.links.clone(),
        services: options.services.clone(),
        limits: options.query,
        answer: options.answer,
        memory: options.memory,
    };
    let (engine, shown) = Engine::start(&settings, options.workers.as_ref())?;
    Ok(Showing::new(engine, shown, store, options.cache))
}

/// Looks whether the store has changed, and shows what it became. Reading it again takes no more than half of the time.
fn follow(door: &Door, ended: &mpsc::Receiver<()>) {
    let mut pause = door.options.poll;
    let mut stale = String::new();
    while ended.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
        let start = Instant::now();
        let showing = door.showing();
        let next = match showing.store.is_current() {
            Ok(true) if !showing.engine.is_lost() => Ok(None),
            Ok(_) => open(&door.options).map(Some),
            Err(error) => Err(error.into()),
        };
        drop(showing);
        match next {
            Ok(None) => stale.clear(),
            Ok(Some(next)) => {
                let notice = Notice::Shown { generation: next.shown.generation, pages: next.shown.pages };
                door.show(next);
                door.say(notice);
                stale.clear();
            }
            // said once, not every second
            Err(error) => {
                let message = error.to_string();
                if message != stale {
                    door.say(Notice::Stale(error));
                    stale = message;
                }
            }
        }
        pause = door.options.poll.max(start.elapsed()).min(Duration::from_secs(3600));
    }
}
