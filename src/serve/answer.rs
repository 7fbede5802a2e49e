//! Asking, and writing what is answered.

use crate::{
    rdf::Dataset,
    serve::{
        negotiate::{Accept, Chosen, Form},
        problem::Problem,
        reply::Reply,
        room::Asker,
    },
};

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
    pub fn accepted(asker: &Asker<'_>) -> Self {
        Self { form: Asked::Accepted(asker.accept()), missing: None }
    }
}

/// Answers a query, over all pages or some.
pub(super) fn answer(
    asker: &Asker<'_>,
    query: &str,
    dataset: Option<&Dataset>,
    wanted: Wanted,
    reply: &mut Reply<'_>,
) -> Result<(), Problem> {
    let answer = asker.ask(query, dataset)?;
    let chosen = match wanted.form {
        Asked::Accepted(accept) => accept.choose(answer.shape(), true)?,
        Asked::Form(chosen) => chosen,
    };
    if let (true, Some(missing)) = (answer.is_empty(), wanted.missing) {
        return Err(Problem::not_found(missing));
    }
    reply.kind(chosen.content_type());
    reply.rows(answer.len());
    let written = match chosen.form {
        Form::Of(format) => answer.write(format, reply).map_err(|error| error.to_string()),
        Form::Html => asker.frame().answer(&answer, reply).map_err(|error| error.to_string()),
    };
    reply.written(written)
}

/// Sends the whole graph.
pub(super) fn dump(asker: &Asker<'_>, chosen: Chosen, reply: &mut Reply<'_>) -> Result<(), Problem> {
    let Form::Of(format) = chosen.form else { return Err(Problem::failed()) };
    reply.kind(chosen.content_type());
    reply.unlimited();
    let written = asker.room.snapshot.graph.write(format, reply);
    reply.written(written)
}
