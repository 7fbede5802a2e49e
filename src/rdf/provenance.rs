//! Where statements come from, and what read them, for programs that know PROV and nothing of this graph.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

use crate::{
    model::{Evidence, PageFacts},
    rdf::{
        Lowering, PageQuads,
        lower::digest,
        term_of::{date_literal, node},
        told::Told,
        vocab::{dcterms, prov, rdf, rdfs, schema, zt},
    },
};

impl Lowering {
    /// How the statements of a page came about, in PROV-O (W3C Recommendation of 30 April 2013, section 3.1, Starting
    /// Point Terms; `prov:SoftwareAgent`, `prov:Organization`, `prov:wasQuotedFrom` and `prov:value` of section 3.2).
    ///
    /// The page is an entity attributed to its paper; a reading is an activity that used the page and a lexicon, and is
    /// associated with a version of the program; it generated the statements, each derived from the page and from words
    /// that are quoted from it. IRIs are those of the graph. Nothing says when a page was read: the same pages give the
    /// same file.
    ///
    /// ```
    /// use zhengtu::{lexicon::Lexicon, pipeline, rdf::Lowering, text::Document};
    /// let page = Document::new("a.txt", "湘潭市医疗保障局推行15分钟医保服务圈。");
    /// let facts = pipeline::read(&page, Lexicon::embedded());
    /// let told = Lowering::default().with_reader("zhengtu-0.1.0+00ff").provenance(&facts, &page.text).n_quads();
    /// assert!(told.contains("/prov#wasQuotedFrom> <https://w3id.org/zhengtu/page/"));
    /// ```
    pub fn provenance(&self, facts: &PageFacts, text: &str) -> PageQuads {
        let base = self.base();
        let page = node(base.page(&facts.page.id));
        let mut told = Told::new(page.clone());
        let reading = node(format!("{}#reading", page.as_str()));
        told.source(facts, text);
        if let Some(paper) = &facts.page.paper {
            let agent = node(base.paper(paper));
            told.add(&page, prov::WAS_ATTRIBUTED_TO, agent.clone());
            told.named(&agent, prov::ORGANIZATION, paper);
        }
        told.named(&reading, prov::ACTIVITY, &format!("reading of {}", facts.page.doc));
        told.add(&reading, prov::USED, page.clone());
        if let Some(name) = self.reader() {
            told.reader(&reading, node(base.reader(name)), name);
        }
        let figures = facts.observations.iter().map(|one| (&one.id, &one.evidence));
        let relations = facts.relations.iter().map(|one| (&one.id, &one.evidence));
        for (id, evidence) in figures.chain(relations) {
            let statement = node(base.statement(id));
            let words = node(base.passage(&facts.page.id, evidence.span));
            told.add(&statement, rdf::TYPE, prov::ENTITY);
            told.add(&statement, prov::WAS_GENERATED_BY, reading.clone());
            told.add(&statement, prov::WAS_DERIVED_FROM, page.clone());
            told.add(&statement, prov::WAS_DERIVED_FROM, words.clone());
            told.quote(&words, evidence);
        }
        // Statements of one sentence quote the same words.
        told.finish()
    }
}

impl Told {
    fn named(&mut self, subject: &NamedNode, class: NamedNodeRef<'static>, name: &str) {
        self.add(subject, rdf::TYPE, class);
        self.add(subject, rdfs::LABEL, Literal::new_simple_literal(name));
    }

    fn source(&mut self, facts: &PageFacts, text: &str) {
        let (info, page) = (&facts.page, self.graph().clone());
        self.named(&page, prov::ENTITY, &info.doc);
        self.add(&page, rdf::TYPE, zt::PAGE);
        self.add(&page, schema::SHA256, Literal::new_simple_literal(digest(info, text)));
        if let Some(date) = &info.date {
            self.add(&page, dcterms::ISSUED, date_literal(date));
        }
        if let Some(address) = info.url.as_ref().and_then(|url| NamedNode::new(url).ok()) {
            self.add(&page, prov::WAS_DERIVED_FROM, address.clone());
            self.add(&address, rdf::TYPE, prov::ENTITY);
        }
    }

    /// A reader's name is the program's with its version, `+`, and the version of its lexicon.
    fn reader(&mut self, reading: &NamedNode, agent: NamedNode, name: &str) {
        self.add(reading, prov::WAS_ASSOCIATED_WITH, agent.clone());
        let (program, lexicon) = name.split_once('+').unwrap_or((name, ""));
        self.named(&agent, prov::SOFTWARE_AGENT, program);
        if let Some((_, version)) = program.rsplit_once('-') {
            self.add(&agent, schema::SOFTWARE_VERSION, Literal::new_simple_literal(version));
        }
        if !lexicon.is_empty() {
            let tables = node(format!("{}#lexicon", agent.as_str()));
            self.add(reading, prov::USED, tables.clone());
            self.named(&tables, prov::ENTITY, &format!("lexicon {lexicon}"));
        }
    }

    fn quote(&mut self, words: &NamedNode, evidence: &Evidence) {
        let page = self.graph().clone();
        self.add(words, rdf::TYPE, prov::ENTITY);
        self.add(words, prov::WAS_QUOTED_FROM, page);
        self.add(words, prov::VALUE, Literal::new_simple_literal(&evidence.text));
    }
}
