//! Names by their last word: behind a verb that takes a programme, or with a strong noun and a name of their own.

use crate::{
    extract::{
        Reading, Rejected, number,
        programme::{
            ProgrammeMention, Sign, bare,
            extent::{self, NAME},
            kind,
        },
    },
    lexicon::{Class, Hit},
    text::Taken,
};

/// How close the verb of a noun that says little has to stand, in characters.
const CLOSE: usize = 5;

/// Adds the names that end with a programme noun, and what looked like one.
pub(super) fn extract(reading: &Reading<'_>, found: &mut Vec<ProgrammeMention>, rejected: &mut Vec<Rejected>) {
    let nouns = reading.article.scan.within(0..reading.text().len());
    // The end of the last name taken: a list goes on behind it.
    let mut listed = 0;
    let mut taken = Taken::new(reading.text().len());
    found.iter().for_each(|one| taken.take(&one.range));
    for noun in nouns.filter(|hit| matches!(hit.class, Class::Programme | Class::ProgrammeWeak)) {
        let range = noun.range();
        let held =
            Reading::holder(&reading.titles, &range).is_some() || Reading::holder(&reading.quotes, &range).is_some();
        // Of two rows for a word the one that makes it a name.
        let name = |hit: &Hit| reading.lexicon.word(hit).value == "name";
        let named = || reading.article.scan.starting(noun.start).any(|other| other.end == noun.end && name(other));
        if !name(noun) && named()
            || goes_on(reading, noun)
            || reading.in_byline(&range)
            || held
            || taken.overlaps(&range)
        {
            continue;
        }
        let phrase = Phrase::new(reading, noun, listed);
        let range = phrase.start..noun.end;
        match phrase.refused() {
            Some(reason) => rejected.push(Rejected { kind: "programme", range, reason }),
            None => {
                taken.take(&range);
                found.push(ProgrammeMention {
                    name: bare(reading, range.clone()),
                    kind: kind(reading, noun),
                    sign: if phrase.governed { Sign::Verb } else { Sign::Suffix },
                    passing: extent::passing(reading, range.clone()),
                    range,
                });
                listed = noun.end;
            }
        }
    }
}

/// A phrase that ends with a programme noun.
struct Phrase<'r> {
    reading: &'r Reading<'r>,
    noun: &'r Hit,
    /// What sort of initiative the noun names, as the table says it.
    kind: &'r str,
    /// Where the name begins.
    start: usize,
    /// Where the words before the noun begin, lists and all.
    first: usize,
    /// How many characters stand before the noun.
    own: usize,
    /// How many characters the noun has.
    length: usize,
    /// Whether it is a programme by itself: 垃圾分类, 退耕还林.
    known: bool,
    /// Whether it goes on with a list of names.
    in_list: bool,
    /// Whether it is what is handled: 把牧区户厕改造列为….
    handled: bool,
    /// Whether a verb that takes programmes, or one of the above, governs it.
    governed: bool,
    /// Whether it is a list rather than a name.
    list: bool,
}

impl<'r> Phrase<'r> {
    fn new(reading: &'r Reading<'r>, noun: &'r Hit, listed: usize) -> Self {
        let scan = &reading.article.scan;
        let word = reading.lexicon.word(noun);
        let known =
            word.value == "name" && !scan.covered(noun.range(), &[Class::Department, Class::Office, Class::Organ]);
        let first = extent::head(reading, noun.start, false);
        let own = reading.chars(first..noun.start);
        let in_list = scan
            .ending(first)
            .any(|mark| matches!(mark.class, Class::ListMark | Class::TrimBoth) && mark.start == listed);
        let handled =
            scan.ending(first).any(|hit| hit.class == Class::Preposition && reading.lexicon.word(hit).value == "means");
        let mut phrase = Self {
            reading,
            noun,
            kind: word.kind.as_str(),
            start: first,
            first,
            own,
            length: reading.chars(noun.range()),
            known,
            in_list,
            handled,
            governed: in_list || extent::governed(reading, first) || handled && own >= 3,
            list: false,
        };
        phrase.cut_list();
        // 养老服务积分制 goes with its modifier, 生活垃圾分类 says enough.
        let modified = phrase.length <= 3 && (2..=NAME / 2).contains(&phrase.own) && phrase.plain();
        if known && (!modified || phrase.generic()) {
            phrase.start = noun.start;
        }
        phrase
    }

