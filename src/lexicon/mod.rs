//! The typed view of `ontology/`: words with their classes, patterns, characters and the gazetteer.

mod automaton;
mod claim;
mod class;
mod clue;
mod embedded;
mod gazetteer;
mod naming;
mod pattern;
mod scan;
mod table;
mod tree;
mod variable;
mod villages;

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::OnceLock,
    thread,
};

use daachorse::MatchKind;
use regex::Regex;
use sha2::{Digest, Sha256};

pub use claim::ClaimWords;
pub use class::Class;
pub use clue::{Clue, Clues, Facts, Slot};
pub use gazetteer::{DivisionId, Form, Gazetteer, GazetteerError, PlaceHit};
pub use naming::{Hint, Naming, Said};
pub use scan::{Hit, Scan};
pub use table::TableError;
pub use tree::{Forest, Tree};
pub use variable::Variables;
pub use villages::{Village, Villages};

use automaton::Automaton;
use pattern::Pattern;
use table::Table;

/// The tables that are built in: name and text.
const TABLES: &[(&str, &str)] = &[
    ("agency.tsv", include_str!("../../ontology/lexicon/agency.tsv")),
    ("boundary.tsv", include_str!("../../ontology/lexicon/boundary.tsv")),
    ("clause.tsv", include_str!("../../ontology/lexicon/clause.tsv")),
    ("department.tsv", include_str!("../../ontology/lexicon/department.tsv")),
    ("number.tsv", include_str!("../../ontology/lexicon/number.tsv")),
    ("office.tsv", include_str!("../../ontology/lexicon/office.tsv")),
    ("organ.tsv", include_str!("../../ontology/lexicon/organ.tsv")),
    ("place.tsv", include_str!("../../ontology/lexicon/place.tsv")),
    ("programme.tsv", include_str!("../../ontology/lexicon/programme.tsv")),
    ("punctuation.tsv", include_str!("../../ontology/lexicon/punctuation.tsv")),
    ("time.tsv", include_str!("../../ontology/lexicon/time.tsv")),
    ("unit.tsv", include_str!("../../ontology/lexicon/unit.tsv")),
    ("verb.tsv", include_str!("../../ontology/lexicon/verb.tsv")),
];
const CHARACTERS: (&str, &str) = ("char.tsv", include_str!("../../ontology/lexicon/char.tsv"));
const SURENESS: (&str, &str) = ("confidence.tsv", include_str!("../../ontology/confidence.tsv"));
const LINKING: (&str, &str) = ("linking.tsv", include_str!("../../ontology/linking.tsv"));
const NAMING: (&str, &str) = ("naming.tsv", include_str!("../../ontology/naming.tsv"));
const VARIABLES: (&str, &str) = ("variable.tsv", include_str!("../../ontology/variable.tsv"));
const VARIANTS: (&str, &str) = ("variant.tsv", include_str!("../../ontology/variant.tsv"));
const CLAIMS: (&str, &str) = ("claim.tsv", include_str!("../../ontology/claim.tsv"));
const PATTERNS: (&str, &str) = ("pattern.tsv", include_str!("../../ontology/lexicon/pattern.tsv"));

/// A word of the lexicon in one of its classes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// As it stands in a text.
    pub surface: String,
    /// What it is.
    pub class: Class,
    /// The last part of the class in the table, where one class has several kinds: `government` of `office.government`.
    pub kind: String,
    /// The table's value: a canonical form, a number, a level.
    pub value: String,
}

