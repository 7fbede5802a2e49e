//! Claims of several pages on one thing, held against each other: each judgement with sentences that earn it.

use std::collections::BTreeSet;

use oxigraph::{
    io::{RdfFormat, RdfParser},
    model::Quad,
};
use zhengtu::{
    compare::{Comparison, Group, Judgement},
    lexicon::Lexicon,
    model::PageFacts,
    pipeline,
    rdf::{Answer, Base, Graph, Limits, Term, bind, comparisons},
    text::Document,
};

/// Reads pages, each with its day.
fn read(pages: &[(&str, &str)]) -> Vec<PageFacts> {
    let page = |(at, (day, text)): (usize, &(&str, &str))| {
        let mut document = Document::new(format!("{at}.txt"), *text);
        document.date = Some((*day).into());
        pipeline::read(&document, Lexicon::embedded())
    };
    pages.iter().enumerate().map(page).collect()
}

fn compared(pages: &[(&str, &str)]) -> Vec<Group> {
    let mut comparison = Comparison::new(Lexicon::embedded(), None);
    read(pages).iter().for_each(|facts| comparison.add(facts));
    comparison.groups()
}

/// The judgement on the second of two pages, with the name that their indicators share.
fn judged(first: (&str, &str), second: (&str, &str)) -> (String, Judgement) {
    let groups = compared(&[first, second]);
    let [group] = &groups[..] else { panic!("{} and {}: {groups:#?}", first.1, second.1) };
    assert_eq!(group.claims[0].judgement, None);
    let (judgement, against) = group.claims[1].judgement.clone().unwrap();
    assert_eq!((judgement, against), (group.worst, group.claims[0].claim.statement.clone()));
    (group.variable.clone(), judgement)
}

#[test]
fn each_judgement_is_earned() {
    let (may, june) = ("2023-05-10", "2023-06-20");
    let same = "湘潭市医疗保障局2022年追回违规资金788万元。";
    for (first, second, variable, judgement) in [
        (same, "2022年湘潭市医疗保障局追回违规资金788万元,全省领先。", "追回违规资金", Judgement::Equal),
        (
            "湘潭市医疗保障局2022年追回违规资金7.88亿元。",
            "2022年湘潭市医疗保障局追回违规资金7.9亿元。",
            "追回违规资金",
            Judgement::Rounded,
        ),
        (
            "湘潭市民政局2022年新增养老床位1936张。",
            "2022年湘潭市民政局新增养老床位1900余张。",
            "新增养老床位",
            Judgement::Rounded,
        ),
        (
            "湘潭市医疗保障局2022年追回违规资金788万元。",
            "湘潭市医疗保障局2022年市本级追回违规资金120万元。",
            "追回违规资金",
            Judgement::OtherScope,
        ),
        (
            "湘潭市医疗保障局2022年追回违规资金788万元。",
            "湘潭市医疗保障局核减后,2022年追回违规资金752万元。",
            "追回违规资金",
            Judgement::Revised,
        ),
        (
            "湘潭市民政局2022年发放救助金45万元。",
            "2022年湘潭市民政局发放救助金45元。",
            "发放救助金",
            Judgement::UnitSlip,
        ),
        (
            "湘潭市民政局2022年发放救助金1380万元。",
            "2022年湘潭市民政局发放救助金1330万元。",
            "发放救助金",
            Judgement::OcrDigit,
        ),
        (
            "湘潭市民政局2022年发放救助金1380万元。",
            "湘潭市财政局2022年发放救助金1912万元。",
            "发放救助金",
            Judgement::Conflict,
        ),
        (
            "湘潭市2022年医保参保率达97.1%。",
            "2022年湘潭市基本医疗保险参保率为97.1%。",
            "基本医疗保险参保率",
            Judgement::Equal,
        ),
    ] {
        assert_eq!(judged((may, first), (june, second)), (variable.to_owned(), judgement), "{first} {second}");
    }
}

#[test]
fn other_places_periods_and_units_are_not_compared() {
    let first = ("2023-05-10", "湘潭市民政局2022年新增养老床位1936张。");
    for second in [
        "株洲市民政局2022年新增养老床位1200张。",
        "湘潭市民政局2021年新增养老床位1200张。",
        "湘潭市民政局2022年新增养老床位增长12%。",
    ] {
        assert_eq!(compared(&[first, ("2023-05-11", second)]), [], "{second}");
    }
}

#[test]
fn a_reprint_is_one_source() {
    let text = "湘潭市民政局2022年新增养老床位1936张。";
    let groups = compared(&[("2023-05-10", text), ("2023-05-12", text)]);
    assert_eq!((groups[0].sources, groups[0].pages, groups[0].worst), (1, 2, Judgement::Equal));
}

#[test]
fn the_gravest_come_first_whatever_the_order_of_the_pages() {
    let mut pages = vec![
        ("2023-05-10", "湘潭市民政局2022年发放救助金1380万元。湘潭市民政局2022年新增养老床位1936张。"),
        ("2023-05-12", "湘潭市财政局2022年发放救助金1912万元。湘潭市民政局2022年新增养老床位1936张,居全省第一。"),
    ];
    let worst = |groups: &[Group]| groups.iter().map(|group| group.worst).collect::<Vec<_>>();
    assert_eq!(worst(&compared(&pages)), [Judgement::Conflict, Judgement::Equal]);
    pages.reverse();
    assert_eq!(worst(&compared(&pages)), [Judgement::Conflict, Judgement::Equal]);
}

