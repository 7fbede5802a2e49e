//! A share with its base: 占年度任务44亿元的101%.

use crate::{
    extract::{
        indicator::{Around, low, subject_of},
        measure::Measure,
        phrase,
    },
    lexicon::Class,
};

impl Around<'_> {
    /// What the base is; or what is a share of it: of what was told before.
    pub(super) fn share(&self) -> Option<String> {
        if let Some(next) = self.measures.get(self.at + 1).filter(|next| self.is_share(self.measure(), next)) {
            let shared = self.reading.article.scan.of(Class::Share, self.left.clone()).last();
            let base = shared.filter(|_| next.range.start > self.left.end)?;
            return Some(phrase::words(self.reading, base.end..self.left.end)).filter(|base| base.chars().count() >= 2);
        }
        let at = self.at.checked_sub(1).filter(|&at| self.is_share(&self.measures[at], self.measure()))?;
        let base = &self.measures[at];
        let low = low(self.reading, self.measures, at).min(base.outer.start);
        let left = phrase::left(self.reading, low..base.outer.start);
        let of = phrase::words(self.reading, left.clone());
        let opens = self.reading.article.scan.at(left.start, Class::Share).is_some();
        // The base is the figure told last; what is measured against it came before.
        let told = self.before.iter().rev().find(|told| told.number != base.range).filter(|_| opens);
        let told = told.filter(|told| self.reading.is_within(told.number.end.min(low)..low, NEAR));
        match told {
            Some(told) => Some(subject_of(&told.indicator, self.reading) + &of),
            None => Some(of).filter(|of| of.chars().count() >= 2),
        }
    }

    /// Whether the second number is a share of the first: N的M%.
    fn is_share(&self, base: &Measure, share: &Measure) -> bool {
        let between = base.outer.end..share.outer.start.max(base.outer.end);
        let unit = |measure: &Measure| measure.quantity.unit.clone().unwrap_or_default();
        let rate = |measure: &Measure| self.reading.lexicon.is(&unit(measure), Class::UnitRate);
        let of = self.reading.article.scan.at(between.start, Class::Particle);
        rate(share) && !rate(base) && of.is_some_and(|of| of.end == between.end)
    }
}

/// How far before a share what it is a share of was told, in characters.
const NEAR: usize = 12;
