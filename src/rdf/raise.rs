//! Pages out of quads that an earlier export wrote: the way back from [`Lowering`](crate::rdf::Lowering).
//!
//! Quads hold all that a page says and the words that it was read from, but not the page's whole text: of that only
//! the quoted stretches come back, each at its place. The quads of a page that came back are those that went out.

use std::collections::{BTreeMap, BTreeSet};

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::{GraphName, NamedNodeRef, Term as Node},
};
use rust_decimal::Decimal;
use thiserror::Error;

use crate::{
    model::{
        Agency, AgencyKind, Aggregate, ArticleId, ArticleInfo, Bound, Change, Confidence, EntityId, Evidence, Level,
        Location, Observation, PageFacts, PageId, PageInfo, Period, Predicate, Programme, ProgrammeKind, Quantity,
        Relation, StatementId, Variable,
    },
    rdf::{
        Base, Term,
        term_of::{
            agency_class, aggregate_concept, bound_concept, change_concept, level_class, plain_predicate,
            programme_class,
        },
        vocab::{dcterms, oa, org, prov, qudt, rdf, rdfs, schema, skos, zt},
    },
    text::Span,
};

/// A page that came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised {
    /// What it says.
    pub facts: PageFacts,
    /// The words that its statements quote, each at its place, and spaces between.
    pub text: String,
    /// What had read it.
    pub reader: String,
}

/// Why quads are no export of this program.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RaiseError {
    /// They are no RDF of that format.
    #[error("{0}")]
    Syntax(String),
    /// Something of a page is missing or of another form.
    #[error("{subject}: expected {expected}")]
    Form {
        /// IRI of what it is about.
        subject: String,
        /// What should be there.
        expected: String,
    },
    /// There is no page.
    #[error("there is no page: expected named graphs below {}page/, as `zhengtu export --format nquads` writes them",
        .0.as_ref().map_or("\u{2026}", Base::as_str))]
    NoPage(Option<Base>),
    /// Pages stand below different bases.
    #[error("its pages stand below {}: say with --base which of them to take",
        .0.iter().map(Base::as_str).collect::<Vec<_>>().join(" and "))]
    Bases(Vec<Base>),
}

/// The pages of an export as N-Quads or TriG; graphs that are none are left out.
///
/// They stand below `base`, or, if none is given, below whatever base they were written with: a page says that it is one,
/// and its path below the base is known.
///
/// # Errors
/// [`RaiseError`].
pub fn raise(quads: &[u8], trig: bool, base: Option<&Base>) -> Result<Vec<Raised>, RaiseError> {
    let format = if trig { RdfFormat::TriG } else { RdfFormat::NQuads };
    let mut graphs: BTreeMap<String, Said> = BTreeMap::new();
    for quad in RdfParser::from_format(format).for_slice(quads) {
        let quad = quad.map_err(|error| RaiseError::Syntax(error.to_string()))?;
        let GraphName::NamedNode(graph) = quad.graph_name else { continue };
        let Term::Iri(subject) = Term::of(Node::from(quad.subject)) else { continue };
        let said = graphs.entry(graph.into_string()).or_default();
        said.0.entry(subject).or_default().push((quad.predicate.into_string(), Term::of(quad.object)));
    }
    let mut bases: Vec<Base> = match base {
        Some(base) => vec![base.clone()],
        None => graphs.iter().filter_map(|(graph, said)| base_of(graph, said)).collect(),
    };
    bases.sort();
    bases.dedup();
    let base = match &bases[..] {
        [base] => base,
        [] => return Err(RaiseError::NoPage(None)),
        _ => return Err(RaiseError::Bases(bases)),
    };
    let pages = graphs.iter().filter_map(|(graph, said)| {
        let id = base.key(graph)?.strip_prefix("page/")?.to_owned();
        Some(Page { base, said, graph, id: PageId(id) }.raised())
    });
    let pages: Vec<Raised> = pages.collect::<Result<_, _>>()?;
    if pages.is_empty() { Err(RaiseError::NoPage(Some(base.clone()))) } else { Ok(pages) }
}

/// What the graph of a page stands below; none if it is no page's.
fn base_of(graph: &str, said: &Said) -> Option<Base> {
    let at = graph.rfind("page/").filter(|_| said.is_a(graph, zt::PAGE))?;
    Base::new(&graph[..at]).ok()
}

