//! Claims of several pages on one thing, held against each other: each judgement with sentences that earn it.

use zhengtu::{
    compare::{Comparison, Group, Judgement},
    lexicon::Lexicon,
    model::PageFacts,
    pipeline,
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