    /// Of 服务区、志愿服务 the last is the name; 公示、记录、审核制度 is one.
    fn cut_list(&mut self) {
        let (reading, scan) = (self.reading, &self.reading.article.scan);
        let conjunction = |mark: &Hit| {
            scan.at(mark.start, Class::TrimBoth).is_some()
                || mark.class == Class::Boundary
                    && reading.lexicon.word(mark).value != "joint"
                    && scan.at(mark.start, Class::Partner).is_some()
        };
        let joint = |mark: &&Hit| (mark.class == Class::ListMark || conjunction(mark)) && !reading.hidden(mark.range());
        let Some(mark) = scan.within(self.start..self.noun.start).filter(joint).last() else { return };
        if extent::counts_list(reading, self.noun.start) {
            return;
        }
        let last = reading.chars(mark.end..self.noun.start);
        if scan.at(mark.start, Class::ListMark).is_some() {
            if last >= 3 || self.length >= 4 {
                self.start = mark.end;
            } else {
                self.list = reading.chars(self.start..mark.start) >= 4;
            }
        } else {
            // 改革和社保制度 are two, 饮水安全和水质提升工程 is one.
            let two = scan.ending(mark.start).any(|hit| matches!(hit.class, Class::Programme | Class::ProgrammeWeak));
            if two && last > 0 {
                self.start = mark.end;
            }
            // 政策和技术培训: what is taught, no name.
            self.list = last == 0 && self.length < 4 || self.weak() && !two;
        }
    }

    fn weak(&self) -> bool {
        self.noun.class == Class::ProgrammeWeak
    }