/// What is said of each subject in a graph.
#[derive(Default)]
struct Said(BTreeMap<String, Vec<(String, Term)>>);

impl Said {
    fn values<'s>(&'s self, subject: &str, property: NamedNodeRef<'s>) -> impl Iterator<Item = &'s Term> {
        let of = self.0.get(subject).map_or(&[][..], Vec::as_slice);
        of.iter().filter(move |(name, _)| name == property.as_str()).map(|(_, value)| value)
    }

    fn text(&self, subject: &str, property: NamedNodeRef<'_>) -> Option<String> {
        self.values(subject, property).next().map(Term::text)
    }

    fn is_a(&self, subject: &str, class: NamedNodeRef<'_>) -> bool {
        self.values(subject, rdf::TYPE).any(|value| value.text() == class.as_str())
    }

    fn of_class<'s>(&'s self, class: NamedNodeRef<'s>) -> impl Iterator<Item = &'s str> {
        self.0.keys().map(String::as_str).filter(move |subject| self.is_a(subject, class))
    }

    /// The one of `all` whose class or concept the subject has.
    fn word<T: Copy>(&self, subject: &str, all: &[T], class: impl Fn(T) -> NamedNodeRef<'static>) -> Option<T> {
        all.iter().copied().find(|one| self.is_a(subject, class(*one)))
    }
}

/// A page while it comes back.
struct Page<'p> {
    base: &'p Base,
    said: &'p Said,
    graph: &'p str,
    id: PageId,
}

