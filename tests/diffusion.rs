//! How programmes spread: who was first, where the others had it from, and what pages cover at all.

use std::collections::BTreeSet;

use quick_xml::{Reader, events::Event};
use zhengtu::{
    diffusion::{Diffusion, DiffusionError, Gathering, Options, Picture, Programmes, Seen, Step},
    lexicon::Lexicon,
    model::{Confidence, Level, PageFacts},
    pipeline,
    text::Document,
};

/// Reads pages, each with its paper, its day (none where it is empty) and its text.
fn read(pages: &[(&str, &str, &str)]) -> Vec<PageFacts> {
    let page = |(at, (paper, day, text)): (usize, &(&str, &str, &str))| {
        let mut document = Document::new(format!("{at:02}.txt"), *text);
        document.paper = Some((*paper).to_owned()).filter(|paper| !paper.is_empty());
        document.date = Some((*day).to_owned()).filter(|day| !day.is_empty());
        pipeline::read(&document, Lexicon::embedded())
    };
    pages.iter().enumerate().map(page).collect()
}

fn programmes(pages: &[PageFacts]) -> Programmes<'static> {
    let mut programmes = Programmes::new(Lexicon::embedded());
    pages.iter().for_each(|facts| programmes.add(facts));
    programmes
}

fn spread(pages: &[PageFacts], name: &str, options: Options) -> Diffusion {
    let programmes = programmes(pages);
    let variants = programmes.variants(&programmes.find(name).unwrap(), false);
    let mut gathering = Gathering::new(Lexicon::embedded(), variants, options);
    pages.iter().for_each(|facts| gathering.add(facts));
    gathering.finish()
}

/// Order, place, date, direction and what it came from, one line each.
fn told(diffusion: &Diffusion) -> Vec<String> {
    let line = |one: &zhengtu::diffusion::Adoption| {
        let date = one.when.as_ref().map_or("", |when| when.date.as_str());
        let from = one.from.as_ref().map_or("", |(_, name)| name.as_str());
        let order = one.order.map_or("-".to_owned(), |order| order.to_string());
        format!("{order} {} {date} {} {from}", one.place.name, one.direction.word()).trim_end().to_owned()
    };
    diffusion.adoptions.iter().map(line).collect()
}

/// A reading room that begins in a county, goes to its neighbour, up to the city, over to another province, whose province
/// takes it up and hands it down.
const ROOMS: &[(&str, &str, &str)] = &[
    ("", "2021-03-02", "龙游县教育局推行“城市书房延时服务”,接待读者3万人次。"),
    ("", "2021-06-11", "常山县教育局推行“城市书房延时服务”,接待读者2万人次。"),
    ("", "2021-09-20", "衢州市教育局推行“城市书房延时服务”,接待读者9万人次。"),
    ("", "2022-01-15", "江苏省教育厅推行“城市书房延时服务”。"),
    ("", "2022-04-08", "扬州市教育局推行“城市书房延时服务”。"),
    ("", "2022-05-30", "开化县教育局推行“城市书房延时服务”。"),
];

#[test]
fn each_direction_is_told_by_who_was_before() {
    let spread = spread(&read(ROOMS), "城市书房延时服务", Options::default());
    assert_eq!(
        told(&spread),
        [
            "1 龙游县 2021-03-02 first",
            "2 常山县 2021-06-11 sideways 龙游县",
            "3 衢州市 2021-09-20 below 龙游县",
            "4 江苏省 2022-01-15 elsewhere",
            "5 扬州市 2022-04-08 above 江苏省",
            "6 开化县 2022-05-30 above 衢州市",
        ]
    );
    let last = &spread.adoptions[5];
    assert_eq!((last.before.above, last.before.beside, last.before.elsewhere), (1, 2, 2));
    assert_eq!(last.lag, Some(454));
    assert_eq!(last.sentence, "开化县教育局推行“城市书房延时服务”。");
    assert_eq!(last.agency.as_deref(), Some("开化县教育局"));
    assert!(spread.adoptions.iter().all(|one| !one.statement.0.is_empty()));
}

