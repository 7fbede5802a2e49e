//! Short forms that a page defines: (以下简称“X”).

use crate::{extract::Reading, lexicon::Class, resolve::Link};

/// Farthest that the words of a definition stand apart, in bytes: a bracket and a mark.
const NEAR: usize = 6;

/// Longest name, in bytes.
const NAME: usize = 600;

/// The short forms that the article defines for entities named directly before, each with its entity.
pub(crate) fn defined<'r>(reading: &Reading<'r>, named: &[Link]) -> Vec<(&'r str, usize)> {
    let aliases = reading.article.scan.all(Class::Alias).filter_map(|alias| {
        let quote = reading.quotes.get(reading.quotes.partition_point(|quote| quote.start < alias.end))?;
        let before = named[..named.partition_point(|link| link.range.start < alias.start)].iter().rev();
        let mut before = before.take_while(|link| link.range.start + NAME >= alias.start);
        let owner = before.find(|link| link.range.end <= alias.start && alias.start - link.range.end <= NEAR)?;
        (quote.start <= alias.end + NEAR).then(|| (reading.slice(quote.clone()), owner.entity))
    });
    aliases.filter(|(surface, _)| surface.chars().count() >= 2).collect()
}
