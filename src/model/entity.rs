//! Who, what and where: agencies, programmes and locations with their keys.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::{
    model::{level::Level, words::words},
    text::Span,
};

words! {
    /// The kinds of entity that statements are about.
    EntityKind {
        /// A named organisation that acts or is responsible.
        Agency = "agency",
        /// A named initiative that somebody carries out.
        Programme = "programme",
        /// An administrative division or a named place.
        Location = "location",
        /// What a figure measures.
        Indicator = "indicator",
    }
}

words! {
    /// What sort of organisation an agency is.
    AgencyKind {
        /// State organ or its department.
        Government = "government",
        /// Party organ.
        Party = "party",
        /// Public institution: hospital, school, service centre.
        Institution = "institution",
        /// Enterprise.
        Company = "company",
        /// Association, federation or union.
        Association = "association",
        /// Village or neighbourhood that acts.
        Community = "community",
        /// Court or procuratorate.
        Court = "court",
        /// Newspaper, station or site.
        Media = "media",
    }
}

words! {
    /// What sort of initiative a programme is.
    ProgrammeKind {
        /// Campaign, special action, inspection.
        Campaign = "campaign",
        /// Service scheme.
        Service = "service",
        /// Policy document or rule.
        Document = "document",
        /// Platform or information system.
        Platform = "platform",
        /// Construction or renovation project.
        Project = "project",
        /// Pilot.
        Pilot = "pilot",
        /// Reform.
        Reform = "reform",
        /// Standing mechanism.
        Mechanism = "mechanism",
        /// Recurring event.
        Event = "event",
    }
}

/// The key of an entity: kind, code of its place where it has one, and canonical name.
///
/// It is the path of the entity's IRI below the base, Han characters kept: `agency/430300/湘潭市医疗保障局`,
/// `location/430302101/永丰村`, `programme/15分钟医保服务圈`. Minted from what the thing is, never from where it was
/// first found, so that two pages that speak of one thing give one key.
///
/// ```
/// use zhengtu::model::{EntityId, EntityKind};
/// let id = EntityId::new(EntityKind::Agency, &["430300", "湘潭市医疗保障局"]);
/// assert_eq!(id.as_str(), "agency/430300/湘潭市医疗保障局");
/// assert_eq!(EntityId::parse(id.as_str()), Some(id));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct EntityId(Arc<str>);

impl EntityId {
    /// The key of `kind` with the given parts. `/` and white space inside a part become `_`.
    pub fn new(kind: EntityKind, parts: &[&str]) -> Self {
        let mut key = String::from(kind.word());
        for part in parts.iter().filter(|part| !part.is_empty()) {
            key.push('/');
            key.extend(part.chars().map(|c| if c == '/' || c.is_whitespace() || c.is_control() { '_' } else { c }));
        }
        Self(key.into())
    }

    /// A key from its text, as [`EntityId::as_str`] gave it; `None` if it names no kind.
    pub fn parse(key: &str) -> Option<Self> {
        let (kind, rest) = key.split_once('/')?;
        (EntityKind::from_word(kind).is_some() && !rest.is_empty()).then(|| Self(key.into()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What kind of entity it is.
    pub fn kind(&self) -> EntityKind {
        let word = self.0.split('/').next().unwrap_or_default();
        EntityKind::from_word(word).unwrap_or(EntityKind::Agency)
    }
}

impl fmt::Display for EntityId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A named organisation that acts or is responsible (ORG: `org:Organization`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    /// Its key.
    pub id: EntityId,
    /// Full canonical name, expanded from the page's context.
    pub name: String,
    /// What sort of organisation.
    pub kind: AgencyKind,
    /// Place of its jurisdiction or seat.
    pub place: Option<EntityId>,
    /// The organisation that it belongs to.
    pub part_of: Option<EntityId>,
    /// Where this page names it.
    pub mentions: Vec<Span>,
}

/// A named initiative that somebody carries out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Programme {
    /// Its key.
    pub id: EntityId,
    /// Shortest full name on the page, without quotation marks; 《》 of documents kept.
    pub name: String,
    /// What sort of initiative.
    pub kind: ProgrammeKind,
    /// The programme that it is a part of.
    pub part_of: Option<EntityId>,
    /// Where this page names it.
    pub mentions: Vec<Span>,
}

/// A place, from the country down to a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    /// Its key.
    pub id: EntityId,
    /// Its own full name.
    pub name: String,
    /// Full names from the province down to the place itself.
    pub path: Vec<String>,
    /// How wide it is.
    pub level: Level,
    /// GB/T 2260 code (6 digits) or statistical code (9 digits) where the register has one.
    pub code: Option<String>,
    /// The next wider place.
    pub within: Option<EntityId>,
    /// Names that it bore earlier, each with the year in which that ended, the oldest first.
    pub former: Vec<(String, i16)>,
    /// Where this page names it, words that stand for it (全市, 该区) included. May be empty: then it is here only
    /// because another place or an agency lies in it.
    pub mentions: Vec<Span>,
}
