//! Names, folded and sorted: a name, its beginning or a part of it is found without asking the graph.

use unicode_normalization::UnicodeNormalization;

/// How a name is compared: full-width and other compatibility characters as their plain ones (Unicode NFKC), small
/// letters, no white space.
pub(super) fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).collect()
}

/// What sort of name it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sort {
    /// The name itself.
    Own,
    /// The name behind those of the wider places.
    Path,
    /// A word of pages for it, or a name that it once had.
    Other,
}

/// Names of things that have numbers.
pub(super) struct Names {
    /// All folded names in their order, a line each: one pass over it finds all that hold a word.
    lines: String,
    rows: Vec<Row>,
}

struct Row {
    /// Where its line begins.
    start: u32,
    thing: u32,
    sort: Sort,
    /// As it is written, if not as it is folded.
    written: Option<Box<str>>,
}

/// How a name fits what was asked for, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fit {
    Whole,
    Beginning,
    Inside,
}

/// A thing that was found, and by which name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit<'n> {
    pub thing: usize,
    pub fit: Fit,
    pub name: &'n str,
}

impl Names {
    /// Of these things, each with any number of names.
    pub fn new(names: impl IntoIterator<Item = (usize, Sort, String)>) -> Self {
        let folded = names.into_iter().map(|(thing, sort, name)| (fold(&name), sort, thing, name));
        let mut all: Vec<_> = folded.filter(|(folded, ..)| !folded.is_empty()).collect();
        all.sort_unstable();
        all.dedup_by(|a, b| a.0 == b.0 && a.2 == b.2);
        let (mut lines, mut rows) = (String::new(), Vec::with_capacity(all.len()));
        for (folded, sort, thing, name) in all {
            let written = (name != folded).then(|| name.into_boxed_str());
            rows.push(Row { start: lines.len() as u32, thing: thing as u32, sort, written });
            lines.push_str(&folded);
            lines.push('\n');
        }
        Self { lines, rows }
    }

    fn folded(&self, row: usize) -> &str {
        let end = self.rows.get(row + 1).map_or(self.lines.len(), |next| next.start as usize);
        &self.lines[self.rows[row].start as usize..end - 1]
    }

    fn written(&self, row: usize) -> &str {
        self.rows[row].written.as_deref().unwrap_or_else(|| self.folded(row))
    }

    /// Rows that hold `part`, each once and in order, with how it fits.
    fn holding(&self, part: &str) -> Vec<(usize, Fit)> {
        let mut found: Vec<(usize, Fit)> = Vec::new();
        if part.is_empty() {
            return found;
        }
        for (at, _) in self.lines.match_indices(part) {
            let row = self.rows.partition_point(|row| row.start as usize <= at) - 1;
            if found.last().is_none_or(|(last, _)| *last != row) {
                let fit = match at == self.rows[row].start as usize {
                    true if self.folded(row).len() == part.len() => Fit::Whole,
                    true => Fit::Beginning,
                    false => Fit::Inside,
                };
                found.push((row, fit));
            }
        }
        found
    }

    /// The things with a name that holds `part`, each with the name that fits best, in the order of their numbers.
    pub fn search(&self, part: &str, fits: impl Fn(usize) -> bool) -> Vec<Hit<'_>> {
        let holding = self.holding(&fold(part)).into_iter().map(|(row, fit)| (&self.rows[row], fit, row));
        let mut found: Vec<(u32, Fit, Sort, usize)> = holding
            .filter(|(row, ..)| row.sort != Sort::Path && fits(row.thing as usize))
            .map(|(row, fit, at)| (row.thing, fit, row.sort, at))
            .collect();
        found.sort_unstable();
        found.dedup_by_key(|(thing, ..)| *thing);
        let hit = |(thing, fit, _, row)| Hit { thing: thing as usize, fit, name: self.written(row) };
        found.into_iter().map(hit).collect()
    }

    /// The one thing that `name` means: its own name, else another name of it, else the one whose name ends so, else
    /// the one whose name holds it.
    ///
    /// # Errors
    /// The things that fit equally well, in the order of their numbers; none if none does.
    pub fn find(&self, name: &str, fits: impl Fn(usize) -> bool) -> Result<usize, Vec<usize>> {
        let name = fold(name);
        let holding = self.holding(&name);
        let tests: [&dyn Fn(usize, Fit) -> bool; 4] = [
            &|row, fit| fit == Fit::Whole && self.rows[row].sort != Sort::Other,
            &|_, fit| fit == Fit::Whole,
            &|row, _| self.rows[row].sort == Sort::Own && self.folded(row).ends_with(&name),
            &|row, _| self.rows[row].sort == Sort::Own,
        ];
        for test in tests {
            let fitting = holding.iter().filter(|(row, fit)| test(*row, *fit));
            let mut things: Vec<usize> = fitting.map(|(row, _)| self.rows[*row].thing as usize).collect();
            things.retain(|thing| fits(*thing));
            things.sort_unstable();
            things.dedup();
            match things[..] {
                [] => {}
                [one] => return Ok(one),
                _ => return Err(things),
            }
        }
        Err(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let own = ["湘潭市", "湘潭市医疗保障局", "湘乡市", "Ａ１项目", "湘潭县"].map(str::to_owned);
        let own = own.into_iter().enumerate().map(|(at, name)| (at, Sort::Own, name));
        let more = [(0, Sort::Other, "湘潭"), (4, Sort::Other, "湘潭"), (2, Sort::Path, "湖南省湘乡市")];
        Names::new(own.chain(more.map(|(at, sort, name)| (at, sort, name.to_owned()))))
    }

    fn found(part: &str) -> Vec<(usize, Fit, String)> {
        let names = names();
        names.search(part, |_| true).into_iter().map(|hit| (hit.thing, hit.fit, hit.name.to_owned())).collect()
    }

    #[test]
    fn a_name_is_found_by_what_it_holds_however_it_is_typed() {
        let whole = |at, name: &str| (at, Fit::Whole, name.to_owned());
        let begins = |at, name: &str| (at, Fit::Beginning, name.to_owned());
        assert_eq!(found("湘潭"), [whole(0, "湘潭"), begins(1, "湘潭市医疗保障局"), whole(4, "湘潭")]);
        assert_eq!(found("保障"), [(1, Fit::Inside, "湘潭市医疗保障局".into())]);
        assert_eq!(found("a1 项"), [begins(3, "Ａ１项目")]);
        assert_eq!(found("湖南"), [], "the wider places are no part of a name");
        assert_eq!(found(""), []);
        assert_eq!(found("\n"), []);
        assert_eq!(found("市\n湘"), []);
    }

    #[test]
    fn a_name_means_one_thing_or_says_which_it_may_mean() {
        let names = names();
        let find = |name: &str| names.find(name, |_| true);
        assert_eq!(find("湘潭市"), Ok(0));
        assert_eq!(find("湖南省湘乡市"), Ok(2));
        assert_eq!(find("湘潭"), Err(vec![0, 4]));
        assert_eq!(find("医疗保障局"), Ok(1));
        assert_eq!(find("湘潭市医"), Ok(1));
        assert_eq!(find("没有"), Err(vec![]));
        assert_eq!(names.find("湘潭", |thing| thing == 4), Ok(4));
    }
}
