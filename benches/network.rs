//! How fast a network of a million edges is built from a store, and ranked. Figures are in BENCHMARKS.md.
//!
//! `cargo bench --bench network -- [COPIES] [MEASURE]...`: pages like those of examples/, as many times, each time with other
//! names drawn by a fixed rule, in a store in a temporary folder. Prints seconds: at the clock, and of all processors.

use std::{
    collections::BTreeMap,
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use zhengtu::{
    lexicon::Lexicon,
    model::{ArticleId, EntityId, EntityKind, PageFacts, PageId, StatementId},
    network::{Effort, MEASURES, Shape, communities, components, measure},
    pipeline,
    store::{Page, Store, StoreError, Writer, pages},
    text::{Document, Input, list, read},
};

/// Copies that make about a million edges.
const COPIES: u64 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let copies = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(COPIES);
    let named: Vec<&str> =
        MEASURES.iter().map(|measure| measure.name()).filter(|name| arguments.iter().any(|one| one == name)).collect();
    let measures =
        if named.is_empty() { vec!["pagerank", "eigenvector", "core", "closeness", "betweenness"] } else { named };
    let folder = tempfile::tempdir()?;
    let kg = folder.path().join("kg");
    fill(&kg, copies)?;

    let store = timed("open", || Store::open(&kg))?;
    println!("{} pages, {:.0} MB", store.len(), store.bytes() as f64 / 1e6);
    timed("its pages, read", || pages(&store, |page| page.facts.statements(), |_| Ok::<(), StoreError>(())))?;
    let network = timed("network from the store", || pipeline::network(&store))?;
    println!("{} nodes, {} edges", network.node_count(), network.edge_count());
    let shape = timed("its shape", || Shape::of(&network));
    for name in measures {
        let scores = timed(name, || measure(name)?.scores(&shape, &Effort::default()))?;
        scores.error.iter().for_each(|error| println!("  right within {error:.4}"));
    }
    timed("components", || components(&shape.both));
    let found = timed("communities", || communities(&shape.both, 0));
    println!("  modularity {:.4}", found.modularity);
    Ok(())
}

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let (start, used) = (Instant::now(), processors());
    let made = work();
    println!("{what}: {:.2} s, {:.2} s of processors", start.elapsed().as_secs_f64(), processors() - used);
    made
}

/// Seconds that processors worked for this program, on Linux.
fn processors() -> f64 {
    let told = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = told.rsplit(')').next().unwrap_or_default().split_whitespace();
    // user and system time, in hundredths
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// Puts copies of the example pages into a new store.
fn fill(kg: &Path, copies: u64) -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("examples/pages");
    let pages = read(list([folder]).sources).filter_map(|input| match input {
        Input::Page(page) => Some(page),
        Input::Diagnostic(_) => None,
    });
    let pages: Vec<(Document, PageFacts)> = pages
        .map(|page| {
            let facts = pipeline::read(&page, Lexicon::embedded());
            (page, facts)
        })
        .collect();
    let mut writer = Writer::open_or_create(kg)?;
    for copy in 0..copies {
        for (page, facts) in &pages {
            let facts = vary(facts.clone(), copy);
            writer.put(&Page { facts, text: page.text.clone(), reader: "bench".into() })?;
        }
    }
    writer.commit()?;
    Ok(())
}

/// The same page with other names.
fn vary(mut facts: PageFacts, copy: u64) -> PageFacts {
    let mut names = Names { copy, known: BTreeMap::new() };
    facts.page.doc = format!("{copy}/{}", facts.page.doc);
    facts.page.id = PageId(format!("{:016x}", mixed(&facts.page.id.0, copy)));
    for article in &mut facts.articles {
        article.id = ArticleId(format!("{:016x}", mixed(&article.id.0, copy)).into());
    }
    for place in &mut facts.locations {
        names.rename(&mut place.id, &mut place.name);
        place.within.iter_mut().for_each(|id| *id = names.of(id));
    }
    for agency in &mut facts.agencies {
        names.rename(&mut agency.id, &mut agency.name);
        agency.place.iter_mut().chain(&mut agency.part_of).for_each(|id| *id = names.of(id));
    }
    for programme in &mut facts.programmes {
        names.rename(&mut programme.id, &mut programme.name);
        programme.part_of.iter_mut().for_each(|id| *id = names.of(id));
    }
    for relation in &mut facts.relations {
        relation.id = StatementId(format!("{:016x}", mixed(&relation.id.0, copy)));
        (relation.subject, relation.object) = (names.of(&relation.subject), names.of(&relation.object));
    }
    for figure in &mut facts.observations {
        figure.id = StatementId(format!("{:016x}", mixed(&figure.id.0, copy)));
        let indicator = EntityId::new(EntityKind::Indicator, &[&figure.indicator]);
        names.rename(&mut indicator.clone(), &mut figure.indicator);
        let ends = figure.agency.iter_mut().chain(&mut figure.programme).chain(&mut figure.location);
        ends.for_each(|id| *id = names.of(id));
    }
    facts
}

/// The names of one copy.
struct Names {
    copy: u64,
    known: BTreeMap<EntityId, EntityId>,
}

impl Names {
    /// One of several variants of a thing; provinces and prefectures are few as they are.
    fn variant(&self, id: &EntityId) -> u64 {
        let many = match id.kind() {
            EntityKind::Agency => 1000,
            EntityKind::Programme => 300,
            EntityKind::Location => 100,
            EntityKind::Indicator => 2000,
        };
        mixed(id.as_str(), self.copy) % many
    }

    fn of(&mut self, id: &EntityId) -> EntityId {
        let variant = self.variant(id);
        let new = || EntityId::parse(&format!("{id}{variant}")).unwrap_or_else(|| id.clone());
        self.known.entry(id.clone()).or_insert_with(new).clone()
    }

    fn rename(&mut self, id: &mut EntityId, name: &mut String) {
        name.push_str(&self.variant(id).to_string());
        *id = self.of(id);
    }
}

/// A number that follows from a text and a number, with no order in it (FNV-1a, then splitmix64).
fn mixed(text: &str, number: u64) -> u64 {
    let text = text
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3));
    let mut z = text.wrapping_add(number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}
