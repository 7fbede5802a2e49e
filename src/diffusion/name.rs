//! Which programmes are one, under several names.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    diffusion::DiffusionError,
    lexicon::{Form, Lexicon},
    model::{EntityId, EntityKind, PageFacts},
    network::nearness,
};

/// Names that an error lists.
const LISTED: usize = 5;
/// Below this, two names have too little in common to be worth showing.
const NEAR: f64 = 0.34;
/// Fewest characters of a name that counts where another one holds it.
const HELD: usize = 4;
/// How often a name is looked at again once something was taken off; names of pages need two or three.
const ROUNDS: usize = 8;

/// A programme that counts as the one asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// Its key.
    pub id: EntityId,
    /// Its name.
    pub name: String,
    /// How many pages name it.
    pub pages: usize,
    /// Why it counts, in words.
    pub why: String,
}

/// The programmes of many pages by their names.
#[derive(Clone)]
pub struct Programmes<'l> {
    lexicon: &'l Lexicon,
    all: BTreeMap<EntityId, Known>,
}

#[derive(Clone)]
struct Known {
    name: String,
    pages: usize,
    /// The name under which variants meet.
    plain: String,
    /// What was done to the name for that.
    reasons: Vec<String>,
}

impl<'l> Programmes<'l> {
    /// None yet; what makes two names variants stands in the lexicon (`ontology/variant.tsv`).
    pub fn new(lexicon: &'l Lexicon) -> Self {
        Self { lexicon, all: BTreeMap::new() }
    }

    /// Adds those of a page. A page is to be added once.
    pub fn add(&mut self, facts: &PageFacts) {
        for programme in &facts.programmes {
            if let Some(known) = self.all.get_mut(&programme.id) {
                known.pages += 1;
                continue;
            }
            let (plain, reasons) = plain(&programme.name, self.lexicon);
            self.all.insert(programme.id.clone(), Known { name: programme.name.clone(), pages: 1, plain, reasons });
        }
    }

    /// The programme called `asked`: its key (or an IRI that ends in it), its name, a variant of its name; else the one
    /// whose name holds `asked`.
    ///
    /// # Errors
    /// [`DiffusionError::Unknown`] with names that come near, [`DiffusionError::Ambiguous`] with the candidates.
    pub fn find(&self, asked: &str) -> Result<EntityId, DiffusionError> {
        let asked = asked.trim();
        let keys = asked.match_indices('/').map(|(slash, _)| &asked[slash + 1..]);
        let key = std::iter::once(asked).chain(keys).filter_map(EntityId::parse);
        let own = EntityId::new(EntityKind::Programme, &[asked]);
        if let Some(id) = key.chain([own]).find(|id| self.all.contains_key(id)) {
            return Ok(id);
        }
        let (wanted, _) = plain(asked, self.lexicon);
        let fitting = |test: &dyn Fn(&Known) -> bool| {
            let mut fit: Vec<(&EntityId, &Known)> = self.all.iter().filter(|(_, known)| test(known)).collect();
            fit.sort_by_key(|(id, known)| (std::cmp::Reverse(known.pages), *id));
            fit
        };
        // Variants of one name are one programme: that of the most pages stands for them.
        let same = fitting(&|known| known.name == asked || known.plain == wanted);
        if let Some((id, _)) = same.first().filter(|_| !wanted.is_empty()) {
            return Ok((*id).clone());
        }
        let holding = fitting(&|known| known.name.contains(asked) || known.plain.contains(&wanted));
        let names: BTreeSet<&str> = holding.iter().map(|(_, known)| known.plain.as_str()).collect();
        match (holding.first(), names.len()) {
            (Some((id, _)), 1) if !wanted.is_empty() => Ok((*id).clone()),
            (Some(_), count) if !wanted.is_empty() => Err(DiffusionError::Ambiguous {
                name: asked.to_owned(),
                count,
                candidates: holding.iter().take(LISTED).map(|(_, known)| known.name.clone()).collect(),
            }),
            _ => Err(DiffusionError::Unknown { name: asked.to_owned(), near: self.near(asked) }),
        }
    }

    fn near(&self, asked: &str) -> Vec<String> {
        let scored = self.all.values().map(|known| (nearness(asked, &known.name), &known.name));
        let mut scored: Vec<_> = scored.filter(|(score, _)| *score >= NEAR).collect();
        scored.sort_by(|(a, m), (b, n)| b.total_cmp(a).then_with(|| m.cmp(n)));
        scored.dedup_by(|a, b| a.1 == b.1);
        scored.into_iter().take(LISTED).map(|(_, name)| name.clone()).collect()
    }

    /// The programmes that count as `id`, itself first, then those of the most pages; only itself if `exact`.
    ///
    /// A name is a variant if it is the same once what `ontology/variant.tsv` lists and a place at its front are taken
    /// off, or if it then holds the name asked for, of four characters or more. The other way round is none: a wider
    /// programme is not the narrower one.
    pub fn variants(&self, id: &EntityId, exact: bool) -> Vec<Variant> {
        let Some(asked) = self.all.get(id) else { return Vec::new() };
        let variant = |(one, known): (&EntityId, &Known)| {
            let why = if one == id {
                "the name asked for".to_owned()
            } else if exact {
                return None;
            } else if known.plain == asked.plain {
                let reasons = if known.reasons.is_empty() { &asked.reasons } else { &known.reasons };
                if reasons.is_empty() { "the same name".to_owned() } else { reasons.join("; ") }
            } else if asked.plain.chars().count() >= HELD && known.plain.contains(&asked.plain) {
                let reasons = known.reasons.iter().cloned().chain([format!("holds {}", asked.plain)]);
                reasons.collect::<Vec<_>>().join("; ")
            } else {
                return None;
            };
            Some(Variant { id: one.clone(), name: known.name.clone(), pages: known.pages, why })
        };
        let mut variants: Vec<Variant> = self.all.iter().filter_map(variant).collect();
        variants.sort_by_key(|one| (one.id != *id, std::cmp::Reverse(one.pages), one.id.clone()));
        variants
    }
}

/// The name under which variants meet, and what was done to `name` for it.
fn plain(name: &str, lexicon: &Lexicon) -> (String, Vec<String>) {
    let (mut plain, mut reasons) = (name.to_owned(), Vec::new());
    // What is taken off may lay open what else is.
    for _ in 0..ROUNDS {
        let one = lexicon.variants().of(&plain);
        reasons.extend(one.reasons);
        let rest = without_place(&one.name, lexicon);
        if let Some(rest) = rest {
            reasons.push(format!("without {}", &one.name[..one.name.len() - rest.len()]));
        }
        let next = rest.unwrap_or(&one.name).to_owned();
        if next == plain {
            break;
        }
        plain = next;
    }
    (plain, reasons)
}

/// The name behind the place that it begins with, if enough of it stays.
fn without_place<'n>(name: &'n str, lexicon: &Lexicon) -> Option<&'n str> {
    let gazetteer = lexicon.gazetteer();
    let hits = gazetteer.scan(name);
    let first = hits.first().filter(|hit| hit.start == 0 && hit.form <= Form::Short)?;
    let rest = &name[first.end..];
    (!gazetteer.is_common(&name[..first.end]) && rest.chars().count() >= HELD).then_some(rest)
}