#[test]
fn the_country_is_above_all() {
    let pages = read(&[
        ("", "2022-05-30", "国家医疗保障局推行“医保钱包跨省通办”。"),
        ("", "2022-06-30", "北京市朝阳区医疗保障局推行“医保钱包跨省通办”。"),
        ("", "2022-07-30", "浙江省医疗保障局推行“医保钱包跨省通办”。"),
        ("", "2022-07-30", "江苏省医疗保障局推行“医保钱包跨省通办”。"),
    ]);
    let all = spread(&pages, "医保钱包跨省通办", Options::default());
    assert_eq!(
        told(&all),
        [
            "1 中国 2022-05-30 first",
            "2 朝阳区 2022-06-30 above 中国",
            "3 江苏省 2022-07-30 above 中国",
            "3 浙江省 2022-07-30 above 中国",
        ]
    );
    // provinces lie side by side, but not on one day; a district of a municipality lies in no prefecture
    assert_eq!(all.adoptions[3].before.beside, 0);
    let prefectures =
        spread(&pages, "医保钱包跨省通办", Options { level: Some(Level::Prefecture), ..Options::default() });
    assert_eq!(prefectures.adoptions[1].place.name, "朝阳区");
    assert!(prefectures.events().iter().all(|row| row.place.level == Level::Prefecture));
}

#[test]
fn the_order_of_the_pages_makes_no_difference() {
    let pages = read(ROOMS);
    let (mut back, mut forth) = (pages.clone(), Vec::new());
    back.reverse();
    let there = spread(&pages, "城市书房延时服务", Options::default());
    let again = spread(&back, "城市书房延时服务", Options::default());
    assert_eq!(there.adoptions, again.adoptions);
    let mut other = Vec::new();
    Picture::default().write(&there, &mut forth).unwrap();
    Picture::default().write(&again, &mut other).unwrap();
    assert_eq!(String::from_utf8(forth).unwrap(), String::from_utf8(other).unwrap());
}

#[test]
fn what_sentences_say_of_the_time_comes_before_the_day_of_the_page() {
    let pages = read(&[
        ("", "2023-06-09", "2022年8月,龙游县民政局开展“银龄食堂惠民工程”,建成食堂12个。"),
        ("", "2022-11-28", "常山县民政局开展“银龄食堂惠民工程”。"),
        ("", "", "开化县民政局开展“银龄食堂惠民工程”。"),
    ]);
    let said = spread(&pages, "银龄食堂惠民工程", Options::default());
    assert_eq!(told(&said), ["1 龙游县 2022-08 first", "2 常山县 2022-11-28 sideways 龙游县", "- 开化县  undated"]);
    assert_eq!((said.without_date(), said.undated), (1, 1));
    // lags go by the last day that a date may be
    assert_eq!(said.adoptions[1].lag, Some(89));
    let pages_only = spread(&pages, "银龄食堂惠民工程", Options { page_days: true, ..Options::default() });
    assert_eq!(told(&pages_only)[..2], ["1 常山县 2022-11-28 first", "2 龙游县 2023-06-09 sideways 常山县"]);
}

#[test]
fn a_vague_date_says_nothing_of_who_was_before() {
    let pages = read(&[
        ("", "2022", "龙游县民政局开展“银龄食堂惠民工程”。"),
        ("", "2022-05-13", "常山县民政局开展“银龄食堂惠民工程”。"),
    ]);
    let spread = spread(&pages, "银龄食堂惠民工程", Options::default());
    assert_eq!(told(&spread), ["1 常山县 2022-05-13 first", "2 龙游县 2022 unclear"]);
}

#[test]
fn a_township_counts_for_its_county_if_that_is_asked_for() {
    let pages = read(&[
        ("", "2022-03-01", "浙江省民政厅开展“银龄食堂惠民工程”。"),
        ("", "2022-05-13", "龙游县湖镇镇人民政府开展“银龄食堂惠民工程”。"),
        ("", "2022-09-13", "龙游县民政局开展“银龄食堂惠民工程”。"),
    ]);
    let own = spread(&pages, "银龄食堂惠民工程", Options::default());
    assert_eq!(
        told(&own),
        ["1 浙江省 2022-03-01 first", "2 湖镇镇 2022-05-13 above 浙江省", "3 龙游县 2022-09-13 above 浙江省"]
    );
    let county = spread(&pages, "银龄食堂惠民工程", Options { level: Some(Level::County), ..Options::default() });
    assert_eq!(told(&county), ["1 浙江省 2022-03-01 first", "2 龙游县 2022-05-13 above 浙江省"]);
    assert_eq!(county.adoptions[1].at.as_ref().map(|(_, name)| name.as_str()), Some("湖镇镇"));
    assert_eq!(county.adoptions[1].pages, 2);
    // the province only shows where it came from
    assert_eq!(county.curve().iter().map(|row| row.cumulative).max(), Some(1));
    assert!(county.events().iter().all(|row| row.place.name == "龙游县"));
}

