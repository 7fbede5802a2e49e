//! Claims held against each other, as RDF: to be loaded beside the graph that holds the claims.

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};

use crate::{
    compare::{Group, Judged},
    rdf::{
        Base, PageQuads,
        term_of::{judgement_concept, node},
        told::Told,
        vocab::{dcterms, rdf, rdfs, schema, zt},
    },
};

/// Groups of claims as `zt:Comparison`s, in a graph of their own: `comparisons` below the base.
///
/// A comparison names what it is about, where and when (`schema:about`, `schema:spatialCoverage`,
/// `schema:temporalCoverage`), its claims, and the gravest judgement; each claim that was judged is a part of it
/// (`dcterms:hasPart`) with the claim that it was held against. The claims are the statements of the pages' graphs, which
/// stay as they are.
///
/// ```
/// use zhengtu::{compare::Comparison, lexicon::Lexicon, pipeline, rdf::{Base, comparisons}, text::Document};
/// let mut comparison = Comparison::new(Lexicon::embedded(), None);
/// for (name, text) in [("a.txt", "湘潭市民政局2022年发放救助金45万元。"), ("b.txt", "2022年湘潭市民政局发放救助金45元。")] {
///     comparison.add(&pipeline::read(&Document::new(name, text), Lexicon::embedded()));
/// }
/// let quads = comparisons(&Base::default(), &comparison.groups()).n_quads();
/// assert!(quads.contains("/ns#judgement> <https://w3id.org/zhengtu/ns#UnitSlip>"));
/// ```
pub fn comparisons(base: &Base, groups: &[Group]) -> PageQuads {
    let mut told = Told::new(node(base.below("comparisons")));
    groups.iter().for_each(|group| told.group(base, group));
    told.finish()
}

impl Told {
    fn count(&mut self, subject: &NamedNode, predicate: NamedNodeRef<'_>, count: usize) {
        self.add(subject, predicate, Literal::from(count as u64));
    }

    fn group(&mut self, base: &Base, group: &Group) {
        let subject = node(base.below(&format!("comparison/{}", group.id)));
        self.add(&subject, rdf::TYPE, zt::COMPARISON);
        let label = [&*group.variable, &*group.place.1, &*group.period].join(", ");
        self.add(&subject, rdfs::LABEL, Literal::new_simple_literal(label.trim_end_matches(", ")));
        self.add(&subject, schema::ABOUT, node(base.variable(&group.variable)));
        self.add(&subject, schema::SPATIAL_COVERAGE, node(base.entity(&group.place.0)));
        // A year in brackets is that of the pages: none says when their figures hold.
        if !group.period.is_empty() && !group.period.starts_with('(') {
            self.add(&subject, schema::TEMPORAL_COVERAGE, Literal::new_simple_literal(&group.period));
        }
        self.add(&subject, zt::JUDGEMENT, judgement_concept(group.worst));
        self.count(&subject, zt::SOURCES, group.sources);
        self.count(&subject, zt::PAGES, group.pages);
        for Judged { claim, judgement } in &group.claims {
            let statement = node(base.statement(&claim.statement));
            self.add(&subject, zt::CLAIM, statement.clone());
            let Some((judgement, against)) = judgement else { continue };
            let key = statement.as_str().rsplit('/').next().unwrap_or_default();
            let part = node(format!("{}#{key}", subject.as_str()));
            self.add(&subject, dcterms::HAS_PART, part.clone());
            self.add(&part, rdf::TYPE, zt::JUDGED_CLAIM);
            self.add(&part, zt::CLAIM, statement);
            self.add(&part, zt::AGAINST, node(base.statement(against)));
            self.add(&part, zt::JUDGEMENT, judgement_concept(*judgement));
        }
    }
}