impl Page<'_> {
    fn raised(&self) -> Result<Raised, RaiseError> {
        let said = self.said;
        let publisher = said.text(self.graph, dcterms::PUBLISHER);
        let reader = said.text(self.graph, zt::READ_BY).and_then(|reader| said.text(&reader, rdfs::LABEL));
        let page = PageInfo {
            id: self.id.clone(),
            doc: self.needed(self.graph, dcterms::IDENTIFIER, "a dcterms:identifier")?,
            title: said.text(self.graph, dcterms::TITLE),
            paper: publisher.and_then(|paper| said.text(&paper, rdfs::LABEL)),
            date: said.text(self.graph, dcterms::ISSUED),
            url: said.text(self.graph, dcterms::SOURCE),
            digest: Some(self.needed(self.graph, schema::SHA256, "a schema:sha256")?),
        };
        let mut observations = self.each(schema::OBSERVATION, |subject| self.observation(subject))?;
        observations
            .sort_by(|a, b| (a.number.span, a.evidence.span, &a.id).cmp(&(b.number.span, b.evidence.span, &b.id)));
        let mut relations = self.each(rdf::STATEMENT, |subject| self.relation(subject))?;
        relations.sort_by(|a, b| (a.evidence.span, &a.id).cmp(&(b.evidence.span, &b.id)));
        let mut text = Text::of(&observations, &relations);
        let agencies = self.each(org::ORGANIZATION, |subject| self.agency(subject, &mut text))?;
        let programmes = self.each(zt::PROGRAMME_CLASS, |subject| self.programme(subject, &mut text))?;
        let locations = self.each(schema::PLACE, |subject| self.location(subject, &mut text))?;
        let facts = PageFacts {
            page,
            articles: self.articles()?,
            agencies,
            programmes,
            locations,
            observations,
            relations,
            rejections: Vec::new(),
        };
        Ok(Raised { facts, text: text.0.into_iter().collect(), reader: reader.unwrap_or_default() })
    }

    /// The articles, each with the places where the words of statements begin.
    fn articles(&self) -> Result<Vec<ArticleInfo>, RaiseError> {
        let mut articles: BTreeMap<String, Vec<Span>> = BTreeMap::new();
        for article in self.said.values(self.graph, dcterms::HAS_PART) {
            articles.entry(article.text()).or_default();
        }
        for passage in self.said.of_class(zt::PASSAGE) {
            let Some(article) = self.said.text(passage, dcterms::IS_PART_OF) else { continue };
            let start = self.words(passage)?.span.start;
            articles.entry(article).or_default().push(Span::new(start, start + 1));
        }
        let article = |(iri, mut spans): (String, Vec<Span>)| {
            let id = self.base.key(&iri).and_then(|key| Some(ArticleId(key.strip_prefix("article/")?.into())));
            spans.sort_unstable();
            spans.dedup();
            Ok(ArticleInfo { id: id.ok_or_else(|| self.form(&iri, "an article below the base"))?, spans })
        };
        let mut articles: Vec<ArticleInfo> = articles.into_iter().map(article).collect::<Result<_, _>>()?;
        articles.sort_by_key(|article| (article.spans.is_empty(), article.spans.first().copied(), article.id.clone()));
        Ok(articles)
    }

    fn each<T>(
        &self,
        class: NamedNodeRef<'_>,
        mut of: impl FnMut(&str) -> Result<T, RaiseError>,
    ) -> Result<Vec<T>, RaiseError> {
        let subjects: Vec<&str> = self.said.of_class(class).collect();
        subjects.into_iter().map(&mut of).collect()
    }

    fn form(&self, subject: &str, expected: &str) -> RaiseError {
        RaiseError::Form { subject: subject.to_owned(), expected: expected.to_owned() }
    }

    fn needed(&self, subject: &str, property: NamedNodeRef<'_>, expected: &str) -> Result<String, RaiseError> {
        self.said.text(subject, property).ok_or_else(|| self.form(subject, expected))
    }

    fn entity(&self, iri: &str) -> Result<EntityId, RaiseError> {
        let id = self.base.key(iri).and_then(|key| EntityId::parse(&key));
        id.ok_or_else(|| self.form(iri, "an entity below the base"))
    }

    /// The entity that a property names.
    fn link(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<EntityId>, RaiseError> {
        self.said.text(subject, property).map(|iri| self.entity(&iri)).transpose()
    }

    fn name(&self, subject: &str) -> Result<String, RaiseError> {
        self.needed(subject, rdfs::LABEL, "an rdfs:label")
    }

    /// Mentions with the other names that the page has for a thing.
    fn mentions(&self, subject: &str, text: &mut Text) -> Vec<Span> {
        let others: BTreeSet<String> = self.said.values(subject, skos::ALT_LABEL).map(Term::text).collect();
        others.iter().map(|other| text.add(other)).collect()
    }

    fn agency(&self, subject: &str, text: &mut Text) -> Result<Agency, RaiseError> {
        let kind = self.said.word(subject, AgencyKind::ALL, agency_class);
        Ok(Agency {
            id: self.entity(subject)?,
            name: self.name(subject)?,
            kind: kind.ok_or_else(|| self.form(subject, "a kind of agency"))?,
            place: self.link(subject, schema::LOCATION)?,
            part_of: self.link(subject, org::SUB_ORGANIZATION_OF)?,
            mentions: self.mentions(subject, text),
        })
    }

    fn programme(&self, subject: &str, text: &mut Text) -> Result<Programme, RaiseError> {
        let kind = self.said.word(subject, ProgrammeKind::ALL, programme_class);
        Ok(Programme {
            id: self.entity(subject)?,
            name: self.name(subject)?,
            kind: kind.ok_or_else(|| self.form(subject, "a kind of programme"))?,
            part_of: self.link(subject, dcterms::IS_PART_OF)?,
            mentions: self.mentions(subject, text),
        })
    }

    fn location(&self, subject: &str, text: &mut Text) -> Result<Location, RaiseError> {
        let level = self.said.word(subject, Level::ALL, level_class);
        let mut path = vec![self.name(subject)?];
        let mut seen = BTreeSet::from([subject.to_owned()]);
        let mut at = subject.to_owned();
        while let Some(wider) = self.said.text(&at, skos::BROADER).filter(|wider| seen.insert(wider.clone())) {
            path.push(self.name(&wider)?);
            at = wider;
        }
        path.reverse();
        let former = self.said.values(subject, zt::FORMER_NAME).map(|former| {
            let former = former.text();
            let until = self.said.text(&former, zt::UNTIL).and_then(|year| year.parse().ok());
            Ok((self.name(&former)?, until.ok_or_else(|| self.form(&former, "a zt:until with a year"))?))
        });
        let mut former: Vec<(String, i16)> = former.collect::<Result<_, RaiseError>>()?;
        former.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        Ok(Location {
            id: self.entity(subject)?,
            name: self.name(subject)?,
            path,
            level: level.ok_or_else(|| self.form(subject, "a level"))?,
            code: self.said.text(subject, skos::NOTATION),
            within: self.link(subject, skos::BROADER)?,
            former,
            mentions: self.mentions(subject, text),
        })
    }

    fn observation(&self, subject: &str) -> Result<Observation, RaiseError> {
        let said = self.said;
        let indicator = self.needed(subject, schema::VARIABLE_MEASURED, "a schema:variableMeasured")?;
        let variable = self.needed(&indicator, zt::VARIABLE, "a zt:variable")?;
        let reasons = said.text(&indicator, zt::MERGED_BECAUSE);
        let concept = |property| said.text(subject, property);
        let unit = said.text(subject, qudt::HAS_UNIT);
        let bound = concept(zt::BOUND);
        let bound = Bound::ALL.iter().copied().find(|one| bound_concept(*one).map(|c| c.as_str()) == bound.as_deref());
        let change = concept(zt::CHANGE);
        let aggregate = concept(zt::AGGREGATE);
        let value = self.number(subject, schema::VALUE)?;
        Ok(Observation {
            id: self.statement(subject)?,
            indicator: self.name(&indicator)?,
            variable: Variable {
                name: self.name(&variable)?,
                reasons: reasons.map(|all| all.split("; ").map(ToOwned::to_owned).collect()).unwrap_or_default(),
            },
            quantity: Quantity {
                value: value.ok_or_else(|| self.form(subject, "a schema:value"))?,
                max: self.number(subject, schema::MAX_VALUE)?,
                from: self.number(subject, zt::VALUE_BEFORE)?,
                unit: unit.map(|unit| self.name(&unit)).transpose()?,
                bound: bound.ok_or_else(|| self.form(subject, "a known zt:bound"))?,
                change: change
                    .and_then(|iri| Change::ALL.iter().copied().find(|one| change_concept(*one).as_str() == iri)),
                aggregate: aggregate
                    .and_then(|iri| Aggregate::ALL.iter().copied().find(|one| aggregate_concept(*one).as_str() == iri)),
            },
            period: said.text(subject, zt::PERIOD).and_then(|period| Period::parse(&period)),
            agency: self.link(subject, zt::AGENCY)?,
            programme: self.link(subject, zt::PROGRAMME)?,
            location: self.link(subject, schema::OBSERVATION_ABOUT)?,
            number: self.passage(subject, zt::NUMERAL)?,
            evidence: self.passage(subject, zt::EVIDENCE)?,
            repeats: self.repeats(subject)?,
            confidence: self.confidence(subject)?,
            rule: self.needed(subject, zt::RULE, "a zt:rule")?,
        })
    }

    fn relation(&self, subject: &str) -> Result<Relation, RaiseError> {
        let end = |property, expected: &str| self.entity(&self.needed(subject, property, expected)?);
        let from = end(rdf::SUBJECT, "an rdf:subject")?;
        let plain = self.needed(subject, rdf::PREDICATE, "an rdf:predicate")?;
        let predicate = Predicate::ALL.iter().copied().find(|one| plain_predicate(*one, from.kind()).as_str() == plain);
        Ok(Relation {
            id: self.statement(subject)?,
            predicate: predicate.ok_or_else(|| self.form(subject, "a known rdf:predicate"))?,
            object: end(rdf::OBJECT, "an rdf:object")?,
            subject: from,
            evidence: self.passage(subject, zt::EVIDENCE)?,
            confidence: self.confidence(subject)?,
            rule: self.needed(subject, zt::RULE, "a zt:rule")?,
        })
    }

    fn statement(&self, subject: &str) -> Result<StatementId, RaiseError> {
        let from = self.said.text(subject, prov::WAS_DERIVED_FROM);
        let id = self.base.key(subject).and_then(|key| key.strip_prefix("statement/").map(ToOwned::to_owned));
        let id = id.filter(|_| from.as_deref() == Some(self.graph));
        id.map(StatementId).ok_or_else(|| self.form(subject, "a statement of its page, below the base"))
    }

    fn number(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Option<Decimal>, RaiseError> {
        let text = self.said.text(subject, property);
        text.map(|text| text.parse().map_err(|_| self.form(subject, "decimals for its values"))).transpose()
    }

    fn confidence(&self, subject: &str) -> Result<Confidence, RaiseError> {
        let value = self.number(subject, zt::CONFIDENCE)?.map(|value| (value * Decimal::ONE_HUNDRED).normalize());
        let hundredths = value.and_then(|value| u8::try_from(value).ok()).filter(|hundredths| *hundredths <= 100);
        hundredths.map(Confidence::hundredths).ok_or_else(|| self.form(subject, "a zt:confidence from 0 to 1"))
    }

    fn passage(&self, subject: &str, property: NamedNodeRef<'_>) -> Result<Evidence, RaiseError> {
        let words = self.said.text(subject, property).ok_or_else(|| self.form(subject, "its words"))?;
        self.words(&words)
    }

    fn repeats(&self, subject: &str) -> Result<Vec<Evidence>, RaiseError> {
        let repeats = self.said.values(subject, zt::REPEAT).map(|words| self.words(&words.text()));
        let mut repeats: Vec<Evidence> = repeats.collect::<Result<_, _>>()?;
        repeats.sort();
        Ok(repeats)
    }

    fn words(&self, words: &str) -> Result<Evidence, RaiseError> {
        let place = |property, expected: &str| {
            let text = self.needed(words, property, expected)?;
            text.parse::<u32>().map_err(|_| self.form(words, expected))
        };
        let (start, end) = (place(oa::START, "an oa:start")?, place(oa::END, "an oa:end")?);
        if end < start || end > Text::LONGEST {
            return Err(self.form(words, "an oa:end behind its oa:start"));
        }
        Ok(Evidence { span: Span::new(start, end), text: self.needed(words, oa::EXACT, "an oa:exact")? })
    }
}

/// Text of which only the quoted stretches are known.
#[derive(Default)]
struct Text(Vec<char>);

impl Text {
    /// Pages are shorter; a span beyond this only asks for memory.
    const LONGEST: u32 = 1 << 26;

    /// The sentences of statements, each at its place; of those that overlap one with numbers, and the longest.
    fn of(observations: &[Observation], relations: &[Relation]) -> Self {
        let mut sentences: BTreeMap<Span, (&Evidence, Vec<&Evidence>)> = BTreeMap::new();
        for one in observations {
            sentences.entry(one.evidence.span).or_insert((&one.evidence, Vec::new())).1.push(&one.number);
            for repeat in &one.repeats {
                sentences.entry(repeat.span).or_insert((repeat, Vec::new()));
            }
        }
        for one in relations {
            sentences.entry(one.evidence.span).or_insert((&one.evidence, Vec::new()));
        }
        let mut sentences: Vec<_> = sentences.into_values().collect();
        let length = |span: Span| span.end - span.start;
        sentences.sort_by_key(|(one, numbers)| (numbers.is_empty(), std::cmp::Reverse(length(one.span)), one.span));
        let mut text = Self::default();
        let mut laid: Vec<Span> = Vec::new();
        for (sentence, numbers) in sentences {
            let span = sentence.span;
            text.0.resize(text.0.len().max(span.end as usize), ' ');
            if laid.iter().all(|other| other.end <= span.start || span.end <= other.start) {
                text.lay(sentence, &numbers);
                laid.push(span);
            }
        }
        text
    }

    /// Puts a sentence at its place and each number at its own. White space and marks between words were taken out of
    /// them; what they leave is put before the next number, and behind the last.
    fn lay(&mut self, sentence: &Evidence, numbers: &[&Evidence]) {
        let words: Vec<char> = sentence.text.chars().collect();
        let (mut done, mut at) = (0, sentence.span.start as usize);
        let end = sentence.span.end as usize;
        for number in numbers {
            let digits: Vec<char> = number.text.chars().collect();
            let rest = &words[done..];
            let found = rest.windows(digits.len().max(1)).position(|window| window == digits);
            let (place, after) = (number.span.start as usize, number.span.end as usize);
            let behind = |before: usize| rest.len() - before - digits.len();
            let fits = |before: &usize| at + before <= place && after + behind(*before) <= end;
            let Some(before) = found.filter(fits) else { continue };
            self.put(at, &rest[..before]);
            self.put(place, &digits);
            (done, at) = (done + before + digits.len(), after);
        }
        let rest = &words[done..];
        self.put(at, &rest[..rest.len().min(end - at)]);
    }

    fn put(&mut self, at: usize, words: &[char]) {
        self.0.iter_mut().skip(at).zip(words).for_each(|(place, word)| *place = *word);
    }

    /// Adds words behind all others.
    fn add(&mut self, words: &str) -> Span {
        self.0.push('\n');
        let start = self.0.len() as u32;
        self.0.extend(words.chars());
        Span::new(start, self.0.len() as u32)
    }
}
