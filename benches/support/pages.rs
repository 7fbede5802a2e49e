//! Pages as newspapers have them, without end: the same ones for the same seed.
//!
//! Names of places are those of the gazetteer; names, numbers and sentences are drawn from `vocabulary.tsv`. One page in
//! three is put through what scanners do to pages: broken lines, spaces in numbers, full-width digits, characters taken for
//! others.

use std::{collections::BTreeMap, fmt::Write, sync::LazyLock};

use zhengtu::{
    lexicon::{DivisionId, Gazetteer},
    model::Level,
    text::Document,
};

static VOCABULARY: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut slots: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for row in include_str!("vocabulary.tsv").lines().filter(|row| !row.starts_with('#')) {
        let mut cells = row.split('\t');
        slots.entry(cells.next().unwrap_or_default()).or_default().extend(cells);
    }
    slots
});

/// Counties with the townships below them.
static COUNTIES: LazyLock<Vec<(DivisionId, Vec<DivisionId>)>> = LazyLock::new(|| {
    let gazetteer = Gazetteer::embedded();
    let mut counties: BTreeMap<DivisionId, Vec<DivisionId>> = BTreeMap::new();
    for id in gazetteer.iter().filter(|id| gazetteer.level(*id) == Level::Township) {
        counties.entry(gazetteer.parent(id).expect("a township lies in something")).or_default().push(id);
    }
    let counties = counties.into_iter().filter(|(id, towns)| gazetteer.level(*id) == Level::County && towns.len() > 2);
    counties.collect()
});

/// What scanners take for others.
const CONFUSED: &[(char, char)] =
    &[('日', '曰'), ('已', '己'), ('入', '人'), ('0', 'O'), ('1', 'l'), ('末', '未'), ('土', '士')];

/// Splitmix64.
pub struct Random(u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }
}

/// Pages one after the other, each of about `bytes` bytes.
pub struct Pages {
    random: Random,
    bytes: usize,
    number: u64,
}

impl Pages {
    pub fn new(seed: u64, bytes: usize) -> Self {
        Self { random: Random(seed), bytes, number: 0 }
    }
}

impl Iterator for Pages {
    type Item = Document;

    fn next(&mut self) -> Option<Document> {
        self.number += 1;
        let mut page = Page::new(&mut self.random);
        page.fill(self.bytes);
        let text = page.text;
        let text = if self.number.is_multiple_of(3) { scanned(&text, &mut self.random) } else { text };
        Some(Document::new(format!("{:03}/{:07}.txt", self.number / 1000, self.number), text))
    }
}

/// The pages of a seed until they have `bytes` bytes in all.
pub fn pages(seed: u64, bytes: u64, each: usize) -> impl Iterator<Item = Document> {
    let mut left = bytes;
    Pages::new(seed, each.min(usize::try_from(bytes).unwrap_or(each))).take_while(move |page| {
        let more = left > 0;
        left = left.saturating_sub(page.text.len() as u64);
        more
    })
}

struct Page<'r> {
    random: &'r mut Random,
    text: String,
    home: &'static (DivisionId, Vec<DivisionId>),
    paper: String,
}

impl<'r> Page<'r> {
    fn new(random: &'r mut Random) -> Self {
        let home = random.pick(&COUNTIES);
        let mut page = Self { random, text: String::new(), home, paper: String::new() };
        let prefecture = page.wider();
        page.paper = format!("{}日报", prefecture.trim_end_matches(['市', '州', '盟']));
        page
    }

    /// The prefecture, or the province where there is none.
    fn wider(&self) -> &'static str {
        let gazetteer = Gazetteer::embedded();
        gazetteer.parent(self.home.0).map_or("", |id| gazetteer.name(id))
    }

    fn fill(&mut self, bytes: usize) {
        let (year, month, day) = (2019 + self.random.below(6), 1 + self.random.below(12), 1 + self.random.below(28));
        let sheet = 1 + self.random.below(8);
        let _ = writeln!(self.text, "{} {year}年{month}月{day}日 第{sheet}版\n", self.paper);
        while self.text.len() < bytes {
            self.article(bytes);
            if self.random.below(4) > 0 {
                self.home = self.random.pick(&COUNTIES);
            }
        }
    }

    fn article(&mut self, bytes: usize) {
        self.slot("headline");
        self.text.push_str("\n\n");
        self.slot("byline");
        for paragraph in 0..4 + self.random.below(5) {
            if paragraph > 0 && self.random.below(5) == 0 {
                self.text.push('●');
                self.slot("section");
                self.text.push('\n');
            }
            for _ in 0..2 + self.random.below(4) {
                let kind = if self.random.below(6) == 0 { "figure" } else { "plain" };
                self.slot(kind);
            }
            self.text.push_str("\n\n");
            if self.text.len() >= bytes {
                break;
            }
        }
    }

    /// Writes what may stand in a slot.
    fn slot(&mut self, name: &str) {
        let gazetteer = Gazetteer::embedded();
        match name {
            "county" => self.text.push_str(gazetteer.name(self.home.0)),
            "prefecture" => self.text.push_str(self.wider()),
            "township" => {
                let id = *self.random.pick(&self.home.1);
                self.text.push_str(gazetteer.name(id));
            }
            "paper" => self.text.push_str(&self.paper),
            "n" => self.number(2, 300),
            "nn" => self.number(300, 99_000),
            "k" => self.number(1, 30),
            "p" => self.number(31, 99),
            "d" => self.number(1, 10),
            "month" => self.number(1, 12),
            "day" => self.number(1, 28),
            name => {
                let choices = VOCABULARY.get(name).unwrap_or_else(|| panic!("no slot {name} in vocabulary.tsv"));
                let template = *self.random.pick(choices);
                self.write(template);
            }
        }
    }

    fn number(&mut self, from: u64, to: u64) {
        let number = from + self.random.below(to - from);
        let _ = write!(self.text, "{number}");
    }

    fn write(&mut self, template: &str) {
        let mut rest = template;
        while let Some((plain, after)) = rest.split_once('{') {
            let (slot, after) = after.split_once('}').expect("a slot that ends");
            self.text.push_str(plain);
            self.slot(slot);
            rest = after;
        }
        self.text.push_str(rest);
    }
}

/// The page as a scanner gives it.
fn scanned(text: &str, random: &mut Random) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 20);
    let (mut column, width) = (0, 22 + random.below(14));
    for c in text.chars() {
        let fault = random.below(100);
        match c {
            '\n' => column = 0,
            _ if column >= width && fault < 90 => {
                out.push('\n');
                column = 0;
            }
            _ => {}
        }
        column += 1;
        let confused = CONFUSED.iter().find(|(right, _)| *right == c && fault < 6);
        match c {
            _ if confused.is_some() => out.extend(confused.map(|(_, wrong)| *wrong)),
            '0'..='9' if fault < 12 => out.extend(char::from_u32(c as u32 - u32::from('0') + u32::from('０'))),
            '0'..='9' if fault < 15 => out.extend([' ', c]),
            ',' if fault < 20 => out.push('，'),
            c => out.push(c),
        }
    }
    out
}
