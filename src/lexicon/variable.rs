//! One name for what is measured: the phrases of many pages for one variable.

use std::collections::BTreeMap;

use crate::model::Variable;

/// Fewest characters that stay when an end is taken off.
const LEAST: usize = 2;

/// What a row of `variable.tsv` does to a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Taken off the front.
    Open,
    /// Taken off the end.
    Close,
    /// Taken out.
    Drop,
    /// Said by another word; by itself where the value is `=`.
    Word,
    /// The whole phrase stands for another.
    Same,
}

impl Part {
    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "open" => Self::Open,
            "close" => Self::Close,
            "drop" => Self::Drop,
            "word" => Self::Word,
            "same" => Self::Same,
            _ => return None,
        })
    }
}

/// The table `variable.tsv`.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    open: Vec<String>,
    close: Vec<String>,
    drop: Vec<String>,
    /// The longest first.
    words: Vec<(String, String)>,
    same: BTreeMap<String, String>,
}

impl Variables {
    pub(crate) fn new(rows: Vec<(String, Part, String)>) -> Self {
        let mut all = Self::default();
        for (surface, part, value) in rows {
            match part {
                Part::Open => all.open.push(surface),
                Part::Close => all.close.push(surface),
                Part::Drop => all.drop.push(surface),
                Part::Word => all.words.push((surface, value)),
                Part::Same => {
                    all.same.insert(surface, value);
                }
            }
        }
        let longest = |text: &String| std::cmp::Reverse(text.len());
        all.open.sort_by_key(longest);
        all.close.sort_by_key(longest);
        all.words.sort_by_key(|(surface, _)| longest(surface));
        // A value holds its own surface as often as not: 医疗保险 in 基本医疗保险.
        let values: Vec<(String, String)> = all
            .words
            .iter()
            .map(|(_, value)| (value.clone(), "=".to_owned()))
            .filter(|(value, _)| value != "=")
            .collect();
        all.words.extend(values);
        all.words.sort_by(|a, b| longest(&a.0).cmp(&longest(&b.0)).then_with(|| a.cmp(b)));
        all.words.dedup();
        all
    }

    /// The variable that a phrase measures, with what was done to the phrase.
    ///
    /// ```
    /// use zhengtu::lexicon::Lexicon;
    /// let variables = Lexicon::embedded().variables();
    /// let one = variables.of("医保参保率");
    /// assert_eq!((one.name.as_str(), one.reasons.join("; ").as_str()), ("基本医疗保险参保率", "医保 = 基本医疗保险"));
    /// assert_eq!(variables.of("参保率").name, one.name);
    /// assert_eq!(variables.of("完成固定资产投资").name, "固定资产投资");
    /// ```
    pub fn of(&self, phrase: &str) -> Variable {
        let mut name = phrase.to_owned();
        let mut reasons = Vec::new();
        let whole = |name: &mut String, reasons: &mut Vec<String>| {
            if let Some(value) = self.same.get(name.as_str()).filter(|value| *value != name) {
                reasons.push(format!("{name} = {value}"));
                *name = value.clone();
            }
        };
        whole(&mut name, &mut reasons);
        while let Some(word) = self
            .open
            .iter()
            .find(|word| name.strip_prefix(word.as_str()).is_some_and(|rest| rest.chars().count() >= LEAST))
        {
            reasons.push(format!("without {word}"));
            name.drain(..word.len());
        }
        for word in &self.drop {
            if name.contains(word.as_str()) && name.chars().count() > LEAST + word.chars().count() {
                reasons.push(format!("without {word}"));
                name = name.replace(word.as_str(), "");
            }
        }
        name = self.said(&name, &mut reasons);
        let end = |word: &&String| name.strip_suffix(word.as_str()).is_some_and(|rest| rest.chars().count() >= LEAST);
        if let Some(word) = self.close.iter().find(end) {
            reasons.push(format!("without {word}"));
            name.truncate(name.len() - word.len());
        }
        whole(&mut name, &mut reasons);
        Variable { name, reasons }
    }

    /// Words said by others, from left to right, the longest first.
    fn said(&self, name: &str, reasons: &mut Vec<String>) -> String {
        let mut out = String::with_capacity(name.len());
        let mut rest = name;
        while let Some(c) = rest.chars().next() {
            match self.words.iter().find(|(surface, _)| rest.starts_with(surface.as_str())) {
                Some((surface, value)) => {
                    if value == "=" {
                        out += surface;
                    } else {
                        reasons.push(format!("{surface} = {value}"));
                        out += value;
                    }
                    rest = &rest[surface.len()..];
                }
                None => {
                    out.push(c);
                    rest = &rest[c.len_utf8()..];
                }
            }
        }
        out
    }
}
