//! Phrases that lean on what was told before: its object, its verb, its subject, or all of it.

use crate::{
    extract::{
        Figure,
        indicator::{Around, SHORT, clause_before, opening_verb, subject_of},
        phrase,
    },
    lexicon::{Class, Hit},
};

impl<'r> Around<'r> {
    /// 接待游客86万人次,收入5亿元,分别增长36%和41%: of as many as were told before.
    pub(super) fn each_told(&self) -> Option<String> {
        let (reading, first) = (self.reading, &self.measures[0]);
        let count = self.measures.len();
        let clause = first.clause.start..first.outer.start;
        let each = reading.article.scan.of(Class::Each, clause.clone()).last()?;
        if count < 2 || reading.chars(clause.start..each.start) > 4 {
            return None;
        }
        // Those of this clause that were read already stand behind them.
        let told = self.before.get(self.before.len().checked_sub(count)?)?;
        let sentence = reading.article.sentence(first.range.start).map(|(at, _)| at);
        let same = reading.article.sentence(told.number.start).map(|(at, _)| at) == sentence;
        let tail = phrase::words(reading, each.end..phrase::trim_end(reading, each.end, first.outer.start));
        (same && told.clause.start < first.clause.start && told.quantity.change.is_none())
            .then(|| subject_of(&told.indicator, reading) + &tail)
    }

    /// 人均2.79万元: of what was told before.
    pub(super) fn per(&self) -> Option<String> {
        let per = self.reading.article.scan.at(self.left.start, Class::Per)?;
        let told = self.told(self.measure().range.start, 12).filter(|_| per.end == self.left.end)?;
        Some(self.left_text.clone() + &told.indicator)
    }

    /// 同比增长9.7%: by how much what was told before has changed.
    pub(super) fn compare(&self) -> Option<String> {
        let opens = |hit: &Hit| {
            matches!(hit.class, Class::Compare | Class::CompareMark | Class::Change) && hit.end <= self.left.end
        };
        let scan = &self.reading.article.scan;
        // 压减时限72%: the thing stands behind the verb.
        let ends =
            scan.ending(self.left.end).any(|hit| matches!(hit.class, Class::Change | Class::Compare | Class::Particle));
        let changes = scan.starting(self.left.start).any(opens)
            && (1..=9).contains(&self.reading.chars(self.left.clone()))
            && (ends || scan.at(self.left.start, Class::Compare).is_some())
            && self.measure().quantity.change.is_some();
        let task = self.reading.lexicon.matches("indicator.task", &self.left_text) && self.right_text.is_empty();
        let compares = changes || task;
        let told = self.told(self.measure().range.start, 40).filter(|_| compares)?;
        Some(subject_of(&told.indicator, self.reading) + &self.left_text)
    }

    /// 是平时的近5倍: the subject stands before.
    pub(super) fn predicate(&self) -> Option<String> {
        let scan = &self.reading.article.scan;
        let link = |hit: &Hit| {
            hit.class == Class::TrimRight
                && self.reading.chars(hit.range()) == 1
                && scan.at(hit.start, Class::TrimLeft).is_none()
                && hit.end <= self.left.end
                && !self.reading.hidden(hit.range())
        };
        let predicate = self.left.start == self.low
            && scan.starting(self.low).any(link)
            && self.right_text.is_empty()
            && self.reading.chars(self.left.clone()) <= 6;
        let told = self.told(self.low, 6).filter(|_| predicate)?;
        Some(told.indicator.clone() + &self.left_text)
    }

    /// 将原计划的2个窗口,增加到5个: the thing stands behind the first number.
    pub(super) fn changed(&self) -> Option<String> {
        let from = self.measure().from.clone().filter(|_| self.is_bare())?;
        Some(phrase::right_of(self.reading, from)).filter(|thing| !thing.is_empty())
    }

    /// Nothing but the number: what was told just before, or the clause before it.
    pub(super) fn ellipsis(&self) -> Option<String> {
        if !self.is_bare() {
            return None;
        }
        let told = self.told(self.measure().range.start, 24).filter(|told| self.leans_on(told));
        let told = told.map(|told| told.indicator.clone());
        Some(told.unwrap_or_else(|| clause_before(self.reading, &self.measure().clause)))
    }

    /// 发放助学贷款320笔,涉及资金275万元: a part of what was told before.
    pub(super) fn rest(&self) -> Option<String> {
        let rest = self.right_text.is_empty() && self.reading.lexicon.matches("indicator.rest", &self.left_text);
        let told = self.told(self.left.start, 4).filter(|_| rest)?;
        // 投入近400万元,覆盖率超过95%: a bare verb says nothing of what.
        (told.indicator.chars().count() >= SHORT).then(|| told.indicator.clone() + &self.left_text)
    }

