//! An article that two papers print is one source on two pages, for whatever counts.

use zhengtu::{
    article,
    compare::Comparison,
    lexicon::Lexicon,
    model::{PageFacts, Sources, sources},
    network::Network,
    pipeline::{self, Build},
    rdf::{Answer, Base, Graph, Limits, Lowering, Term, raise},
    store::Writer,
    text::{Document, Input, Span},
};

const FIRST: &str = "\
湘潭市民政局新增养老床位

  本报讯(记者 李明) 2022年,湘潭市民政局新增养老床位1936张,推行“幸福食堂”项目。全市养老机构达118家,覆盖所有乡镇。

湘潭市财政局发放救助金

  本报讯(记者 王强) 2022年,湘潭市财政局发放救助金1380万元,惠及困难群众2.1万人,全部通过社保卡发放到位。
";

/// The first article of that page with other line breaks, blanks and widths, beside another one.
const SECOND: &str = "\
湘潭市民政局新增养老床位

　　本报讯（记者 李明） 2022年，湘潭市民政局新增养老床
位１９３６张，推行“幸福食堂”项目。全市养老机构达118家，
覆盖所有乡镇。

湘潭市公安局开展夜查

　　本报讯（记者 赵芳） 2022年，湘潭市公安局查处酒驾560起，出动警力3400人次，设置执勤点42个。
";

fn documents() -> [Document; 2] {
    [("a.txt", FIRST), ("b.txt", SECOND)].map(|(name, text)| Document::new(name, text))
}

fn pages() -> [(PageFacts, String); 2] {
    documents().map(|page| (pipeline::read(&page, Lexicon::embedded()), page.text.to_string()))
}

fn compared(pages: &[PageFacts]) -> (usize, usize) {
    let mut comparison = Comparison::new(Lexicon::embedded(), None);
    pages.iter().for_each(|facts| comparison.add(facts));
    let groups = comparison.groups();
    let beds = groups.iter().find(|group| group.variable.contains("养老床位")).expect("both pages tell of the beds");
    (beds.sources, beds.pages)
}

fn weight(pages: &[PageFacts]) -> usize {
    let network = Network::from_pages(pages);
    let programme = network.find("幸福食堂").unwrap();
    let links = network.links_of(programme);
    let implements = links.iter().find(|link| link.edge.kind.word() == "implements").expect("somebody runs it");
    assert_eq!(implements.edge.sources().len(), 2, "it is told on two pages");
    implements.edge.weight
}

#[test]
fn layout_makes_no_difference_and_words_do() {
    let [one, other] = documents().map(|page| article::sources(&article::articles(&page, Lexicon::embedded())));
    assert_eq!((one.len(), other.len()), (2, 2));
    assert_eq!(one[0].id, other[0].id);
    assert_ne!(one[1].id, other[1].id);
    // Each character of an article is found in it.
    let text = documents()[1].text.clone();
    let at = text.chars().position(|c| c == '酒').unwrap() as u32;
    let (facts, _) = &pages()[1];
    assert_eq!(Sources::of(facts).at(Span::new(at, at + 1)), other[1].id);
}

#[test]
fn a_reprinted_article_counts_once_wherever_sources_are_counted() {
    let pages = pages().map(|(facts, _)| facts);
    assert_eq!(compared(&pages), (1, 2));
    assert_eq!(weight(&pages), 1);

    let dir = tempfile::tempdir().unwrap();
    let mut build = Build::new(Writer::open_or_create(dir.path()).unwrap(), Lexicon::embedded());
    let mut inputs = documents().into_iter().map(Input::Page);
    while !build.step(&mut inputs).unwrap().is_empty() {}
    let (_, store) = build.finish().unwrap();
    assert_eq!((store.len(), pipeline::sources(&store).unwrap()), (2, 3));
    // Shortened and under another headline it is the same source still, by the sentence that is left of it.
    let short = "  2022年,湘潭市民政局新增养老床位1936张,推行“幸福食堂”项目。";
    let mut build = Build::new(Writer::open_or_create(dir.path()).unwrap(), Lexicon::embedded());
    let mut input = std::iter::once(Input::Page(Document::new("c.txt", short)));
    while !build.step(&mut input).unwrap().is_empty() {}
    let (_, store) = build.finish().unwrap();
    assert_eq!((store.len(), pipeline::sources(&store).unwrap()), (3, 3));
}

#[test]
fn the_graph_tells_sources_from_pages_and_an_import_keeps_them() {
    let graph = Graph::new(Base::default());
    pages().iter().for_each(|(facts, text)| graph.insert_page(facts, text));
    let query = "SELECT (COUNT(DISTINCT ?page) AS ?pages) (COUNT(DISTINCT ?article) AS ?sources) {
        ?figure schema:value ?value FILTER(?value = 1936) ?figure prov:wasDerivedFrom ?page ; zt:evidence/dcterms:isPartOf ?article }";
    let Answer::Solutions { rows, .. } = graph.query(query, &Limits::default()).unwrap() else { panic!() };
    assert_eq!(rows[0].iter().flatten().map(Term::text).collect::<Vec<_>>(), ["2", "1"]);

    let lower = Lowering::default();
    let quads: String = pages().iter().map(|(facts, text)| lower.page(facts, text).n_quads()).collect();
    let back: Vec<PageFacts> =
        raise(quads.as_bytes(), false, None).unwrap().into_iter().map(|page| page.facts).collect();
    assert_eq!((compared(&back), weight(&back)), ((1, 2), 1));
    let told = |pages: &[PageFacts]| {
        let figures = pages.iter().flat_map(|page| page.observations.iter().map(move |one| (page, one)));
        let told: Vec<_> =
            figures.map(|(page, one)| (page.page.doc.clone(), Sources::of(page).at(one.evidence.span))).collect();
        sources(told.iter().map(|(doc, article)| (doc, article, "")))
    };
    assert_eq!(told(&back), told(&pages().map(|(facts, _)| facts)));
}
