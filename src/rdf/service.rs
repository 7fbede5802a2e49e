//! Other endpoints that a query may ask.

use std::{
    io::{self, Read},
    time::Duration,
};

use oxigraph::{
    model::NamedNode,
    sparql::{
        SparqlEvaluator,
        results::{QueryResultsFormat, QueryResultsParser, ReaderQueryResultsParserOutput},
    },
};
use oxiri::Iri;
use spareval::{QuerySolutionIter, ServiceHandler};
use spargebra::{Query, algebra::GraphPattern};
use thiserror::Error;
use ureq::Agent;

/// Bytes of what another endpoint answers.
const MOST: u64 = 64 << 20;
const QUERY: &str = "application/sparql-query";
const ACCEPT: &str = "application/sparql-results+json, application/sparql-results+xml;q=0.9";

/// Endpoints that a query may ask by SERVICE (SPARQL 1.1 Federated Query); none unless they are listed. Whoever may write a
/// query makes this machine send requests to them, and to nowhere else: redirects and proxies are not followed.
///
/// ```
/// use zhengtu::rdf::Services;
/// let services = Services::new(["http://127.0.0.1:3030/gazetteer/sparql"])?;
/// assert!(!services.is_empty());
/// assert_eq!(
///     Services::new(["gazetteer"]).unwrap_err().to_string(),
///     "gazetteer is no address of an endpoint: expected one like http://127.0.0.1:3030/data/sparql"
/// );
/// # Ok::<_, zhengtu::rdf::ServiceError>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Services(Vec<NamedNode>);

/// Why an endpoint can't be asked.
#[derive(Debug, Error)]
pub enum ServiceError {
    /// It has no address.
    #[error("{0} is no address of an endpoint: expected one like http://127.0.0.1:3030/data/sparql")]
    NoAddress(String),
    /// It is to be asked by HTTPS.
    #[error("{0} is asked by HTTPS, for which this program was not built: cargo build --release --features tls")]
    NoTls(String),
    /// It did not answer as it should.
    #[error("{address} did not answer: {message}")]
    Silent {
        /// The endpoint.
        address: String,
        /// What happened.
        message: String,
    },
}

impl Services {
    /// Endpoints by their addresses.
    ///
    /// # Errors
    /// [`ServiceError::NoAddress`]; [`ServiceError::NoTls`] for `https:` without the feature `tls`.
    pub fn new<S: AsRef<str>>(addresses: impl IntoIterator<Item = S>) -> Result<Self, ServiceError> {
        let service = |address: S| {
            let address = address.as_ref();
            let no_address = || ServiceError::NoAddress(address.to_owned());
            let iri = Iri::parse(address.to_owned()).map_err(|_| no_address())?;
            match (iri.scheme(), iri.authority()) {
                (_, None | Some("")) => Err(no_address()),
                ("https", _) if !cfg!(feature = "tls") => Err(ServiceError::NoTls(address.to_owned())),
                ("http" | "https", _) => Ok(iri.into()),
                _ => Err(no_address()),
            }
        };
        addresses.into_iter().map(service).collect::<Result<_, _>>().map(Self)
    }

    /// Whether none may be asked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Their addresses.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(NamedNode::as_str)
    }

    /// Lets `evaluator` ask them, each call for no longer than `time`.
    pub(super) fn known_to(&self, evaluator: SparqlEvaluator, time: Option<Duration>) -> SparqlEvaluator {
        if self.is_empty() {
            return evaluator;
        }
        let agent = Agent::config_builder()
            .timeout_global(time)
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("zhengtu/", env!("CARGO_PKG_VERSION")))
            .build()
            .new_agent();
        let known = |evaluator: SparqlEvaluator, address: &NamedNode| {
            evaluator.with_service_handler(address.clone(), Service { address: address.clone(), agent: agent.clone() })
        };
        self.0.iter().fold(evaluator, known)
    }
}

/// Another endpoint.
struct Service {
    address: NamedNode,
    agent: Agent,
}

impl ServiceHandler for Service {
    type Error = ServiceError;

    fn handle(
        &self,
        pattern: &GraphPattern,
        base_iri: Option<&Iri<String>>,
    ) -> Result<QuerySolutionIter<'static>, ServiceError> {
        let silent = |message: String| ServiceError::Silent { address: self.address.as_str().to_owned(), message };
        let query = Query::Select { dataset: None, pattern: pattern.clone(), base_iri: base_iri.cloned() };
        let request = self.agent.post(self.address.as_str()).content_type(QUERY).header("accept", ACCEPT);
        let response = request.send(query.to_string()).map_err(|error| silent(error.to_string()))?;
        let kind = response.headers().get("content-type").and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let format = QueryResultsFormat::from_media_type(kind)
            .ok_or_else(|| silent(format!("expected SPARQL results, found {kind:?}")))?;
        // all of it before the first row is used, so that what breaks off is an error
        let mut body = Vec::new();
        let read = response.into_body().into_reader().take(MOST + 1).read_to_end(&mut body);
        read.map_err(|error| silent(error.to_string()))?;
        if body.len() as u64 > MOST {
            return Err(silent(format!("it has more than {MOST} bytes: ask for less")));
        }
        let parsed = QueryResultsParser::from_format(format).for_reader(io::Cursor::new(body));
        match parsed.map_err(|error| silent(error.to_string()))? {
            ReaderQueryResultsParserOutput::Solutions(solutions) => Ok(solutions.into()),
            ReaderQueryResultsParserOutput::Boolean(_) => Err(silent("expected rows, found true or false".into())),
        }
    }
}