#[test]
fn unseen_is_not_absent() {
    let pages = read(&[
        ("", "2022-01-05", "龙游县民政局发放救助金45万元。"),
        ("", "2022-03-11", "龙游县民政局开展“银龄食堂惠民工程”。"),
        ("", "2022-04-02", "常山县民政局发放救助金30万元。"),
        ("衢州日报", "2022-02-20", "春天来了。"),
        ("", "2022-05", "客人来自江山市。"),
    ]);
    let spread = spread(&pages, "银龄食堂惠民工程", Options::default());
    let events = spread.events();
    let of = |place: &str| -> Vec<(String, bool, Seen, Option<bool>, bool)> {
        let rows = events.iter().filter(|row| row.place.name == place);
        rows.map(|row| (row.period.clone(), row.covered, row.seen, row.event, row.at_risk)).collect()
    };
    assert_eq!(
        of("龙游县"),
        [
            ("2022-01".into(), true, Seen::NotYetSeen, Some(false), true),
            ("2022-02".into(), false, Seen::NotCovered, None, false),
            ("2022-03".into(), true, Seen::Adopted, Some(true), true),
            ("2022-04".into(), false, Seen::Adopted, Some(false), false),
        ]
    );
    assert_eq!(of("常山县")[3], ("2022-04".into(), true, Seen::NotYetSeen, Some(false), true));
    // a paper covers the place that it is called by, and none in it; a place that is only named is not covered
    assert_eq!(of("衢州市")[1], ("2022-02".into(), true, Seen::NotYetSeen, Some(false), true));
    assert!(of("江山市").is_empty());
    let curve: Vec<(usize, usize, usize)> =
        spread.curve().iter().map(|row| (row.new, row.cumulative, row.covered)).collect();
    assert_eq!(curve, [(0, 0, 1), (0, 0, 1), (1, 1, 1), (0, 1, 1)]);
    assert_eq!(events.iter().map(|row| row.start).collect::<BTreeSet<_>>(), BTreeSet::from([0, 1, 2, 3]));
}

#[test]
fn years_hold_months() {
    let spread = spread(&read(ROOMS), "城市书房延时服务", Options { step: Step::Year, ..Options::default() });
    let curve: Vec<(String, usize, usize)> =
        spread.curve().into_iter().map(|row| (row.period, row.new, row.cumulative)).collect();
    assert_eq!(curve, [("2021".into(), 3, 3), ("2022".into(), 3, 6)]);
}

#[test]
fn a_place_and_what_is_sure_can_be_asked_for() {
    let pages = read(ROOMS);
    let part = |place: &str| {
        told(&spread(&pages, "城市书房延时服务", Options { place: Some(place.into()), ..Options::default() }))
    };
    assert_eq!(part("江苏省"), ["1 江苏省 2022-01-15 elsewhere", "2 扬州市 2022-04-08 above 江苏省"]);
    assert_eq!(part("扬州市"), ["1 扬州市 2022-04-08 above 江苏省"]);
    assert!(part("湖南省").is_empty());
    let sure = Options { min_confidence: Some(Confidence::hundredths(100)), ..Options::default() };
    let none = spread(&pages, "城市书房延时服务", sure);
    assert!(none.adoptions.is_empty() && none.curve().iter().all(|row| row.covered > 0 || row.new == 0));
}

#[test]
fn variants_of_a_name_count_with_the_reason() {
    let pages = read(&[
        ("", "2022-03-01", "龙游县医疗保障局推行“15分钟医保服务圈”。"),
        ("", "2022-04-01", "常山县医疗保障局推行“十五分钟医保服务圈”。"),
        ("", "2022-05-01", "开化县医疗保障局推行“15分钟医保服务圈提升行动”。"),
        ("", "2022-06-01", "江山市医疗保障局推行“医保预约服务”。"),
    ]);
    let programmes = programmes(&pages);
    let id = programmes.find("15分钟医保服务圈").unwrap();
    let variants = programmes.variants(&id, false);
    let why: Vec<(&str, &str)> = variants.iter().map(|one| (one.name.as_str(), one.why.as_str())).collect();
    assert_eq!(
        why,
        [
            ("15分钟医保服务圈", "the name asked for"),
            ("15分钟医保服务圈提升行动", "without 行动; holds 15分钟医保服务圈"),
            ("十五分钟医保服务圈", "十五分钟 = 15分钟"),
        ]
    );
    assert_eq!(programmes.variants(&id, true).len(), 1);
    assert_eq!(spread(&pages, "15分钟医保服务圈", Options::default()).adoptions.len(), 3);
    // asked for in other words, and by key
    for asked in [
        "“十五分钟”医保服务圈建设",
        "龙游县15分钟医保服务圈",
        id.as_str(),
        "https://w3id.org/zhengtu/programme/15分钟医保服务圈",
    ] {
        assert!(programmes.find(asked).is_ok_and(|found| variants.iter().any(|one| one.id == found)), "{asked}");
    }
    // what is wider is no variant
    let narrow = programmes.find("15分钟医保服务圈提升行动").unwrap();
    assert_eq!(programmes.variants(&narrow, false).len(), 1);
}

