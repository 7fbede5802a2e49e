//! What a page says, as quads: one named graph a page, statements as nodes, and plain triples beside them.

use std::{
    collections::{BTreeSet, HashMap},
    iter::successors,
};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef, Term};
use rust_decimal::Decimal;
use sha2::{Digest, Sha256};

use crate::{
    model::{
        Agency, ArticleId, Confidence, EntityId, Evidence, Level, Location, Observation, PageFacts, PageInfo, Period,
        Predicate, Programme, Relation, Sources,
    },
    rdf::{
        Base, PageQuads,
        term_of::{
            agency_class, aggregate_concept, bound_concept, change_concept, chinese, date_literal, date_property,
            decimal, level_class, node, plain_predicate, programme_class, qudt_unit,
        },
        vocab::{dcterms, geo, oa, org, prov, qudt, rdf, rdfs, schema, skos, time, zt},
    },
    text::Span,
};

/// How pages become quads: below which base, and in whose name.
///
/// The same page gives the same quads, whatever else is read: nothing but the page goes in, and nothing is a blank
/// node. A figure takes no more than 25 quads with all its evidence, unless it claims to be a range, a change from and
/// a change by at once; told again, 5 more each time. Plain triples to its programme come beside them.
///
/// ```
/// # use zhengtu::{model::{PageFacts, PageId, PageInfo}, rdf::Lowering};
/// # let info = PageInfo { id: PageId("00ff".into()), doc: "a.txt".into(), title: None,
/// #     paper: None, date: Some("2022-12".into()), url: None, digest: None };
/// # let facts = PageFacts { page: info, articles: vec![], agencies: vec![], programmes: vec![], locations: vec![],
/// #     observations: vec![], relations: vec![], rejections: vec![] };
/// let quads = Lowering::default().page(&facts, "湘潭日报");
/// assert_eq!(
///     quads.n_quads().lines().next(),
///     Some(
///         "<https://w3id.org/zhengtu/page/00ff> <http://purl.org/dc/terms/identifier> \"a.txt\" \
///          <https://w3id.org/zhengtu/page/00ff> ."
///     ),
/// );
/// ```
#[derive(Clone, Debug, Default)]
pub struct Lowering {
    base: Base,
    reader: Option<String>,
}

impl Lowering {
    /// Pages below `base`.
    pub fn new(base: Base) -> Self {
        Self { base, reader: None }
    }

    /// Says on each page what read it: a program's name with its version, and that of its tables if they have one.
    pub fn with_reader(mut self, reader: impl Into<String>) -> Self {
        self.reader = Some(reader.into());
        self
    }

    /// The base of the IRIs.
    pub fn base(&self) -> &Base {
        &self.base
    }

    /// What read the pages, if that is said.
    pub(super) fn reader(&self) -> Option<&str> {
        self.reader.as_deref()
    }

    /// The quads of a page. `text` is the decoded page that the spans point into.
    pub fn page(&self, facts: &PageFacts, text: &str) -> PageQuads {
        let graph = node(self.base.page(&facts.page.id));
        let mut writer = Writer { base: &self.base, facts, sources: Sources::of(facts), page: PageQuads::new(graph) };
        writer.source(&facts.page, text, self.reader.as_deref());
        for article in &facts.articles {
            writer.article(&article.id);
        }
        let words = Words::new(text);
        for agency in &facts.agencies {
            writer.agency(agency, &words);
        }
        for programme in &facts.programmes {
            writer.programme(programme, &words);
        }
        let wider: HashMap<&EntityId, &EntityId> =
            facts.locations.iter().filter_map(|place| Some((&place.id, place.within.as_ref()?))).collect();
        for location in &facts.locations {
            writer.location(location, &words);
            writer.within(&location.id, successors(wider.get(&location.id).copied(), |id| wider.get(id).copied()));
        }
        for observation in &facts.observations {
            writer.observation(observation);
        }
        for relation in &facts.relations {
            writer.relation(relation);
        }
        writer.page
    }
}

/// The SHA-256 of a page's text, in hexadecimal digits.
pub(super) fn digest(info: &PageInfo, text: &str) -> String {
    let computed = || Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
    info.digest.clone().unwrap_or_else(computed)
}

/// Collects the quads of one page.
struct Writer<'a> {
    base: &'a Base,
    facts: &'a PageFacts,
    sources: Sources<'a>,
    page: PageQuads,
}

