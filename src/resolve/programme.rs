//! Which programme a mention is: the variants of one name merged.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
};

use crate::{
    extract::{Mentions, Reading},
    lexicon::{Class, Lexicon},
    resolve::{Entities, Link, Links, Reach, again, alias},
};

/// Shortest name that may stand for a longer one that ends with it, in characters.
const SHORT: usize = 3;
/// Shortest name that is looked for wherever it comes back, in characters.
const AGAIN: usize = 4;
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
        let offices = Reach::new(&links.agencies);
        mentions.programmes.retain(|programme| !offices.holds(&programme.range));
    }
    // The core of each mention's name: what is left without fillers.
    let mut cores: Vec<Vec<&str>> = Vec::with_capacity(mentions.len());
    for mentions in mentions.iter() {
        cores.push(mentions.programmes.iter().map(|programme| core(&programme.name, lexicon)).collect());
    }
    let told = mentions.iter().flat_map(|all| &all.programmes).map(|programme| programme.name.as_str());
    let names = Names::new(told.zip(cores.iter().flatten().copied()));
    let mut of_page: HashMap<(&str, &str), Option<&str>> = HashMap::new();
    for (((reading, mentions), own), links) in readings.iter().zip(mentions.iter()).zip(&cores).zip(articles) {
        let here: HashSet<&str> = own.iter().copied().collect();
        let mut of_article: HashMap<(&str, &str), &str> = HashMap::new();
        for (mention, core) in mentions.programmes.iter().zip(own) {
            let key = (mention.name.as_str(), *core);
            // What the article itself tells in full comes before what another article does.
            let name = *of_article.entry(key).or_insert_with(|| {
                let page = || *of_page.entry(key).or_insert_with(|| names.full(key, |_| true));
                let owner = names.full(key, |core| here.contains(core)).or_else(page);
                names.usual(owner.unwrap_or(core)).unwrap_or(&mention.name)
            });
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

/// The names of a page by their cores.
struct Names<'n> {
    /// For each core how often it is told, and the variant that is told most often.
    cores: HashMap<&'n str, (usize, &'n str)>,
    /// Cores and variants, each from its end to its beginning, with the core and the length of what was turned, in order.
    turned: [Vec<(String, &'n str, usize)>; 2],
}

/// A text from its end to its beginning: what ends with another begins with it, turned.
fn turned(text: &str) -> String {
    text.chars().rev().collect()
}

impl<'n> Names<'n> {
    /// From each name that is told, with its core.
    fn new(told: impl Iterator<Item = (&'n str, &'n str)>) -> Self {
        let mut variants: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for (name, core) in told {
            *variants.entry(core).or_default().entry(name).or_default() += 1;
        }
        let mut cores = HashMap::new();
        let mut all: [Vec<(String, &str, usize)>; 2] = [Vec::new(), Vec::new()];
        for (&core, names) in &variants {
            all[0].push((turned(core), core, core.len()));
            all[1].extend(names.keys().map(|name| (turned(name), core, name.len())));
            // Of those told as often the shortest, of those the first by its characters.
            let usual = names.iter().min_by_key(|(name, times)| (Reverse(**times), name.chars().count(), **name));
            cores.insert(core, (names.values().sum(), usual.map_or(core, |(name, _)| name)));
        }
        all.iter_mut().for_each(|list| list.sort_unstable());
        Self { cores, turned: all }
    }

    /// The variant of a core that is told most often.
    fn usual(&self, core: &str) -> Option<&'n str> {
        self.cores.get(core).map(|&(_, usual)| usual)
    }

    fn told(&self, core: &str) -> usize {
        self.cores.get(core).map_or(0, |&(told, _)| told)
    }

    /// The core that a name is a variant of: a shorter one that says enough by itself, or, for a short name, the longer
    /// one that ends with it, if one is told before all others. Only cores that are `wanted` count.
    fn full(&self, (name, core): (&str, &str), wanted: impl Fn(&str) -> bool) -> Option<&'n str> {
        let length = |text: &str| text.chars().count();
        // 打通服务群众最后一米 is the shorter 服务群众最后一米 with a word before it.
        let ends =
            core.char_indices().rev().skip(LONG - 1).map(|(at, _)| &core[at..]).filter(|end| end.len() < core.len());
        let shorter = ends.filter(|end| wanted(end)).find_map(|end| self.cores.get_key_value(end));
        if let Some((shorter, _)) = shorter {
            return Some(shorter);
        }
        // 整治行动 for 交通问题集中整治行动.
        if length(core) < SHORT && length(name) < SHORT || length(core) >= LONG {
            return None;
        }
        // 《若干措施》 for 《优化营商环境若干措施》.
        let open = name.chars().next().filter(|c| !c.is_alphanumeric()).map_or(0, char::len_utf8);
        let ending = |list: &'_ [(String, &'n str, usize)], end: &str, shortest: usize| -> Vec<&'n str> {
            let end = turned(end);
            let low = list.partition_point(|(text, ..)| *text < end);
            let alike = list[low..].iter().take_while(|(text, ..)| text.starts_with(&end));
            alike.filter(|&&(_, _, length)| length > shortest).map(|&(_, core, _)| core).collect()
        };
        let mut longer = ending(&self.turned[0], core, core.len());
        longer.extend(ending(&self.turned[1], &name[open..], name.len()));
        longer.retain(|&other| other != core && wanted(other));
        // Of several the one that is told more often than all others together.
        longer.sort_by_key(|core| (Reverse(self.told(core)), *core));
        longer.dedup();
        let (first, rest) = longer.split_first()?;
        (rest.is_empty() || self.told(first) > rest.iter().map(|core| self.told(core)).sum()).then_some(*first)
    }
}

/// The name without what it may be told with or without: 工作, 建设, 行动 behind it.
fn core<'n>(name: &'n str, lexicon: &Lexicon) -> &'n str {
    let mut core = name;
    loop {
        let cut =
            core.char_indices().skip(2).map(|(at, _)| at).find(|&at| lexicon.is(&core[at..], Class::ProgrammeFiller));
        match cut {
            Some(at) if core[..at].chars().count() >= CORE => core = &core[..at],
            _ => return core,
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
    let name = |&entity: &usize| (entities.programmes[entity].name.as_str(), entity);
    let known: Vec<(&str, usize)> = known.iter().map(name).filter(|(name, _)| name.chars().count() >= AGAIN).collect();
    again(reading.text(), &mut links.programmes, &known);
}