#[test]
fn unknown_and_ambiguous_names_get_help() {
    let pages = read(&[
        ("", "2022-03-01", "龙游县医疗保障局推行“15分钟医保服务圈”。"),
        ("", "2022-06-01", "江山市医疗保障局推行“医保预约服务”。"),
    ]);
    let programmes = programmes(&pages);
    let DiffusionError::Unknown { near, .. } = programmes.find("15分钟医保圈").unwrap_err() else { panic!() };
    assert_eq!(near[0], "15分钟医保服务圈");
    let error = programmes.find("医保").unwrap_err();
    assert_eq!(
        error.to_string(),
        "医保 may be any of 2 programmes: give the full name (15分钟医保服务圈, 医保预约服务)"
    );
    for nothing in ["", "  ", "“”", "水"] {
        assert!(matches!(programmes.find(nothing), Err(DiffusionError::Unknown { .. })), "{nothing:?}");
    }
}

/// The words of a drawing that is well-formed.
fn words(svg: &str) -> Vec<String> {
    let (mut reader, mut words, mut text) = (Reader::from_str(svg), Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}\n{svg}")) {
            Event::Text(part) => text += &part.xml10_content(),
            Event::GeneralRef(part) => text += &format!("&{};", part.xml10_content()),
            Event::Start(_) | Event::End(_) => words.push(std::mem::take(&mut text)),
            Event::Eof => return words,
            _ => {}
        }
    }
}

fn drawn(diffusion: &Diffusion, most: usize) -> String {
    let mut out = Vec::new();
    Picture { most }.write(diffusion, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn the_picture_has_every_place_and_says_what_it_left_out() {
    let spread = spread(&read(ROOMS), "城市书房延时服务", Options::default());
    let svg = drawn(&spread, 60);
    let all = words(&svg);
    for place in ["龙游县", "常山县", "衢州市", "江苏省", "扬州市", "开化县", "2021-03-02", "+454 d"]
    {
        assert!(all.iter().any(|one| one == place), "{place}: {all:?}");
    }
    assert!(svg.contains("prefers-color-scheme:dark"));
    // two neighbours' arrows and three between levels
    assert_eq!(svg.matches("class=\"way ").count(), 4);
    assert!(!all.iter().any(|one| one.starts_with("Left out")));
    let some = words(&drawn(&spread, 2));
    assert!(!some.iter().any(|one| one == "扬州市"));
    assert!(some.iter().any(|one| one.starts_with("Left out: the 4 places that came last.")), "{some:?}");
    // nothing to draw is a drawing too
    let none = Options { place: Some("湖南省".into()), ..Options::default() };
    assert!(
        words(&drawn(&self::spread(&read(ROOMS), "城市书房延时服务", none), 60))
            .contains(&"no place with a date".into())
    );
}

#[test]
fn hostile_names_stay_names() {
    let hostile = "<b>\"&\u{1}\n]]>圈&amp;'😀";
    let mut pages = read(&[("", "2022-03-01", "龙游县医疗保障局推行“15分钟医保服务圈”。")]);
    pages[0].locations.iter_mut().for_each(|place| place.name = hostile.into());
    pages[0].programmes[0].name = hostile.repeat(100);
    let spread = spread(&pages, "programme/15分钟医保服务圈", Options::default());
    let svg = drawn(&spread, 60);
    assert!(words(&svg).iter().any(|one| one.starts_with("&lt;b&gt;&quot;&amp;\u{fffd}")), "{svg}");
    let mut dot = Vec::new();
    spread.dot(&mut dot).unwrap();
    let dot = String::from_utf8(dot).unwrap();
    assert!(
        dot.contains("<b>\\\"&amp;")
            && dot.lines().all(|line| line.matches('"').count() % 2 == 0 || line.contains("\\\""))
    );
}

#[test]
fn every_row_of_the_table_of_variants_does_what_it_says() {
    let table = std::fs::read_to_string("ontology/variant.tsv").unwrap();
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect()).collect();
    assert!(rows.len() > 10);
    for row in rows {
        let (surfaces, part, example) = (row[0], row[1], row[3]);
        let told = Lexicon::embedded().variants().of(example);
        let taken = told.reasons.iter().any(|reason| surfaces.split(' ').any(|surface| reason.contains(surface)));
        assert!(taken, "{part} {surfaces}: {example} became {} ({:?})", told.name, told.reasons);
        // a name that is plain already stays
        assert_eq!(Lexicon::embedded().variants().of(&told.name).name, told.name, "{example}");
    }
}