/// What the named query says of two pages.
fn asked(first: (&str, &str), second: (&str, &str)) -> Vec<String> {
    let graph = Graph::new(Base::default());
    read(&[first, second]).iter().for_each(|facts| graph.insert_page(facts, ""));
    let query = bind("compare-claims", &[]).unwrap();
    let Answer::Solutions { variables, rows } = graph.query(&query, &Limits::default()).unwrap() else { panic!() };
    let column = variables.iter().position(|name| name == "judgement").unwrap();
    rows.iter().map(|row| row[column].as_ref().map(Term::text).unwrap_or_default()).collect()
}

#[test]
fn the_named_query_judges_alike_where_numbers_tell() {
    let (may, june) = ("2023-05-10", "2023-06-20");
    for (first, second, judgement) in [
        ("湘潭市民政局2022年发放救助金45万元。", "2022年湘潭市民政局发放救助金45万元。", "equal"),
        ("湘潭市民政局2022年发放救助金7.88亿元。", "2022年湘潭市民政局发放救助金7.9亿元。", "rounded"),
        ("湘潭市民政局2022年发放救助金7.9亿元。", "2022年湘潭市民政局发放救助金7.83亿元。", "rounded"),
        ("湘潭市民政局2022年新增养老床位1936张。", "2022年湘潭市民政局新增养老床位1900余张。", "rounded"),
        ("湘潭市民政局2022年新增养老床位2050张。", "2022年湘潭市民政局新增养老床位1900余张。", "revised"),
        ("湘潭市民政局2022年新增养老床位1936张。", "2022年湘潭市民政局新增养老床位近2000张。", "rounded"),
        ("湘潭市民政局2022年新增养老床位1936张。", "2022年湘潭市民政局新增养老床位约2000张。", "rounded"),
        ("湘潭市民政局2022年新增养老床位1936张。", "2022年湘潭市民政局新增养老床位1936余张。", "rounded"),
        ("湘潭市民政局2022年发放救助金45万元。", "2022年湘潭市民政局发放救助金45元。", "unit-slip"),
        ("湘潭市民政局2022年发放救助金45.2万元。", "2022年湘潭市民政局发放救助金452万元。", "ocr-digit"),
        ("湘潭市民政局2022年发放救助金1380万元。", "湘潭市民政局2022年发放救助金1912万元。", "revised"),
        ("湘潭市民政局2022年发放救助金1380万元。", "湘潭市财政局2022年发放救助金1912万元。", "conflict"),
    ] {
        let (one, other) = ((may, first), (june, second));
        assert_eq!(asked(one, other), [judgement], "{first} {second}");
        assert_eq!(judged(one, other).1.word(), judgement, "{first} {second}");
    }
    // What only words tell, it can't see: it says so at its head.
    let (city, proper) =
        ("湘潭市医疗保障局2022年追回违规资金788万元。", "湘潭市医疗保障局2022年市本级追回违规资金120万元。");
    assert_eq!(asked((may, city), (june, proper)), ["revised"]);
    assert_eq!(judged((may, city), (june, proper)).1, Judgement::OtherScope);
}

#[test]
fn comparisons_are_rdf_beside_the_statements() {
    let pages = [
        ("2023-05-10", "湘潭市民政局2022年发放救助金1380万元。湘潭市民政局新增养老床位1936张。"),
        ("2023-06-20", "湘潭市财政局2022年发放救助金1912万元。湘潭市民政局新增养老床位1936张。"),
        ("2023-06-21", "湘潭市财政局2022年发放救助金1911.6万元。"),
    ];
    let groups = compared(&pages);
    let base = Base::new("http://example.org/kg/").unwrap();
    let quads = comparisons(&base, &groups).n_quads();
    let graph: BTreeSet<&str> = quads.lines().map(|line| line.rsplit(' ').nth(1).unwrap()).collect();
    assert_eq!(graph, ["<http://example.org/kg/comparisons>"].into());
    // As a store that has both would answer: who is held against whom, and how.
    let parsed: Vec<Quad> =
        RdfParser::from_format(RdfFormat::NQuads).for_slice(quads.as_bytes()).map(|quad| quad.unwrap()).collect();
    let value = |subject: &str, property: &str| {
        let says = |quad: &&Quad| quad.subject.to_string() == subject && quad.predicate.as_str().ends_with(property);
        parsed.iter().find(says).map(|quad| quad.object.to_string())
    };
    let mut told = Vec::new();
    for quad in parsed.iter().filter(|quad| quad.object.to_string().ends_with("ns#JudgedClaim>")) {
        let part = quad.subject.to_string();
        let of = |property| value(&part, property).unwrap();
        told.push([of("#claim"), of("#against"), of("#judgement")]);
    }
    told.sort();
    let iri = |id| format!("<{}>", base.statement(id));
    let mut expected = Vec::new();
    for one in groups.iter().flat_map(|group| &group.claims) {
        let Some((judgement, against)) = &one.judgement else { continue };
        let concept = match judgement {
            Judgement::Conflict => "Conflict",
            Judgement::Rounded => "Rounded",
            Judgement::Equal => "Equal",
            other => panic!("{other:?}"),
        };
        let concept = format!("<https://w3id.org/zhengtu/ns#{concept}>");
        expected.push([iri(&one.claim.statement), iri(against), concept]);
    }
    expected.sort();
    assert_eq!((told.len(), &told), (3, &expected));
    // Where no page says when, nor does the comparison.
    let dated = groups.iter().filter(|group| !group.period.starts_with('(')).count();
    assert_eq!(quads.matches("/temporalCoverage> \"2022\"").count(), dated);
    assert_eq!((dated, groups.len()), (1, 2));
}