    fn is_one_of(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.kind)
    }

    /// Whether nothing but a modifier that names nothing stands before the noun.
    fn generic(&self) -> bool {
        let scan = &self.reading.article.scan;
        let modifier = |hit: &Hit| hit.class == Class::ProgrammeGeneric;
        // 新建商贸类项目: a short noun behind a word that makes it one of a sort; 这项民生工程.
        let tail = |last: &Hit| match self.reading.lexicon.word(last).value.as_str() {
            "tail" => self.length <= 2,
            value => value == "this",
        };
        let all = |first: &Hit| modifier(first) && self.reading.lexicon.word(first).value != "tail";
        // 各项创业优惠政策: several of them.
        let several = |word: &Hit| modifier(word) && self.reading.lexicon.word(word).value == "several";
        scan.within(self.first..self.noun.start).any(|word| several(word) && !self.reading.hidden(word.range()))
            || scan.starting(self.first).any(|first| all(first) && first.end >= self.noun.start)
            || scan.ending(self.noun.start).any(|last| modifier(last) && tail(last))
    }

    /// Whether it is all offices of a department rather than a machine: 全市医保系统.
    fn sector(&self) -> bool {
        let department = |hit: &Hit| hit.class == Class::Department && self.reading.chars(self.first..hit.start) <= 1;
        self.reading.lexicon.word(self.noun).value == "sector"
            && self.reading.article.scan.ending(self.noun.start).any(department)
    }

    /// Whether the verb right before it carries a work out, so that a count behind it is its size: 实施节水改造工程5处.
    fn carried_out(&self) -> bool {
        let mut verbs = self.reading.article.scan.ending(self.first);
        verbs.any(|hit| hit.class == Class::VerbRun && self.reading.lexicon.word(hit).value == "carry")
    }

    /// Whether it tells what something is: 作为头号民心工程.
    fn described(&self) -> bool {
        let copula = |hit: &Hit| hit.class == Class::Copula && !self.reading.hidden(hit.range());
        self.reading.article.scan.ending(self.first).any(copula)
    }

    /// Whether it ends the name of a place: 自由贸易试验区.
    fn place(&self) -> bool {
        let zone = |hit: &Hit| hit.class == Class::Zone && hit.start < self.noun.start;
        self.reading.article.scan.ending(self.noun.end).any(zone)
    }

    /// Whether it says by itself that it is a name.
    fn strong(&self) -> bool {
        if self.weak() {
            return false;
        }
        let campaign = self.kind == "campaign" && self.length >= 3;
        let whole = (self.length >= 4 || campaign) && (self.own >= 3 || self.length >= 4 && self.kind == "platform");
        let subject = self.kind == "project" && self.own >= 4 && tells(self.reading, self.first, self.noun.end);
        whole || subject || self.long()
    }

    /// A long name of its own needs no verb: 新能源牧户转网电工程.
    fn long(&self) -> bool {
        self.is_one_of(&["platform", "project", "mechanism"]) && self.own >= 5 && !self.generic() && self.plain()
    }

    /// Whether nothing before the noun breaks a name.
    fn plain(&self) -> bool {
        let reading = self.reading;
        let breaks = |inner: &Hit| {
            let verb = inner.class == Class::VerbDo && self.kind != "project";
            let word = matches!(inner.class, Class::Boundary | Class::ListMark | Class::VerbRun | Class::NounPerson);
            let whole = reading.chars(inner.range()) > 1 || inner.end == self.noun.start;
            (verb || word && whole) && !reading.hidden(inner.range())
        };
        !reading.article.scan.within(self.first..self.noun.start).any(breaks)
    }

    /// Whether the noun is work rather than a thing: 适老化改造1030户 tells how much was done.
    fn work(&self) -> bool {
        self.reading.article.scan.ending(self.noun.end).any(|verb| verb.class == Class::VerbDo)
    }

    /// Whether a verb or a conjunction before the work makes it a part of a sentence: 危房经过改造.
    fn told(&self) -> bool {
        let reading = self.reading;
        let tells = |hit: &Hit| {
            let word = matches!(hit.class, Class::Boundary | Class::Verb | Class::VerbRun | Class::Speech);
            word && reading.chars(hit.range()) > 1 && reading.lexicon.word(hit).value != "joint"
        };
        reading.article.scan.within(self.start..self.noun.start).any(|hit| tells(hit) && !reading.hidden(hit.range()))
    }

    /// Whether there is enough before the noun to be a name.
    fn named(&self) -> bool {
        // 专项行动 alone names none; 跨省通办 alone does.
        let says = self.kind != "campaign" && self.governed && !self.weak();
        // 建立联席机制
        let direct = || {
            let mut verbs = self.reading.article.scan.ending(self.first);
            verbs.any(|hit| hit.class == Class::VerbProgramme && !self.reading.hidden(hit.range()))
        };
        self.own >= 3
            || self.own >= 2 && self.length >= 3
            || self.length >= 4 && (self.own > 0 || says)
            || self.own == 2 && self.kind == "mechanism" && direct()
            || self.bynamed()
    }

    /// Whether a verb of running takes a name of two characters that is no word of the field: 实施春潮行动, not 实施水利工程.
    fn bynamed(&self) -> bool {
        let reading = self.reading;
        let run = |hit: &Hit| hit.class == Class::VerbRun && reading.chars(hit.range()) >= 2;
        let lexicon = reading.lexicon;
        self.own == 2
            && self.length == 2
            && lexicon.word(self.noun).value == "bynamed"
            && reading.article.scan.ending(self.first).any(run)
            && reading.article.scan.within(self.first..self.noun.start).next().is_none()
            && lexicon.lookup(reading.slice(self.first..self.noun.start)).is_empty()
    }

    /// 项目, 平台, 体系 end anything: their verb has to stand close.
    fn far(&self) -> bool {
        self.length == 2
            && !self.in_list
            && !self.handled
            && !extent::verb_within(self.reading, self.first, Class::VerbProgramme, CLOSE)
    }

    /// Why it is no name, if it is none.
    fn refused(&self) -> Option<&'static str> {
        let (reading, noun) = (self.reading, self.noun);
        let strong = self.strong();
        let words = || reading.slice(self.start..noun.end);
        let run = || self.governed && extent::runs(reading, self.first) && self.own >= 3 && self.length >= 2;
        let carried = |verb: &Hit| verb.end == noun.start && verb.start > self.start && light(reading, verb);
        if self.known {
            None
        } else if !strong && (!self.named() || self.far()) {
            Some("nothing but the noun")
        } else if self.generic() {
            Some("generic modifier")
        } else if self.described() {
            Some("a description, not a name")
        } else if self.sector() {
            Some("all offices of a department")
        } else if self.place() {
            Some("a place")
        } else if self.list {
            Some("a list, not a name")
        } else if words().matches('(').count() != words().matches(')').count() {
            Some("a bracket of its own")
        } else if self.own > NAME {
            Some("too long for a name")
        } else if reading.in_heading(noun.start) && !self.governed {
            Some("heading")
        } else if self.weak() && (!run() || modifies(reading, noun)) || !self.governed && !strong {
            Some("no programme verb before it")
        } else if number_opens(reading, self.start)
            || self.is_one_of(&["project", "service", "platform"])
                && !self.work()
                && !(self.kind == "project" && self.own + self.length >= 6 && self.carried_out())
                && counted_at(reading, noun.end)
        {
            Some("counted, not named")
        } else if self.own > 0 && by(reading, noun.start)
            || self.kind == "project" && self.work() && self.told()
            || reading.article.scan.of(Class::VerbDo, self.start..noun.start).any(carried)
        {
            Some("a sentence, not a name")
        } else {
            None
        }
    }
}

