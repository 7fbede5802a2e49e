//! Everything that was read from one page.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    model::{Agency, ArticleInfo, EntityId, Location, Observation, Programme, Relation},
    text::Span,
};

/// The key of a page: 16 hexadecimal digits of a SHA-256 over its name and its text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PageId(pub String);

impl fmt::Display for PageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is known of a page as a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageInfo {
    /// Its key.
    pub id: PageId,
    /// Its name: the file's name or path below the folder that was given.
    pub doc: String,
    /// Title, if known.
    pub title: Option<String>,
    /// Newspaper or site, if known.
    pub paper: Option<String>,
    /// Day of publication as exactly as known: ISO 8601 year, month or day.
    pub date: Option<String>,
    /// Address, if known.
    pub url: Option<String>,
    /// SHA-256 of the text, where the text is not all there: on a page that came back from an export.
    pub digest: Option<String>,
}

/// Something that looked like a mention and was not taken, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// What it looked like: `agency`, `programme`, `location` or `metric`.
    pub kind: String,
    /// Where it stands.
    pub span: Span,
    /// Why it was not taken: the name of a rule.
    pub reason: String,
}

/// Everything that was read from one page. Lists are in the order of the page (entities: of their keys).
///
/// Every key that a statement names is in one of the lists of entities, and with each location stand all the wider
/// ones up to its province.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageFacts {
    /// The page as a source.
    pub page: PageInfo,
    /// Its articles, in the order of their beginnings.
    pub articles: Vec<ArticleInfo>,
    /// Organisations named on it.
    pub agencies: Vec<Agency>,
    /// Initiatives named on it.
    pub programmes: Vec<Programme>,
    /// Places named on it.
    pub locations: Vec<Location>,
    /// Figures.
    pub observations: Vec<Observation>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// What was seen and not taken.
    pub rejections: Vec<Rejection>,
}

impl PageFacts {
    /// Number of statements: figures and relations.
    pub fn statements(&self) -> usize {
        self.observations.len() + self.relations.len()
    }

    /// Whether the page says nothing: no agency, programme, place or figure.
    pub fn is_silent(&self) -> bool {
        self.agencies.is_empty() && self.programmes.is_empty() && self.locations.is_empty() && self.statements() == 0
    }

    /// The canonical name of an entity of this page.
    pub fn name(&self, id: &EntityId) -> Option<&str> {
        let agency = || self.agencies.iter().find(|a| a.id == *id).map(|a| a.name.as_str());
        let programme = || self.programmes.iter().find(|p| p.id == *id).map(|p| p.name.as_str());
        let location = || self.locations.iter().find(|l| l.id == *id).map(|l| l.name.as_str());
        agency().or_else(programme).or_else(location)
    }
}
