//! Which programme a mention is: the variants of one name merged.

use std::collections::BTreeMap;

use crate::{
    extract::{Mentions, Reading},
    lexicon::{Class, Lexicon},
    resolve::{Entities, Link, Links, alias},
};

/// Shortest name that may stand for a longer one that ends with it, in characters.
const SHORT: usize = 4;
/// Shortest core of a name, in characters.
const CORE: usize = 3;
/// Shortest name that stands for itself when longer ones end with it, in characters.
const LONG: usize = 7;

pub(crate) fn resolve(
    readings: &[Reading<'_>],
    mentions: &mut [Mentions],
    articles: &mut [Links],
    entities: &mut Entities,
    lexicon: &Lexicon,
) {
    // 交通问题集中整治 in the name of its office is no mention of its own.
    for (mentions, links) in mentions.iter_mut().zip(articles.iter()) {
        let in_office = |range: &std::ops::Range<usize>| {
            links.agencies.iter().any(|agency| agency.range.start <= range.start && range.end <= agency.range.end)
        };
        mentions.programmes.retain(|programme| !in_office(&programme.range));
    }
    // The names of the page by their core: what is left without fillers.
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut cores: Vec<Vec<String>> = Vec::new();
    for mentions in mentions.iter() {
        let own: Vec<String> = mentions.programmes.iter().map(|mention| core(&mention.name, lexicon)).collect();
        for (mention, core) in mentions.programmes.iter().zip(&own) {
            names.entry(core.clone()).or_default().push(mention.name.clone());
        }
        cores.push(own);
    }
    let page: Vec<String> = names.keys().cloned().collect();
    for (((reading, mentions), own), links) in readings.iter().zip(mentions.iter()).zip(&cores).zip(articles) {
        for (mention, core) in mentions.programmes.iter().zip(own) {
            // What the article itself tells in full comes before what another article does.
            let owner = full(&mention.name, core, own, &names)
                .or_else(|| full(&mention.name, core, &page, &names))
                .unwrap_or_else(|| core.clone());
            let name = names.get(&owner).map_or(mention.name.as_str(), |variants| usual(variants));
            let entity = entities.programme(name, mention.kind);
            links.programmes.push(Link { range: mention.range.clone(), entity });
            if mention.passing {
                links.passing.push(mention.range.clone());
            }
        }
        aliases(reading, links);
        recurrences(reading, links, entities);
    }
}

/// The core that a name is a variant of: a shorter one that says enough by itself, or, for a short name, the longer one
/// that ends with it, if one is told before all others.
fn full(name: &str, core: &str, cores: &[String], names: &BTreeMap<String, Vec<String>>) -> Option<String> {
    let length = |text: &str| text.chars().count();
    // 打通服务群众最后一米 is the shorter 服务群众最后一米 with a word before it.
    let shorter = cores
        .iter()
        .filter(|other| length(other) >= LONG && core.len() > other.len() && core.ends_with(other.as_str()));
    if let Some(shorter) = shorter.min_by_key(|other| other.len()) {
        return Some(shorter.clone());
    }
    // 整治行动 for 交通问题集中整治行动.
    if length(core) < SHORT && length(name) < SHORT || length(core) >= LONG {
        return None;
    }
    // 《若干措施》 for 《优化营商环境若干措施》.
    let open = name.chars().next().filter(|c| !c.is_alphanumeric()).map_or(0, char::len_utf8);
    let ends = |other: &str| {
        let longer = |v: &String| v.len() > name.len() && v.ends_with(&name[open..]);
        names.get(other).is_some_and(|variants| variants.iter().any(longer))
    };
    let mut longer: Vec<&String> = cores
        .iter()
        .filter(|other| other.as_str() != core && (other.len() > core.len() && other.ends_with(core) || ends(other)))
        .collect();
    // Of several the one that is told more often than all others together.
    let told = |core: &String| names.get(core).map_or(0, Vec::len);
    longer.sort_by_key(|core| (std::cmp::Reverse(told(core)), core.as_str()));
    longer.dedup();
    let (first, rest) = longer.split_first()?;
    (rest.is_empty() || told(first) > rest.iter().map(|core| told(core)).sum()).then(|| (*first).clone())
}

/// The variant that is told most often, of those the shortest, of those the first by its characters.
fn usual(variants: &[String]) -> &str {
    let count = |name: &String| variants.iter().filter(|other| *other == name).count();
    let best = variants.iter().min_by_key(|name| (std::cmp::Reverse(count(name)), name.chars().count(), name.as_str()));
    best.map_or("", String::as_str)
}

/// The name without what it may be told with or without: 工作, 建设, 行动 behind it.
fn core(name: &str, lexicon: &Lexicon) -> String {
    let mut core = name;
    loop {
        let cut =
            core.char_indices().skip(2).map(|(at, _)| at).find(|&at| lexicon.is(&core[at..], Class::ProgrammeFiller));
        match cut {
            Some(at) if core[..at].chars().count() >= CORE => core = &core[..at],
            _ => return core.to_owned(),
        }
    }
}

/// (以下简称“X”): X is the programme named before it.
fn aliases(reading: &Reading<'_>, links: &mut Links) {
    for (surface, entity) in alias::defined(reading, &links.programmes) {
        for (at, _) in reading.text().match_indices(surface) {
            let range = at..at + surface.len();
            links.programmes.retain(|link| {
                !(link.range.start <= range.start && link.range.end >= range.end && link.range.len() <= range.len() + 6)
            });
            links.programmes.push(Link { range, entity });
        }
    }
}

/// A name told once as a programme is one wherever it comes back in the article.
fn recurrences(reading: &Reading<'_>, links: &mut Links, entities: &Entities) {
    let mut known: Vec<usize> = links.programmes.iter().map(|link| link.entity).collect();
    known.sort_unstable();
    known.dedup();
    for entity in known {
        let name = &entities.programmes[entity].name;
        if name.chars().count() < SHORT {
            continue;
        }
        for (at, _) in reading.text().match_indices(name.as_str()) {
            let range = at..at + name.len();
            if !links.programmes.iter().any(|link| link.range.start < range.end && range.start < link.range.end) {
                links.programmes.push(Link { range, entity });
            }
        }
    }
    links.programmes.sort_by_key(|link| (link.range.start, link.range.end));
}