    /// 工伤保险参保人数达8万人,参保率达96%: what was told before begins as this one does, and says of what.
    pub(super) fn alike(&self) -> Option<String> {
        let unit = self.measure().quantity.unit.as_deref().unwrap_or_default();
        let rate = self.reading.lexicon.is(unit, Class::UnitRate);
        let short = rate && self.right_text.is_empty() && (3..=SHORT).contains(&self.left_text.chars().count());
        let told = self.told(self.left.start, 8).filter(|_| short)?;
        let head: String = self.left_text.chars().take(2).collect();
        let at = told.indicator.find(&head).filter(|&at| told.indicator[..at].chars().count() >= 2)?;
        (!told.indicator.ends_with(&self.left_text)).then(|| told.indicator[..at].to_owned() + &self.left_text)
    }

    /// 受理案件300件,办结260件: the object told before, counted by the same unit.
    pub(super) fn object(&self) -> Option<String> {
        let scan = &self.reading.article.scan;
        let verb = scan.starting(self.left.start).find(|hit| hit.class == Class::VerbDo && hit.end == self.left.end)?;
        // 就业 and 立案 have none.
        let takes = self.reading.lexicon.word(verb).value.is_empty() && self.right_text.is_empty();
        let told = self.told_alike().filter(|_| takes)?;
        let own = opening_verb(&told.indicator, self.reading)?;
        let object = &told.indicator[own.end..];
        (object.chars().count() >= 2 && told.indicator[own] != self.left_text).then(|| self.left_text.clone() + object)
    }

    /// 查处超速20起,超员5起: the verb told before.
    pub(super) fn verb(&self) -> Option<String> {
        let scan = &self.reading.article.scan;
        let own = |hit: &Hit| {
            matches!(
                hit.class,
                Class::VerbDo | Class::VerbRun | Class::VerbProgramme | Class::Verb | Class::Change | Class::Compare
            )
        };
        let noun = (2..=SHORT).contains(&self.left_text.chars().count())
            && self.right_text.is_empty()
            && !scan.within(self.left.clone()).any(own);
        let told = self.told_alike().filter(|_| noun)?;
        let verb = opening_verb(&told.indicator, self.reading)?;
        let object = told.indicator[verb.end..].chars().count() >= 2;
        object.then(|| told.indicator[verb].to_owned() + &self.left_text)
    }

    /// 新开工小区60个,晋城县27个、南山县15个: of each place what was told of the whole.
    pub(super) fn place(&self) -> Option<String> {
        let own = self.low..self.left.end;
        let place = self.reading.place_ending(own.end).filter(|place| place.start >= own.start)?;
        let alone = self.left.start <= place.start && self.right_text.is_empty();
        let block = self.reading.article.block(place.start)?.range.start;
        let told = self.before.iter().rev().take(REACH).take_while(|told| told.number.start >= block);
        let alike =
            |told: &&Figure| told.quantity.unit == self.measure().quantity.unit && told.quantity.change.is_none();
        let told = told.filter(|_| alone && self.reading.is_firm(place)).find(alike)?;
        Some(told.indicator.clone())
    }

    /// Whether a figure without a word leans on the one told before: of its sentence, or of its unit.
    fn leans_on(&self, told: &Figure) -> bool {
        let sentence = |at: usize| self.reading.article.sentence(at).map(|(at, _)| at);
        sentence(told.number.start) == sentence(self.measure().range.start)
            || told.quantity.unit == self.measure().quantity.unit
    }

    /// The figure told just before in the same sentence, if it counts the same sort of thing.
    fn told_alike(&self) -> Option<&'r Figure> {
        let unit = self.measure().quantity.unit.as_deref()?;
        let sentence = |at: usize| self.reading.article.sentence(at).map(|(at, _)| at);
        let number = self.measure().range.start;
        self.told(number, NEAR).filter(|told| {
            told.quantity.unit.as_deref() == Some(unit)
                && told.quantity.change.is_none()
                && self.reading.lexicon.is(unit, Class::UnitCount)
                && told.clause.start < self.measure().clause.start
                && sentence(told.number.start) == sentence(number)
        })
    }
}

/// How many figures back the whole is looked for that the figure of a place is a part of.
const REACH: usize = 6;
/// How far before a figure one stands that it leans on, in characters.
const NEAR: usize = 14;