/// Whether what stands at `at` is the object of a preposition: 计划 in 正按计划.
pub(super) fn by(reading: &Reading<'_>, at: usize) -> bool {
    let scan = &reading.article.scan;
    let plain = |hit: &Hit| hit.class == Class::Boundary && reading.lexicon.word(hit).value.is_empty();
    scan.ending(at).any(|hit| {
        hit.class == Class::Preposition
            && reading.chars(hit.range()) == 1
            && scan.ending(at).any(|other| other.range() == hit.range() && plain(other))
            && !reading.hidden(hit.range())
    })
}

/// Whether a verb only carries the noun behind it: 进行 in 旱厕进行改造.
fn light(reading: &Reading<'_>, verb: &Hit) -> bool {
    reading.lexicon.word(verb).value == "light"
}

/// Whether a name at the head of its clause is what the clause tells of: a verb or a number follows.
fn tells(reading: &Reading<'_>, start: usize, end: usize) -> bool {
    let scan = &reading.article.scan;
    let follows = scan.starting(end).any(|hit| {
        matches!(hit.class, Class::VerbDo | Class::Aggregate | Class::TrimLeft | Class::TrimRight | Class::BoundBefore)
    });
    extent::at_verb_position(reading, start, reading.clause(start).start)
        && (follows || number::at(reading, end).is_some())
}

/// Whether a noun follows that the work is only a modifier of: 水利建设 in 水利建设投资.
pub(super) fn modifies(reading: &Reading<'_>, hit: &Hit) -> bool {
    let clause = reading.clause(hit.start);
    let follows = reading.slice(hit.end..clause.end.max(hit.end)).starts_with(char::is_alphabetic);
    follows
        && !reading.article.scan.starting(hit.end).any(|word| {
            matches!(
                word.class,
                Class::Boundary
                    | Class::Verb
                    | Class::VerbRun
                    | Class::VerbProgramme
                    | Class::Particle
                    | Class::Preposition
                    | Class::TrimLeft
                    | Class::TrimBoth
                    | Class::Programme
                    | Class::ProgrammeFiller
            ) || word.class.is_time()
        })
}

/// Whether the name does not end with this noun: another one follows at once or holds it.
fn goes_on(reading: &Reading<'_>, hit: &Hit) -> bool {
    let scan = &reading.article.scan;
    let noun = |class| matches!(class, Class::Programme | Class::ProgrammeWeak);
    let follows = scan.starting(hit.end).any(|next| {
        (noun(next.class) || next.class == Class::ProgrammeFiller)
            && reading.lexicon.word(next).kind != "document"
            && !matches!(next.class, Class::ProgrammeWeak)
    });
    let longer = scan.ending(hit.end).any(|other| noun(other.class) && other.start < hit.start)
        || scan.starting(hit.start).any(|other| noun(other.class) && other.end > hit.end)
        || scan.covered(hit.range(), &[Class::Programme, Class::Office, Class::Boundary, Class::PersonTitle]);
    let end = reading.text().len().min(hit.end + 12);
    let overlapped = scan.within(hit.start..end.max(hit.end)).any(|o| {
        (noun(o.class) || o.class == Class::Whole) && o.start > hit.start && o.start < hit.end && o.end > hit.end
    });
    follows || longer || overlapped
}

/// Whether a count stands behind the name: 助餐点100个.
fn counted_at(reading: &Reading<'_>, end: usize) -> bool {
    let scan = &reading.article.scan;
    let at = scan.at(end, Class::BoundBefore).map_or(end, |bound| bound.end);
    number::at(reading, at)
        .is_some_and(|number| scan.starting(number.range.end).any(|unit| unit.class == Class::UnitCount))
}

/// Whether the phrase begins with a bare number, so that things are counted.
fn number_opens(reading: &Reading<'_>, start: usize) -> bool {
    number::at(reading, start).is_some_and(|number| {
        // 15分钟服务圈 and 12345热线 are names, 15个服务点 a count.
        let unit = reading.article.scan.starting(number.range.end).find(|hit| hit.class.word().starts_with("unit."));
        !number.words && unit.is_some_and(|unit| unit.class != Class::UnitTime)
    })
}
