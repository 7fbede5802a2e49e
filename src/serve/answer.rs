//! Asking, and sending the answer so that a cut one never looks whole.
//!
//! A query runs, and its answer is written, on a thread of its own; what is written comes through a short channel. The
//! first part of it is held back: what goes wrong until then is a real status. What goes wrong later breaks the
//! connection. A client that leaves drops its end of the channel, and with it tells the query to stop.

use std::{
    future::poll_fn,
    io::{self, Write},
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::{Body, Bytes},
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use hyper::body::{Body as Streamed, Frame};
use tokio::{sync::mpsc, task::spawn_blocking, time::timeout};

use crate::{
    rdf::{Answer, Cancel, Dataset, QueryError},
    serve::{
        html,
        negotiate::{Accept, Chosen, Form},
        problem::Problem,
        room::Call,
    },
};

/// Bytes that are held back.
const HELD: usize = 256 << 10;
/// Bytes of one part.
const PART: usize = 32 << 10;

/// What comes through the channel: what it is, then parts of it, then its end.
enum Part {
    Begin(Chosen),
    Bytes(Bytes),
    End,
    Failed(Problem),
}

/// What is to be sent.
pub(super) struct Wanted {
    pub form: Asked,
    /// What to say if there is nothing; else nothing is sent as it is.
    pub missing: Option<String>,
}

/// In which form.
pub(super) enum Asked {
    /// What the client accepts, as a page for people if it prefers that.
    Accepted(Accept),
    /// This one, whatever the client says.
    Form(Chosen),
}

impl Wanted {
    pub fn accepted(call: &Call) -> Self {
        Self { form: Asked::Accepted(call.accept()), missing: None }
    }
}

/// Answers a query, over all pages or some.
pub(super) async fn answer(
    call: &Call,
    query: &str,
    dataset: Option<&Dataset>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let seat = call.room.gate.enter().await?;
    let (give, take) = mpsc::channel(4);
    let options = &call.room.options;
    let (most, page) = (options.answer, html::Frame::of(call));
    let then = move |answer: Result<Answer, QueryError>| {
        let _seat = seat;
        let written = answer.map_err(Problem::from).and_then(|answer| write(&answer, &wanted, most, &page, &give));
        // nobody takes it: the client has left
        let _ = give.blocking_send(written.map_or_else(Part::Failed, |()| Part::End));
    };
    let cancel = call.snapshot.graph.start(query, dataset, &options.query, then)?;
    let mut parts = Parts { take, _running: Some(Running(cancel)) };
    let first = match options.query.time {
        Some(time) => timeout(time, parts.next()).await.map_err(|_| QueryError::TimeOut(time))?,
        None => parts.next().await,
    };
    send(first, parts).await
}

/// Sends the whole graph.
pub(super) async fn dump(call: &Call, chosen: Chosen) -> Result<Response, Problem> {
    let Form::Of(format) = chosen.form else { return Err(lost()) };
    let seat = call.room.gate.enter().await?;
    let (give, take) = mpsc::channel(4);
    let snapshot = call.snapshot.clone();
    spawn_blocking(move || {
        let _seat = seat;
        let mut out = Out { give: &give, part: Vec::with_capacity(PART), left: usize::MAX };
        if give.blocking_send(Part::Begin(chosen)).is_err() {
            return;
        }
        let written = snapshot.graph.write(format, &mut out).map_err(|error| error.to_string());
        let written = written.and_then(|()| out.flush().map_err(|error| error.to_string()));
        let unfit = |detail| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "unfit", detail);
        let _ = give.blocking_send(written.map_or_else(|detail| Part::Failed(unfit(detail)), |()| Part::End));
    });
    let mut parts = Parts { take, _running: None };
    let first = parts.next().await;
    send(first, parts).await
}

/// The response once `first` has come.
async fn send(first: Option<Part>, mut parts: Parts) -> Result<Response, Problem> {
    let chosen = match first {
        Some(Part::Begin(chosen)) => chosen,
        Some(Part::Failed(problem)) => return Err(problem),
        _ => return Err(lost()),
    };
    let mut held = Vec::new();
    let body = loop {
        match parts.next().await {
            Some(Part::Bytes(bytes)) => held.extend_from_slice(&bytes),
            Some(Part::End) => break Body::from(held),
            Some(Part::Failed(problem)) => return Err(problem),
            Some(Part::Begin(_)) | None => return Err(lost()),
        }
        if held.len() >= HELD {
            break Body::new(Rest { first: Some(held.into()), parts });
        }
    };
    let mut response = Response::new(body);
    if let Ok(value) = HeaderValue::from_str(&chosen.content_type()) {
        response.headers_mut().insert(header::CONTENT_TYPE, value);
    }
    Ok(response)
}

fn lost() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "failed", "the query ended without an answer")
}

fn write(
    answer: &Answer,
    wanted: &Wanted,
    most: usize,
    page: &html::Frame,
    give: &mpsc::Sender<Part>,
) -> Result<(), Problem> {
    let chosen = match &wanted.form {
        Asked::Accepted(accept) => accept.choose(answer.shape(), true)?,
        Asked::Form(chosen) => *chosen,
    };
    if let (true, Some(missing)) = (answer.is_empty(), &wanted.missing) {
        return Err(Problem::not_found(missing));
    }
    let mut out = Out { give, part: Vec::with_capacity(PART), left: most };
    if give.blocking_send(Part::Begin(chosen)).is_err() {
        return Ok(());
    }
    let written = match chosen.form {
        Form::Of(format) => answer.write(format, &mut out).map_err(|error| error.to_string()),
        Form::Html => page.answer(answer, &mut out).map_err(|error| error.to_string()),
    };
    let written = written.and_then(|()| out.flush().map_err(|error| error.to_string()));
    written.map_err(|detail| {
        if out.left == 0 {
            let detail = format!("the answer has more than {most} bytes, the limit: add a LIMIT, or ask for less");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "too-many-bytes", detail)
        } else {
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "unfit", detail)
        }
    })
}

/// The writer's end of the channel.
struct Out<'a> {
    give: &'a mpsc::Sender<Part>,
    part: Vec<u8>,
    /// Bytes that may still come.
    left: usize,
}

impl Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.left {
            self.left = 0;
            return Err(io::Error::other("too long"));
        }
        self.left -= bytes.len();
        self.part.extend_from_slice(bytes);
        if self.part.len() >= PART {
            self.flush()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.part.is_empty() {
            let part = std::mem::replace(&mut self.part, Vec::with_capacity(PART));
            let sent = self.give.blocking_send(Part::Bytes(part.into()));
            sent.map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))?;
        }
        Ok(())
    }
}

/// A query that is told to stop when nobody waits for it any more.
struct Running(Cancel);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// The reader's end of the channel.
struct Parts {
    take: mpsc::Receiver<Part>,
    _running: Option<Running>,
}

impl Parts {
    async fn next(&mut self) -> Option<Part> {
        poll_fn(|context| self.take.poll_recv(context)).await
    }
}

/// The rest of a long answer.
struct Rest {
    first: Option<Bytes>,
    parts: Parts,
}

impl Streamed for Rest {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        self.parts.take.poll_recv(context).map(|part| match part {
            Some(Part::Bytes(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Part::End) => None,
            // without the last chunk, so that the client sees that it is cut
            Some(Part::Failed(_) | Part::Begin(_)) | None => Some(Err(io::Error::other("the answer was cut"))),
        })
    }
}