/// All that is known: tables of words, patterns of lines, foldings of characters, and the gazetteer.
///
/// ```
/// use zhengtu::lexicon::{Class, Lexicon};
/// let lexicon = Lexicon::embedded();
/// assert_eq!(lexicon.lookup("两")[0].value, "2");
/// let scan = lexicon.scan("永修县人民法院");
/// let courts: Vec<_> = scan.all(Class::Organ).map(|hit| lexicon.word(hit).value.as_str()).collect();
/// assert!(courts.contains(&"人民法院"));
/// ```
pub struct Lexicon {
    words: Vec<Word>,
    /// Words by the pattern number of the matcher: the range of `words` with that surface.
    groups: Vec<std::ops::Range<usize>>,
    /// The number of its group by surface.
    index: HashMap<String, usize>,
    matcher: Automaton,
    patterns: HashMap<String, Pattern>,
    characters: BTreeMap<char, char>,
    /// Which remainders the numbers of these characters have: one with another is none of them.
    folded: [u64; 64],
    sureness: BTreeMap<String, BTreeMap<String, u8>>,
    /// By the product of the parts.
    calibrated: Vec<u8>,
    forest: Forest,
    naming: Naming,
    villages: Villages,
    variables: Variables,
    variants: Variables,
    claims: ClaimWords,
    version: String,
}

