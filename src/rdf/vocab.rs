//! The terms that the graph is written in. Each `zt:` term is declared in `ontology/zhengtu.ttl`.

/// Prefixes that queries may use without declaring them, and that files declare: (name, IRI).
pub const PREFIXES: &[(&str, &str)] = &[
    ("dcterms", "http://purl.org/dc/terms/"),
    ("foaf", "http://xmlns.com/foaf/0.1/"),
    ("geo", "http://www.opengis.net/ont/geosparql#"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("org", "http://www.w3.org/ns/org#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("qb", "http://purl.org/linked-data/cube#"),
    ("qudt", "http://qudt.org/schema/qudt/"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "http://schema.org/"),
    ("sh", "http://www.w3.org/ns/shacl#"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("time", "http://www.w3.org/2006/time#"),
    ("unit", "http://qudt.org/vocab/unit/"),
    ("void", "http://rdfs.org/ns/void#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("zt", "https://w3id.org/zhengtu/ns#"),
];

/// Declares the terms of one vocabulary a module, and [`TERMS`] over all of them.
macro_rules! vocabularies {
    ($($module:ident = $namespace:literal { $($name:ident = $local:literal,)* })*) => {
        $(pub(super) mod $module {
            use oxigraph::model::NamedNodeRef;
            $(pub(in crate::rdf) const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($namespace, $local));)*
        })*

        /// Every term that a graph, or a file of provenance, of comparisons or of a ranking, may hold as a predicate, class or concept.
        pub const TERMS: &[&str] = &[$($(concat!($namespace, $local),)*)*];
    };
}

vocabularies! {
    dcterms = "http://purl.org/dc/terms/" {
        DESCRIPTION = "description",
        HAS_PART = "hasPart",
        IDENTIFIER = "identifier",
        IS_PART_OF = "isPartOf",
        ISSUED = "issued",
        PUBLISHER = "publisher",
        SOURCE = "source",
        TITLE = "title",
    }
    geo = "http://www.opengis.net/ont/geosparql#" {
        SF_WITHIN = "sfWithin",
    }
    oa = "http://www.w3.org/ns/oa#" {
        END = "end",
        EXACT = "exact",
        START = "start",
    }
    org = "http://www.w3.org/ns/org#" {
        ORGANIZATION = "Organization",
        SUB_ORGANIZATION_OF = "subOrganizationOf",
    }
    owl = "http://www.w3.org/2002/07/owl#" {
        SAME_AS = "sameAs",
    }
    prov = "http://www.w3.org/ns/prov#" {
        ACTIVITY = "Activity",
        ENTITY = "Entity",
        ORGANIZATION = "Organization",
        SOFTWARE_AGENT = "SoftwareAgent",
        USED = "used",
        VALUE = "value",
        WAS_ASSOCIATED_WITH = "wasAssociatedWith",
        WAS_ATTRIBUTED_TO = "wasAttributedTo",
        WAS_DERIVED_FROM = "wasDerivedFrom",
        WAS_GENERATED_BY = "wasGeneratedBy",
        WAS_QUOTED_FROM = "wasQuotedFrom",
    }
    qb = "http://purl.org/linked-data/cube#" {
        DATA_SET = "dataSet",
    }
    qudt = "http://qudt.org/schema/qudt/" {
        HAS_UNIT = "hasUnit",
        UNIT = "Unit",
    }
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#" {
        OBJECT = "object",
        PREDICATE = "predicate",
        STATEMENT = "Statement",
        SUBJECT = "subject",
        TYPE = "type",
    }
    rdfs = "http://www.w3.org/2000/01/rdf-schema#" {
        LABEL = "label",
    }
    schema = "http://schema.org/" {
        ABOUT = "about",
        ADMINISTRATIVE_AREA = "AdministrativeArea",
        CONTAINED_IN_PLACE = "containedInPlace",
        LOCATION = "location",
        MAX_VALUE = "maxValue",
        NEWS_MEDIA = "NewsMediaOrganization",
        OBSERVATION = "Observation",
        OBSERVATION_ABOUT = "observationAbout",
        PLACE = "Place",
        SHA256 = "sha256",
        SOFTWARE_VERSION = "softwareVersion",
        SPATIAL_COVERAGE = "spatialCoverage",
        STATISTICAL_VARIABLE = "StatisticalVariable",
        TEMPORAL_COVERAGE = "temporalCoverage",
        VALUE = "value",
        VARIABLE_MEASURED = "variableMeasured",
    }
    skos = "http://www.w3.org/2004/02/skos/core#" {
        ALT_LABEL = "altLabel",
        BROADER = "broader",
        CONCEPT = "Concept",
        EXACT_MATCH = "exactMatch",
        NOTATION = "notation",
        PREF_LABEL = "prefLabel",
    }
    time = "http://www.w3.org/2006/time#" {
        HAS_BEGINNING = "hasBeginning",
        HAS_END = "hasEnd",
        HAS_TIME = "hasTime",
        IN_DATE = "inXSDDate",
        IN_YEAR = "inXSDgYear",
        IN_YEAR_MONTH = "inXSDgYearMonth",
        INSTANT = "Instant",
        PROPER_INTERVAL = "ProperInterval",
    }
    xsd = "http://www.w3.org/2001/XMLSchema#" {
        DATE = "date",
        DECIMAL = "decimal",
        G_YEAR = "gYear",
        G_YEAR_MONTH = "gYearMonth",
    }
    zt = "https://w3id.org/zhengtu/ns#" {
        // sources
        ARTICLE = "Article",
        PAGE = "Page",
        PASSAGE = "Passage",
        READ_BY = "readBy",
        // statements
        CONFIDENCE = "confidence",
        EVIDENCE = "evidence",
        NUMERAL = "numeral",
        REPEAT = "repeat",
        RULE = "rule",
        // figures
        AGENCY = "agency",
        AGGREGATE = "aggregate",
        BOUND = "bound",
        CHANGE = "change",
        HAS_METRIC = "hasMetric",
        PERIOD = "period",
        PERIOD_END = "periodEnd",
        PERIOD_START = "periodStart",
        PROGRAMME = "programme",
        MERGED_BECAUSE = "mergedBecause",
        VALUE_BEFORE = "valueBefore",
        VARIABLE = "variable",
        // how a figure is meant
        ABOUT = "About",
        AT_LEAST = "AtLeast",
        AT_MOST = "AtMost",
        CUMULATIVE = "Cumulative",
        DECREASE = "Decrease",
        INCREASE = "Increase",
        LESS_THAN = "LessThan",
        MORE_THAN = "MoreThan",
        // claims held against each other
        AGAINST = "against",
        CLAIM = "claim",
        COMPARISON = "Comparison",
        CONFLICT = "Conflict",
        EQUAL = "Equal",
        JUDGED_CLAIM = "JudgedClaim",
        JUDGEMENT = "judgement",
        OCR_DIGIT = "OcrDigit",
        OTHER_SCOPE = "OtherScope",
        PAGES = "pages",
        REVISED = "Revised",
        ROUNDED = "Rounded",
        SOURCES = "sources",
        UNIT_SLIP = "UnitSlip",
        // rankings
        ERROR = "error",
        MEASURE = "measure",
        PART = "part",
        RANK = "rank",
        RANKING = "Ranking",
        SCORE = "Score",
        // plain triples
        IMPLEMENTS = "implements",
        PARTNERS = "partners",
        TAKES_PLACE_IN = "takesPlaceIn",
        // kinds of programme
        PROGRAMME_CLASS = "Programme",
        CAMPAIGN = "Campaign",
        EVENT = "Event",
        MECHANISM = "Mechanism",
        PILOT = "Pilot",
        PLATFORM = "Platform",
        POLICY_DOCUMENT = "PolicyDocument",
        PROJECT = "Project",
        REFORM = "Reform",
        SERVICE_SCHEME = "ServiceScheme",
        // kinds of agency
        ASSOCIATION = "Association",
        COMMUNITY_BODY = "CommunityBody",
        COMPANY = "Company",
        GOVERNMENT_AGENCY = "GovernmentAgency",
        JUDICIAL_ORGAN = "JudicialOrgan",
        MEDIA_ORGANISATION = "MediaOrganisation",
        PARTY_ORGAN = "PartyOrgan",
        PUBLIC_INSTITUTION = "PublicInstitution",
        // levels of places
        COUNTRY = "Country",
        COUNTY = "County",
        PREFECTURE = "Prefecture",
        PROVINCE = "Province",
        SITE = "Site",
        FORMER_NAME_CLASS = "FormerName",
        FORMER_NAME = "formerName",
        UNTIL = "until",
        TOWNSHIP = "Township",
        VILLAGE = "Village",
        ZONE = "Zone",
    }
}
