//! Connections: how many, how slow, and how they end.

use std::{
    collections::HashMap,
    convert::Infallible,
    future::Future,
    io::{self, IoSlice},
    net::{IpAddr, Ipv6Addr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll, ready},
    time::Duration,
};

use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
    time::{Sleep, sleep, timeout},
};

use crate::serve::front::door::Door;

/// Bytes of a request's head. A query in the address is limited by what an address holds, 64 KiB.
const HEAD: usize = 128 << 10;

/// Serves connections until told to stop, and then, after `stopping`, those that are open for a while.
pub(super) async fn accept(
    listener: TcpListener,
    door: &Arc<Door>,
    mut stop: watch::Receiver<bool>,
    stopping: impl FnOnce(),
) {
    let options = &door.options;
    let seats = Arc::new(Semaphore::new(options.connections.clamp(1, Semaphore::MAX_PERMITS)));
    let addresses = Addresses::default();
    let mut tasks = JoinSet::new();
    loop {
        let next = tokio::select! {
            _ = stop.wait_for(|stop| *stop) => break,
            next = next(&listener, &seats) => next,
        };
        let Some((stream, client, seat)) = next else { break };
        // who has too many is hung up on
        let Some(one) = addresses.enter(client, options.connections_per_address) else { continue };
        let (door, stop) = (door.clone(), stop.clone());
        tasks.spawn(async move {
            let _held = (seat, one);
            door.measure.connections.inc();
            serve(stream, client, &door, stop).await;
            door.measure.connections.dec();
        });
        while tasks.try_join_next().is_some() {}
    }
    drop(listener);
    stopping();
    let all = async { while tasks.join_next().await.is_some() {} };
    let _ = timeout(options.drain, all).await; // what is open then is cut
}

/// The next connection, once there is room for it.
async fn next(listener: &TcpListener, seats: &Arc<Semaphore>) -> Option<(TcpStream, IpAddr, OwnedSemaphorePermit)> {
    let seat = seats.clone().acquire_owned().await.ok()?;
    loop {
        match listener.accept().await {
            Ok((stream, client)) => return Some((stream, client.ip().to_canonical(), seat)),
            // out of files: some are given back soon
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

/// How many connections each address has. Those from this machine are not counted: a proxy may stand here, and all
/// clients come through it.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// A connection of an address, until it is dropped.
struct Counted(Option<(Addresses, IpAddr)>);

impl Addresses {
    fn enter(&self, client: IpAddr, most: usize) -> Option<Counted> {
        if client.is_loopback() {
            return Some(Counted(None));
        }
        let client = block(client);
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(client).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Counted(Some((self.clone(), client))))
    }
}

/// What one client is given: an address, of IPv6 the first half (RFC 4291, section 2.5.4).
fn block(client: IpAddr) -> IpAddr {
    match client {
        IpAddr::V4(_) => client,
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into(),
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        let Some((addresses, client)) = self.0.take() else { return };
        let mut held = addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&client) {
            *count -= 1;
            if *count == 0 {
                held.remove(&client);
            }
        }
    }
}

async fn serve(stream: TcpStream, client: IpAddr, door: &Arc<Door>, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let stream = TokioIo::new(Unstalled { stream, stall: door.options.stall, since: None });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(door.options.head).max_buf_size(HEAD);
    let service = service_fn(|request| {
        let answer = door.clone().answer(client, request);
        async { Ok::<_, Infallible>(answer.await) }
    });
    let mut connection = std::pin::pin!(builder.serve_connection(stream, service));
    // what goes wrong is the client's affair: it has left, or does not speak HTTP
    let done = tokio::select! {
        done = connection.as_mut() => Some(done),
        _ = stop.wait_for(|stop| *stop) => None,
    };
    if done.is_none() {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// A stream whose writing fails if the other side takes nothing for a while.
struct Unstalled {
    stream: TcpStream,
    stall: Duration,
    since: Option<Pin<Box<Sleep>>>,
}

impl Unstalled {
    fn watch<T>(&mut self, context: &mut Context<'_>, written: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.since = None;
            return written;
        }
        let since = self.since.get_or_insert_with(|| Box::pin(sleep(self.stall)));
        ready!(since.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Unstalled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Unstalled {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, parts);
        self.watch(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_so_many_connections_and_this_machine_any() {
        let addresses = Addresses::default();
        let enter = |address: &str| addresses.enter(address.parse().unwrap(), 2);
        let (first, _second) = (enter("192.0.2.1"), enter("192.0.2.1"));
        assert!(first.is_some() && enter("192.0.2.1").is_none() && enter("192.0.2.2").is_some());
        drop(first);
        assert!(enter("192.0.2.1").is_some());
        // of IPv6, one client has half of the digits
        let _held = (enter("2001:db8::1"), enter("2001:db8::2"));
        assert!(enter("2001:db8::3").is_none() && enter("2001:db8:0:1::1").is_some());
        let local: Vec<_> = (0..5).map(|_| enter("127.0.0.1")).collect();
        assert!(local.iter().all(Option::is_some));
    }
}
