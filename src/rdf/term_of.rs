//! The term that each value of the model is written as.

use std::{collections::BTreeMap, sync::LazyLock};

use oxigraph::model::{Literal, NamedNode, NamedNodeRef};
use rust_decimal::Decimal;

use crate::{
    compare::Judgement,
    model::{AgencyKind, Aggregate, Bound, Change, EntityKind, Level, Predicate, ProgrammeKind},
    rdf::vocab::{dcterms, org, schema, time, xsd, zt},
};

/// A node whose IRI [`Base`] made, so that it is known to be one.
pub(super) fn node(iri: String) -> NamedNode {
    NamedNode::new_unchecked(iri)
}
pub(super) fn chinese(text: &str) -> Literal {
    Literal::new_language_tagged_literal_unchecked(text, "zh")
}

/// An exact decimal in the one form that XSD calls canonical, so that files and stores write the same.
pub(super) fn decimal(value: Decimal) -> Literal {
    Literal::new_typed_literal(value.normalize().to_string(), xsd::DECIMAL)
}

/// A date typed after what is known of it; what is no date of the calendar stays a plain text.
pub(super) fn date_literal(date: &str) -> Literal {
    match date_type(date) {
        Some((datatype, _)) => Literal::new_typed_literal(date, datatype),
        None => Literal::new_simple_literal(date),
    }
}

/// The property of OWL-Time that says in which year, month or day an instant lies; none for what is no date.
pub(super) fn date_property(date: &str) -> Option<NamedNodeRef<'static>> {
    date_type(date).map(|(_, property)| property)
}

fn date_type(date: &str) -> Option<(NamedNodeRef<'static>, NamedNodeRef<'static>)> {
    let (fits, types) = match date.len() {
        4 => (date.bytes().all(|b| b.is_ascii_digit()), (xsd::G_YEAR, time::IN_YEAR)),
        7 => (format!("{date}-01").parse::<jiff::civil::Date>().is_ok(), (xsd::G_YEAR_MONTH, time::IN_YEAR_MONTH)),
        10 => (date.parse::<jiff::civil::Date>().is_ok(), (xsd::DATE, time::IN_DATE)),
        _ => return None,
    };
    fits.then_some(types)
}

/// The QUDT unit that a unit as written is, from `ontology/qudt.tsv`.
pub(super) fn qudt_unit(written: &str) -> Option<NamedNode> {
    static UNITS: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
        let rows = include_str!("../../ontology/qudt.tsv").lines().filter(|row| !row.starts_with('#'));
        rows.filter_map(|row| row.split_once('\t')).collect()
    });
    UNITS.get(written).map(|local| node(format!("http://qudt.org/vocab/unit/{local}")))
}

/// The plain triple's predicate for a relation whose subject is of `kind`.
pub(super) fn plain_predicate(predicate: Predicate, kind: EntityKind) -> NamedNodeRef<'static> {
    match (predicate, kind) {
        (Predicate::Implements, _) => zt::IMPLEMENTS,
        (Predicate::PartOf, EntityKind::Agency) => org::SUB_ORGANIZATION_OF,
        (Predicate::PartOf, _) => dcterms::IS_PART_OF,
        (Predicate::LocatedIn, EntityKind::Programme) => zt::TAKES_PLACE_IN,
        (Predicate::LocatedIn, EntityKind::Location) => schema::CONTAINED_IN_PLACE,
        (Predicate::LocatedIn, _) => schema::LOCATION,
        (Predicate::Partners, _) => zt::PARTNERS,
    }
}

pub(super) fn agency_class(kind: AgencyKind) -> NamedNodeRef<'static> {
    match kind {
        AgencyKind::Government => zt::GOVERNMENT_AGENCY,
        AgencyKind::Party => zt::PARTY_ORGAN,
        AgencyKind::Institution => zt::PUBLIC_INSTITUTION,
        AgencyKind::Company => zt::COMPANY,
        AgencyKind::Association => zt::ASSOCIATION,
        AgencyKind::Community => zt::COMMUNITY_BODY,
        AgencyKind::Court => zt::JUDICIAL_ORGAN,
        AgencyKind::Media => zt::MEDIA_ORGANISATION,
    }
}

pub(super) fn programme_class(kind: ProgrammeKind) -> NamedNodeRef<'static> {
    match kind {
        ProgrammeKind::Campaign => zt::CAMPAIGN,
        ProgrammeKind::Service => zt::SERVICE_SCHEME,
        ProgrammeKind::Document => zt::POLICY_DOCUMENT,
        ProgrammeKind::Platform => zt::PLATFORM,
        ProgrammeKind::Project => zt::PROJECT,
        ProgrammeKind::Pilot => zt::PILOT,
        ProgrammeKind::Reform => zt::REFORM,
        ProgrammeKind::Mechanism => zt::MECHANISM,
        ProgrammeKind::Event => zt::EVENT,
    }
}

pub(super) fn level_class(level: Level) -> NamedNodeRef<'static> {
    match level {
        Level::Country => zt::COUNTRY,
        Level::Province => zt::PROVINCE,
        Level::Prefecture => zt::PREFECTURE,
        Level::County => zt::COUNTY,
        Level::Township => zt::TOWNSHIP,
        Level::Village => zt::VILLAGE,
        Level::Zone => zt::ZONE,
        Level::Site => zt::SITE,
    }
}

/// `None` where the number is given as it is: the absence of a bound says so.
pub(super) fn bound_concept(bound: Bound) -> Option<NamedNodeRef<'static>> {
    match bound {
        Bound::Eq => None,
        Bound::Ge => Some(zt::AT_LEAST),
        Bound::Gt => Some(zt::MORE_THAN),
        Bound::Le => Some(zt::AT_MOST),
        Bound::Lt => Some(zt::LESS_THAN),
        Bound::Approx => Some(zt::ABOUT),
    }
}

pub(super) fn change_concept(change: Change) -> NamedNodeRef<'static> {
    match change {
        Change::Increase => zt::INCREASE,
        Change::Decrease => zt::DECREASE,
    }
}

pub(super) fn aggregate_concept(aggregate: Aggregate) -> NamedNodeRef<'static> {
    match aggregate {
        Aggregate::Cumulative => zt::CUMULATIVE,
    }
}

/// The concept of how one claim stands to another.
pub(super) fn judgement_concept(judgement: Judgement) -> NamedNodeRef<'static> {
    match judgement {
        Judgement::Equal => zt::EQUAL,
        Judgement::Rounded => zt::ROUNDED,
        Judgement::OtherScope => zt::OTHER_SCOPE,
        Judgement::Revised => zt::REVISED,
        Judgement::UnitSlip => zt::UNIT_SLIP,
        Judgement::OcrDigit => zt::OCR_DIGIT,
        Judgement::Conflict => zt::CONFLICT,
    }
}
