//! A request, read whole: all that is known of it behind the door.

use serde::{Deserialize, Serialize};

use crate::serve::{negotiate::Accept, params::Params, problem::Problem};

/// A request, read whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Call {
    /// HEAD comes as GET.
    pub method: String,
    /// As it stands in the request, encoded.
    pub path: String,
    /// What stands behind `?`, encoded.
    pub query: String,
    /// All `Accept` headers.
    pub accept: String,
    /// `Content-Type`.
    pub content_type: String,
    /// The server's address as the client knows it, ending in `/`.
    pub root: String,
    pub body: Vec<u8>,
}

impl Call {
    pub fn accept(&self) -> Accept {
        Accept::of(&self.accept)
    }

    pub fn params(&self) -> Result<Params, Problem> {
        Params::parse(&self.query)
    }

    /// The path of the root, which links in pages begin with.
    pub fn prefix(&self) -> &str {
        let path = self.root.split_once("://").and_then(|(_, rest)| Some(&rest[rest.find('/')?..]));
        path.unwrap_or("/")
    }
}