impl Writer<'_> {
    fn add(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, object: impl Into<Term>) {
        self.page.add(subject, predicate, object);
    }

    /// The label that every tool reads, and the one that SKOS asks for.
    fn label(&mut self, subject: &NamedNode, name: &str) {
        self.add(subject, rdfs::LABEL, chinese(name));
        self.add(subject, skos::PREF_LABEL, chinese(name));
    }

    fn source(&mut self, info: &PageInfo, text: &str, reader: Option<&str>) {
        let page = self.page.name().clone();
        self.add(&page, rdf::TYPE, zt::PAGE);
        self.add(&page, dcterms::IDENTIFIER, Literal::new_simple_literal(&info.doc));
        self.add(&page, schema::SHA256, Literal::new_simple_literal(digest(info, text)));
        if let Some(title) = &info.title {
            self.add(&page, dcterms::TITLE, chinese(title));
        }
        if let Some(date) = &info.date {
            self.add(&page, dcterms::ISSUED, date_literal(date));
        }
        if let Some(url) = &info.url {
            match NamedNode::new(url) {
                Ok(iri) => self.add(&page, dcterms::SOURCE, iri),
                Err(_) => self.add(&page, dcterms::SOURCE, Literal::new_simple_literal(url)),
            }
        }
        if let Some(name) = &info.paper {
            let paper = node(self.base.paper(name));
            self.add(&page, dcterms::PUBLISHER, paper.clone());
            self.add(&paper, rdf::TYPE, schema::NEWS_MEDIA);
            self.label(&paper, name);
        }
        if let Some(name) = reader {
            let reader = node(self.base.reader(name));
            self.add(&page, zt::READ_BY, reader.clone());
            self.add(&reader, rdf::TYPE, prov::SOFTWARE_AGENT);
            self.add(&reader, rdfs::LABEL, Literal::new_simple_literal(name));
        }
    }

    fn article(&mut self, id: &ArticleId) {
        let (page, article) = (self.page.name().clone(), node(self.base.article(id)));
        self.add(&page, dcterms::HAS_PART, article.clone());
        self.add(&article, rdf::TYPE, zt::ARTICLE);
    }

    fn entity(&self, id: &EntityId) -> NamedNode {
        node(self.base.entity(id))
    }

    fn alternatives(&mut self, subject: &NamedNode, surfaces: BTreeSet<String>) {
        for surface in surfaces {
            self.add(subject, skos::ALT_LABEL, chinese(&surface));
        }
    }

    fn agency(&mut self, agency: &Agency, words: &Words<'_>) {
        let subject = self.entity(&agency.id);
        self.add(&subject, rdf::TYPE, org::ORGANIZATION);
        self.add(&subject, rdf::TYPE, agency_class(agency.kind));
        self.label(&subject, &agency.name);
        self.alternatives(&subject, words.surfaces(&agency.mentions, &agency.name));
        if let Some(place) = &agency.place {
            let place = self.entity(place);
            self.add(&subject, schema::LOCATION, place);
        }
        if let Some(whole) = &agency.part_of {
            let whole = self.entity(whole);
            self.add(&subject, org::SUB_ORGANIZATION_OF, whole);
        }
    }

    fn programme(&mut self, programme: &Programme, words: &Words<'_>) {
        let subject = self.entity(&programme.id);
        self.add(&subject, rdf::TYPE, zt::PROGRAMME_CLASS);
        self.add(&subject, rdf::TYPE, programme_class(programme.kind));
        self.label(&subject, &programme.name);
        self.alternatives(&subject, words.surfaces(&programme.mentions, &programme.name));
        if let Some(whole) = &programme.part_of {
            let whole = self.entity(whole);
            self.add(&subject, dcterms::IS_PART_OF, whole);
        }
    }

    fn location(&mut self, location: &Location, words: &Words<'_>) {
        let subject = self.entity(&location.id);
        self.add(&subject, rdf::TYPE, schema::PLACE);
        if !matches!(location.level, Level::Zone | Level::Site) {
            self.add(&subject, rdf::TYPE, schema::ADMINISTRATIVE_AREA);
        }
        self.add(&subject, rdf::TYPE, level_class(location.level));
        self.label(&subject, &location.name);
        let mut surfaces = words.surfaces(&location.mentions, &location.name);
        surfaces.retain(|surface| names_place(surface, &location.name));
        self.alternatives(&subject, surfaces);
        if let Some(code) = &location.code {
            self.add(&subject, skos::NOTATION, Literal::new_simple_literal(code));
        }
        if let Some(wider) = &location.within {
            let wider = self.entity(wider);
            self.add(&subject, schema::CONTAINED_IN_PLACE, wider.clone());
            self.add(&subject, skos::BROADER, wider);
        }
        for (name, until) in &location.former {
            let former = node(self.base.former_name(&location.id, name, *until));
            self.add(&subject, zt::FORMER_NAME, former.clone());
            self.add(&former, rdf::TYPE, zt::FORMER_NAME_CLASS);
            self.add(&former, rdfs::LABEL, chinese(name));
            self.add(&former, zt::UNTIL, date_literal(&until.to_string()));
        }
    }

    /// All that a place lies in, so that a question about a province needs no path through its prefectures.
    fn within<'p>(&mut self, place: &EntityId, wider: impl Iterator<Item = &'p EntityId>) {
        let subject = self.entity(place);
        // No register has places within themselves; a page that says so ends.
        for outer in wider.take_while(|outer| *outer != place).take(Level::ALL.len()) {
            let outer = self.entity(outer);
            self.add(&subject, geo::SF_WITHIN, outer);
        }
    }

    fn observation(&mut self, observation: &Observation) {
        let subject = node(self.base.statement(&observation.id));
        let quantity = &observation.quantity;
        self.add(&subject, rdf::TYPE, schema::OBSERVATION);
        self.grounds(&subject, &observation.evidence, observation.confidence, &observation.rule);

        let indicator = node(self.base.indicator(&observation.indicator));
        self.add(&subject, schema::VARIABLE_MEASURED, indicator.clone());
        self.add(&indicator, rdf::TYPE, schema::STATISTICAL_VARIABLE);
        self.add(&indicator, rdf::TYPE, skos::CONCEPT);
        self.label(&indicator, &observation.indicator);
        let variable = node(self.base.variable(&observation.variable.name));
        self.add(&indicator, zt::VARIABLE, variable.clone());
        self.add(&variable, rdf::TYPE, skos::CONCEPT);
        self.label(&variable, &observation.variable.name);
        if !observation.variable.reasons.is_empty() {
            let reasons = observation.variable.reasons.join("; ");
            self.add(&indicator, zt::MERGED_BECAUSE, Literal::new_simple_literal(reasons));
        }

        self.add(&subject, schema::VALUE, decimal(quantity.value));
        if let Some(max) = quantity.max {
            self.add(&subject, schema::MAX_VALUE, decimal(max));
        }
        if let Some(from) = quantity.from {
            self.add(&subject, zt::VALUE_BEFORE, decimal(from));
        }
        if let Some(name) = &quantity.unit {
            let unit = node(self.base.unit(name));
            self.add(&subject, qudt::HAS_UNIT, unit.clone());
            self.add(&unit, rdf::TYPE, qudt::UNIT);
            self.add(&unit, rdfs::LABEL, chinese(name));
            if let Some(same) = qudt_unit(name) {
                self.add(&unit, skos::EXACT_MATCH, same);
            }
        }
        if let Some(bound) = bound_concept(quantity.bound) {
            self.add(&subject, zt::BOUND, bound);
        }
        if let Some(change) = quantity.change {
            self.add(&subject, zt::CHANGE, change_concept(change));
        }
        if let Some(aggregate) = quantity.aggregate {
            self.add(&subject, zt::AGGREGATE, aggregate_concept(aggregate));
        }
        if let Some(period) = &observation.period {
            self.period(&subject, period);
        }
        if let Some(agency) = &observation.agency {
            let agency = self.entity(agency);
            self.add(&subject, zt::AGENCY, agency);
        }
        let place = observation.location.as_ref().map(|place| self.entity(place));
        if let Some(place) = place.clone() {
            self.add(&subject, schema::OBSERVATION_ABOUT, place);
        }
        if let Some(programme) = &observation.programme {
            let programme = self.entity(programme);
            self.add(&subject, zt::PROGRAMME, programme.clone());
            self.add(&programme, zt::HAS_METRIC, subject.clone());
            if let Some(place) = place {
                self.add(&programme, zt::TAKES_PLACE_IN, place);
            }
        }
        let numeral = self.words(&observation.number);
        self.add(&subject, zt::NUMERAL, numeral);
        for repeat in &observation.repeats {
            let repeat = self.passage(repeat);
            self.add(&subject, zt::REPEAT, repeat);
        }
    }

    /// The period as a text for short queries, and as an interval that all figures of it share.
    fn period(&mut self, subject: &NamedNode, period: &Period) {
        self.add(subject, zt::PERIOD, Literal::new_simple_literal(period.to_string()));
        let interval = node(self.base.period(period));
        self.add(subject, time::HAS_TIME, interval.clone());
        self.add(&interval, rdf::TYPE, time::PROPER_INTERVAL);
        self.add(&interval, rdfs::LABEL, Literal::new_simple_literal(period.to_string()));
        let ends = [
            (&period.start, "start", time::HAS_BEGINNING, zt::PERIOD_START),
            (&period.end, "end", time::HAS_END, zt::PERIOD_END),
        ];
        for (date, fragment, end, typed) in ends {
            let Some(date) = date else { continue };
            self.add(&interval, typed, date_literal(date));
            // The first and the last instant of a year are two, though both lie in that year.
            let Some(position) = date_property(date) else { continue };
            let instant = node(format!("{}#{fragment}", interval.as_str()));
            self.add(&interval, end, instant.clone());
            self.add(&instant, rdf::TYPE, time::INSTANT);
            self.add(&instant, position, date_literal(date));
        }
    }

    fn relation(&mut self, relation: &Relation) {
        let node = node(self.base.statement(&relation.id));
        let (subject, object) = (self.entity(&relation.subject), self.entity(&relation.object));
        let predicate = plain_predicate(relation.predicate, relation.subject.kind());
        self.add(&node, rdf::TYPE, rdf::STATEMENT);
        self.grounds(&node, &relation.evidence, relation.confidence, &relation.rule);
        self.add(&node, rdf::SUBJECT, subject.clone());
        self.add(&node, rdf::PREDICATE, predicate);
        self.add(&node, rdf::OBJECT, object.clone());

        self.add(&subject, predicate, object.clone());
        if relation.predicate == Predicate::Partners {
            self.add(&object, predicate, subject);
        }
    }

    /// What every statement has: its page, the words, how sure, by which rule.
    fn grounds(&mut self, statement: &NamedNode, evidence: &Evidence, confidence: Confidence, rule: &str) {
        let page = self.page.name().clone();
        self.add(statement, prov::WAS_DERIVED_FROM, page);
        let evidence = self.passage(evidence);
        self.add(statement, zt::EVIDENCE, evidence);
        self.add(statement, zt::CONFIDENCE, decimal(Decimal::new(confidence.as_hundredths().into(), 2)));
        self.add(statement, zt::RULE, Literal::new_simple_literal(rule));
    }

    fn passage(&mut self, evidence: &Evidence) -> NamedNode {
        let passage = self.words(evidence);
        self.add(&passage, rdf::TYPE, zt::PASSAGE);
        if !self.facts.articles.is_empty() {
            let article = node(self.base.article(&self.sources.at(evidence.span)));
            self.add(&passage, dcterms::IS_PART_OF, article);
        }
        passage
    }

    /// Words with their place. A numeral is no passage of its own: it stands within one.
    fn words(&mut self, evidence: &Evidence) -> NamedNode {
        let words = node(self.base.passage(&self.facts.page.id, evidence.span));
        self.add(&words, oa::EXACT, Literal::new_simple_literal(&evidence.text));
        self.add(&words, oa::START, Literal::from(i64::from(evidence.span.start)));
        self.add(&words, oa::END, Literal::from(i64::from(evidence.span.end)));
        words
    }
}

/// A page whose characters can be reached at once: a span costs its own length, not the page's.
struct Words<'a> {
    text: &'a str,
    /// Byte at which each character begins, and the end.
    starts: Vec<usize>,
}

impl<'a> Words<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, starts: text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect() }
    }

    /// What stands at `span`, white space removed; as much of it as the page has.
    fn quote(&self, span: Span) -> String {
        let byte = |at: u32| self.starts.get(at as usize).copied().unwrap_or(self.text.len());
        let (start, end) = (byte(span.start), byte(span.end));
        self.text.get(start..end).unwrap_or_default().split_whitespace().collect()
    }

    /// The different words at `spans` that are not `name` itself.
    fn surfaces(&self, spans: &[Span], name: &str) -> BTreeSet<String> {
        spans.iter().map(|span| self.quote(*span)).filter(|words| !words.is_empty() && words != name).collect()
    }
}

/// Whether words of a page are a name of a place, rather than words that stand for it on this page only ("the whole
/// city", "our county"): a name has two characters in a row in common with the full name.
pub(crate) fn names_place(surface: &str, name: &str) -> bool {
    let characters: Vec<char> = surface.chars().collect();
    characters.windows(2).any(|pair| name.contains(&String::from_iter(pair)))
}