impl Lexicon {
    /// The lexicon that is built in, made once.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: OnceLock<Lexicon> = OnceLock::new();
        // The tables are part of the program and a test loads them: this cannot fail in a release.
        EMBEDDED.get_or_init(|| match Self::with_tables(&[]) {
            Ok(lexicon) => lexicon,
            Err(error) => unreachable!("{error}"),
        })
    }

    /// The built-in lexicon with the user's tables (`*.tsv` of a folder) added after it.
    ///
    /// A table is named as a built-in one: `pattern.tsv`, `char.tsv`, `confidence.tsv`, `linking.tsv`, `naming.tsv`, `variable.tsv`, `variant.tsv`,
    /// `claim.tsv` and `villages.tsv` have columns of their own kind, all others hold words. A word row whose value is `-` takes the word out of the class.
    pub fn with_folder(folder: &Path) -> Result<Self, TableError> {
        let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| entry.map(|e| e.path())).collect())
            .map_err(|error| TableError::unreadable(folder, &error))?;
        files.retain(|file| file.extension().is_some_and(|e| e == "tsv"));
        files.sort();
        let mut tables = Vec::new();
        for file in &files {
            let text = std::fs::read_to_string(file).map_err(|error| TableError::unreadable(file, &error))?;
            tables.push((file.display().to_string(), text));
        }
        Self::with_tables(&tables)
    }

    /// Loads the gazetteer meanwhile: whoever has a lexicon asks for that next.
    fn with_tables(more: &[(String, String)]) -> Result<Self, TableError> {
        thread::scope(|scope| {
            scope.spawn(Gazetteer::embedded);
            Self::from_tables(more)
        })
    }

    fn from_tables(more: &[(String, String)]) -> Result<Self, TableError> {
        let mut hash = Sha256::new();
        gazetteer::TABLES.iter().for_each(|table| hash.update(table));
        let mut words: Vec<Word> = Vec::new();
        let mut patterns = HashMap::new();
        let mut characters = BTreeMap::new();
        let mut sureness: BTreeMap<String, BTreeMap<String, u8>> = BTreeMap::new();
        let (mut trees, mut naming): (Vec<(Slot, Tree)>, _) = (Vec::new(), Vec::new());
        let mut villages = Villages::default();
        let (mut variables, mut variants) = (Vec::new(), Vec::new());
        let mut claims = ClaimWords::default();
        let own = [&PATTERNS, &CHARACTERS, &SURENESS, &LINKING, &NAMING, &VARIABLES, &VARIANTS, &CLAIMS];
        let built_in = TABLES.iter().chain(own).copied();
        let more = more.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        for ((name, text), is_built_in) in built_in.map(|table| (table, true)).chain(more.map(|table| (table, false))) {
            let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
            if file != "variant.tsv" {
                hash.update(text); // that one is looked at long after pages are read
            }
            if file == "villages.tsv" {
                villages = Villages::parse(name, text, Gazetteer::embedded())?;
                continue;
            }
            let table = Table::parse(name, text)?;
            match file {
                "char.tsv" => characters.extend(table.characters()?),
                "pattern.tsv" => patterns.extend(table.patterns(is_built_in)?),
                "linking.tsv" => {
                    // Trees are fitted together: those of a slot take the place of those before.
                    let new = table.trees()?;
                    trees.retain(|(slot, _)| new.iter().all(|(other, _)| other != slot));
                    trees.extend(new);
                }
                "naming.tsv" => naming.extend(table.hints()?),
                "claim.tsv" => claims.add(&table)?,
                "variable.tsv" => variables.extend(table.variables()?),
                "variant.tsv" => variants.extend(table.variables()?),
                "confidence.tsv" => {
                    for ((part, how), right) in table.sureness()? {
                        sureness.entry(part).or_default().insert(how, right);
                    }
                }
                _ => {
                    for word in table.words()? {
                        if word.value == "-" {
                            words.retain(|old| old.surface != word.surface || old.class != word.class);
                        } else {
                            words.push(word);
                        }
                    }
                }
            }
        }
        words.sort_by(|a, b| (&a.surface, a.class).cmp(&(&b.surface, b.class)));
        words.dedup_by(|a, b| a.surface == b.surface && a.class == b.class && a.kind == b.kind);
        let mut groups: Vec<std::ops::Range<usize>> = Vec::new();
        for (at, word) in words.iter().enumerate() {
            match groups.last_mut() {
                Some(last) if words[last.start].surface == word.surface => last.end = at + 1,
                _ => groups.push(at..at + 1),
            }
        }
        let index = groups.iter().enumerate().map(|(at, group)| (words[group.start].surface.clone(), at)).collect();
        let surfaces: Vec<&str> = groups.iter().map(|group| words[group.start].surface.as_str()).collect();
        let matcher = match embedded::matcher(&surfaces) {
            Some(made) => made,
            None => Automaton::new(MatchKind::Standard, surfaces.into_iter().zip(0..))
                .map_err(|error| TableError::broken("lexicon", 0, error.to_string()))?,
        };
        let version: String = hash.finalize().iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        Ok(Self {
            words,
            groups,
            index,
            matcher,
            patterns,
            folded: characters.keys().fold([0; 64], |mut folded, &c| {
                let (at, bit) = remainder(c);
                folded[at] |= bit;
                folded
            }),
            characters,
            calibrated: calibrated(sureness.get("whole")),
            sureness,
            forest: Forest::new(trees),
            naming: Naming::new(naming),
            villages,
            variables: Variables::new(variables),
            variants: Variables::new(variants),
            claims,
            version,
        })
    }

    /// Twelve hexadecimal digits that change when any table does, those of the gazetteer too.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The gazetteer of administrative divisions.
    pub fn gazetteer(&self) -> &'static Gazetteer {
        Gazetteer::embedded()
    }

    /// The villages of a user's table; none are built in.
    pub fn villages(&self) -> &Villages {
        &self.villages
    }

    /// What is looked at when claims are compared.
    pub fn claims(&self) -> &ClaimWords {
        &self.claims
    }

    /// The names of what is measured.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The names of programmes: what makes two of them variants of one.
    ///
    /// ```
    /// use zhengtu::lexicon::Lexicon;
    /// let variants = Lexicon::embedded().variants();
    /// let one = variants.of("“十五分钟”医保服务圈建设");
    /// assert_eq!(one.name, variants.of("15分钟医保服务圈").name);
    /// ```
    pub fn variants(&self) -> &Variables {
        &self.variants
    }

    /// The place that a paper is called by, or that its row in the tables (`paper.home`) says: the widest one of that name.
    ///
    /// ```
    /// use zhengtu::lexicon::Lexicon;
    /// let lexicon = Lexicon::embedded();
    /// let home = |paper: &str| lexicon.home(paper).map(|id| lexicon.gazetteer().name(id));
    /// assert_eq!((home("湘潭日报"), home("大河报"), home("光明日报")), (Some("湘潭市"), Some("河南省"), None));
    /// ```
    pub fn home(&self, paper: &str) -> Option<DivisionId> {
        let gazetteer = self.gazetteer();
        let called = self.lookup(paper).iter().find(|word| word.class == Class::PaperHome);
        let name = called.map_or(paper, |word| &word.value);
        let hits = gazetteer.scan(name);
        let first = hits
            .iter()
            .filter(|hit| hit.start == 0 && !gazetteer.is_common(&name[..hit.end]))
            .flat_map(|hit| hit.candidates.iter().copied());
        first.min_by_key(|&id| (gazetteer.level(id), id))
    }

    /// Every word, sorted by surface.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// The word that a hit found.
    pub fn word(&self, hit: &Hit) -> &Word {
        &self.words[hit.word as usize]
    }

    /// The words of `surface`, one for each of its classes.
    pub fn lookup(&self, surface: &str) -> &[Word] {
        self.index.get(surface).map_or(&[], |&group| &self.words[self.groups[group].clone()])
    }

    /// Whether `surface` is a word of `class`.
    pub fn is(&self, surface: &str, class: Class) -> bool {
        self.lookup(surface).iter().any(|word| word.class == class)
    }

    /// Every occurrence of every word in `text`, overlapping ones too.
    pub fn scan(&self, text: &str) -> Scan {
        let mut hits = Vec::new();
        for found in self.matcher.0.find_overlapping_iter(text) {
            for word in self.groups[found.value() as usize].clone() {
                let class = self.words[word].class;
                hits.push(Hit { start: found.start(), end: found.end(), class, word: word as u32 });
            }
        }
        Scan::new(hits, text.len())
    }

    /// The pattern of that name; one that matches nothing if a user's table took it away.
    pub fn pattern(&self, name: &str) -> Option<&Regex> {
        self.patterns.get(name)?.regex()
    }

    /// Whether the pattern of that name matches `text`.
    pub fn matches(&self, name: &str, text: &str) -> bool {
        self.pattern(name).is_some_and(|pattern| pattern.is_match(text))
    }

    /// How often, in hundredths, a `part` of a statement that was read `how` is right; 60 where that was never counted.
    pub fn sureness(&self, part: &str, how: &str) -> u8 {
        self.sureness.get(part).and_then(|rows| rows.get(how)).copied().unwrap_or(60)
    }

    /// How many of a hundred figures were right in all four parts, for a product of their four shares, in hundredths:
    /// the row `whole` of the highest product that is no more than this one; the product itself without such a row.
    pub fn calibrated(&self, product: u8) -> u8 {
        self.calibrated.get(usize::from(product)).copied().unwrap_or(product)
    }

    /// What the facts weigh that a figure is to be linked to an entity, a programme to its runner.
    pub fn forest(&self) -> &Forest {
        &self.forest
    }

    /// How much each thing weighs that speaks for words to be a name.
    pub fn naming(&self) -> &Naming {
        &self.naming
    }

    /// What the reading sees for a character of a page.
    pub fn fold(&self, c: char) -> char {
        let (at, bit) = remainder(c);
        let folded = || self.characters.get(&c).copied();
        if self.folded[at] & bit == 0 { c } else { folded().unwrap_or(c) }
    }
}

/// Where the remainder of a character's number stands in a set of 64 × 64.
fn remainder(c: char) -> (usize, u64) {
    let number = u32::from(c);
    ((number / 64 % 64) as usize, 1 << (number % 64))
}

/// What [`Lexicon::calibrated`] gives for each product, from the rows `whole`.
fn calibrated(rows: Option<&BTreeMap<String, u8>>) -> Vec<u8> {
    let known = rows.into_iter().flatten().filter_map(|(low, &right)| Some((low.parse::<u8>().ok()?, right)));
    let known: Vec<(u8, u8)> = known.collect();
    let lowest = known.iter().map(|&(low, _)| low).min();
    let right = |product: u8| {
        let under = known.iter().filter(|&&(low, _)| low <= product || Some(low) == lowest);
        under.max().map_or(product, |&(_, right)| right)
    };
    (0..=u8::MAX).map(right).collect()
}
