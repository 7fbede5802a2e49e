//! The table of `zhengtu eval`: a small annotation and a reading made by hand, with every figure counted by hand.

use std::fs;

use rust_decimal::Decimal;
use zhengtu::{
    eval::{Case, Gold, GoldError, Outcome, Read, Row, Tally, cases, score, sheets},
    lexicon::{Lexicon, Slot},
    model::*,
    pipeline,
    text::{Document, Span},
};

const PAGE: &str = "\
湘潭市医疗保障局推行“15分钟医保服务圈”,建成服务点1900个,参保率达97.1%。
市纪委监委约谈28家,处罚3家。雨湖区医保局开展专项整治,追回资金
50万元,发放手册2万份。
";

/// What a careful person found, as an annotation.
const GOLD: &str = r#"{
  "doc": "000", "date": null, "date_basis": "passed over",
  "agencies": [
    {"id": "A1", "name": "湘潭市医疗保障局", "kind": "government", "place": "L1", "mentions": ["湘潭市医疗保障局"]},
    {"id": "A2", "name": "湘潭市纪委监委", "kind": "party", "place": "L1", "mentions": ["市纪委监委"],
     "also": ["湘潭市纪律检查委员会"]},
    {"id": "A3", "name": "雨湖区医疗保障局", "kind": "government", "place": "L2", "mentions": ["雨湖区医保局"]},
    {"id": "A4", "name": "定点医院", "kind": "institution", "place": null, "mentions": ["医院"], "optional": true}
  ],
  "programmes": [
    {"id": "P1", "name": "15分钟医保服务圈", "kind": "service", "mentions": ["15分钟医保服务圈"]},
    {"id": "P2", "name": "专项整治", "kind": "campaign", "mentions": ["专项整治"], "optional": true}
  ],
  "locations": [
    {"id": "L1", "name": "湘潭市", "path": ["湖南省", "湘潭市"], "level": "prefecture", "mentions": ["湘潭市"]},
    {"id": "L2", "name": "雨湖区", "path": ["湖南省", "湘潭市", "雨湖区"], "level": "county", "mentions": ["雨湖区"],
     "also": [["湖南省", "雨湖区"]]}
  ],
  "metrics": [
    {"id": "M1", "quote": "建成服务点1900个", "number": "1900个", "value": 1900, "value_max": null, "from": null,
     "unit": "个", "indicator": "建成服务点", "bound": "eq", "change": null, "aggregate": null, "time": null,
     "agency": "A1", "programme": "P1", "location": ["L1", null]},
    {"id": "M2", "quote": "参保率达97.1%", "number": "97.1%", "value": 97.1, "unit": "%", "indicator": "参保率",
     "agency": ["A1", null], "programme": null, "location": "L1"},
    {"id": "M3", "quote": "约谈28家", "number": "28家", "value": 28, "unit": "家", "indicator": "约谈",
     "agency": "A2", "programme": null, "location": "L1"},
    {"id": "M4", "quote": "追回资金50万元", "number": "50万元", "value": 5e5, "unit": "元", "indicator": "追回资金",
     "also": ["追缴基金"], "agency": "A3", "programme": "P2", "location": "L2"},
    {"id": "M5", "quote": "处罚3家", "number": "3家", "value": 3, "unit": "家", "indicator": "处罚", "optional": true,
     "agency": null, "programme": null, "location": null}
  ],
  "relations": [
    {"s": "A1", "p": "implements", "o": "P1", "quote": "推行"},
    {"s": "A3", "p": "implements", "o": "P2", "quote": "开展"},
    {"s": "A1", "p": "partners", "o": "A2", "quote": ""}
  ]
}"#;

/// The place of `words` on the page.
fn span(words: &str) -> Span {
    let at = PAGE.find(words).unwrap_or_else(|| panic!("{words}"));
    let start = PAGE[..at].chars().count() as u32;
    Span::new(start, start + words.chars().count() as u32)
}

fn evidence(words: &str) -> Evidence {
    Evidence { span: span(words), text: words.split_whitespace().collect() }
}

fn id(kind: EntityKind, name: &str) -> EntityId {
    EntityId::new(kind, &[name])
}

fn agency(name: &str, mention: &str) -> Agency {
    let mentions = vec![span(mention)];
    let id = id(EntityKind::Agency, name);
    Agency { id, name: name.into(), kind: AgencyKind::Government, place: None, part_of: None, mentions }
}

fn location(path: &[&str], mention: &str) -> Location {
    let name = path[path.len() - 1];
    Location {
        id: id(EntityKind::Location, name),
        name: name.into(),
        path: path.iter().map(|part| part.to_string()).collect(),
        level: Level::County,
        code: None,
        within: None,
        former: Vec::new(),
        mentions: vec![span(mention)],
    }
}

fn figure(number: &str, value: i64, unit: &str, indicator: &str, links: [Option<EntityId>; 3]) -> Observation {
    let [agency, programme, location] = links;
    Observation {
        id: StatementId(number.into()),
        indicator: indicator.into(),
        variable: Variable::default(),
        quantity: Quantity {
            value: Decimal::from(value),
            max: None,
            from: None,
            unit: Some(unit.into()),
            bound: Bound::Eq,
            change: None,
            aggregate: None,
        },
        period: None,
        agency,
        programme,
        location,
        number: evidence(number),
        evidence: evidence(number),
        repeats: Vec::new(),
        confidence: Confidence::hundredths(80),
        rule: "by hand".into(),
    }
}

/// What was read: some of it right, some wrong, some twice, some not at all.
fn reading() -> PageFacts {
    use EntityKind::{Agency as A, Location as L, Programme as P};
    let bureau = || Some(id(A, "湘潭市医疗保障局"));
    let circle = || Some(id(P, "15分钟医保服务圈"));
    let city = || Some(id(L, "湘潭市"));
    let district = || Some(id(L, "雨湖区"));
    let implements = |agency: &str, programme: &str| Relation {
        id: StatementId(agency.into()),
        subject: id(A, agency),
        predicate: Predicate::Implements,
        object: id(P, programme),
        evidence: evidence("推行"),
        confidence: Confidence::hundredths(80),
        rule: "by hand".into(),
    };
    let mut share = figure("97.1%", 0, "%", "参保率", [None, circle(), city()]);
    share.quantity.value = "97.1".parse().unwrap();
    PageFacts {
        page: PageInfo {
            id: PageId("0".into()),
            doc: "000.txt".into(),
            title: None,
            paper: None,
            date: None,
            url: None,
            digest: None,
        },
        agencies: vec![
            agency("湘潭市医疗保障局", "湘潭市医疗保障局"),
            // a name that the gold lists as well
            agency("湘潭市纪律检查委员会", "市纪委监委"),
            // the words are right, the name is not; and the same once more
            agency("湖南省雨湖区医保局", "雨湖区医保局"),
            agency("医保局", "医保局"),
        ],
        programmes: vec![Programme {
            id: id(P, "15分钟医保服务圈"),
            name: "15分钟医保服务圈建设".into(),
            kind: ProgrammeKind::Service,
            part_of: None,
            mentions: vec![span("15分钟医保服务圈")],
        }],
        locations: vec![location(&["湖南省", "湘潭市"], "湘潭市"), location(&["湖南省", "雨湖区"], "雨湖区")],
        observations: vec![
            // all right: leaving the place out can be defended
            figure("1900个", 1900, "个", "建成的服务点", [bureau(), circle(), None]),
            // a programme too much
            share,
            // the same figure read twice: the second is wrong. Its unit says the same, its indicator does not
            figure("28家", 28, "家", "开展工作", [None, None, city()]),
            figure("28", 28, "家", "约谈", [None, None, city()]),
            // optional: no harm that its value is wrong
            figure("3家", 300, "家", "处罚", [None, None, None]),
            // right over a line break: without its programme, which is optional, and with the agency by its words
            figure("50万元", 500_000, "块", "追缴基金", [Some(id(A, "湖南省雨湖区医保局")), None, district()]),
            // no figure of the gold
            figure("2万份", 20_000, "份", "发放手册", [None, None, None]),
        ],
        relations: vec![
            implements("湘潭市医疗保障局", "15分钟医保服务圈"),
            implements("湘潭市纪律检查委员会", "15分钟医保服务圈"),
        ],
        articles: vec![],
        rejections: Vec::new(),
    }
}

fn page() -> Document {
    Document::new("000.txt", PAGE)
}

fn outcome() -> Outcome {
    let (document, facts) = (page(), reading());
    let gold = Gold::from_json(GOLD, &document).unwrap();
    assert_eq!(gold.diagnostics(), []);
    score(&[Read { gold: &gold, document: &document, facts: &facts }]).remove(0)
}

#[test]
fn each_row_counts_what_was_counted_by_hand() {
    let tallies = outcome().tallies;
    for (row, right, wrong, missed) in [
        (Row::Agency, 2, 2, 1),
        (Row::AgencyFound, 3, 1, 0),
        (Row::Programme, 1, 0, 0),
        (Row::ProgrammeFound, 1, 0, 0),
        (Row::Location, 2, 0, 0),
        (Row::LocationFound, 2, 0, 0),
        (Row::Number, 4, 2, 0),
        (Row::Value, 4, 2, 0),
        (Row::Indicator, 3, 3, 1),
        (Row::Statement, 2, 4, 2),
        (Row::Implements, 1, 1, 0),
        (Row::Qualified, 2, 4, 2),
        (Row::Partners, 0, 0, 1),
        (Row::PartOf, 0, 0, 0),
        (Row::LocatedIn, 0, 0, 0),
    ] {
        assert_eq!(tallies[row], Tally { right, wrong, missed }, "{row}");
    }
    let indicator = tallies[Row::Indicator];
    assert_eq!((indicator.precision(), indicator.recall()), (0.5, 0.75));
    assert_eq!(format!("{:.3}", indicator.f1()), "0.600");
}

#[test]
fn misses_and_extras_say_what_is_wrong() {
    let outcome = outcome();
    let misses = |row: Row| {
        let misses = outcome.misses.iter().filter(move |miss| miss.rows.contains(&row));
        let wrong = |miss: &zhengtu::eval::Miss| {
            let parts: Vec<String> = miss.wrong.iter().map(|(part, have)| format!("{part} {have}")).collect();
            format!("{}: {}", miss.line.split(" | ").nth(1).unwrap(), parts.join(", "))
        };
        misses.map(wrong).collect::<Vec<_>>()
    };
    let extras = |row: Row| {
        let extras = outcome.extras.iter().filter(move |extra| extra.rows.contains(&row));
        extras.map(|extra| extra.line.clone()).collect::<Vec<_>>()
    };
    assert_eq!(misses(Row::Agency), ["雨湖区医疗保障局: name 湖南省雨湖区医保局"]);
    assert_eq!(extras(Row::AgencyFound), ["agency | 医保局 | government"]);
    assert_eq!(misses(Row::Statement), ["97.1%: what 15分钟医保服务圈建设", "28家: indicator 开展工作, who -"]);
    assert_eq!(extras(Row::Number), ["metric | 28 | 28 | 家 | 约谈", "metric | 2万份 | 20000 | 份 | 发放手册"]);
    assert_eq!(extras(Row::Implements), ["implements | 湘潭市纪律检查委员会 | 15分钟医保服务圈建设"]);
}

#[test]
fn an_annotation_shows_as_the_lines_that_say_the_same() {
    let document = page();
    let gold = Gold::from_json(
        &GOLD.replacen("\"M3\", \"quote\": \"约谈28家\"", "\"M3\", \"quote\": \"约谈 28\\n家\"", 1),
        &document,
    );
    let facts = PageFacts {
        agencies: vec![],
        programmes: vec![],
        locations: vec![],
        observations: vec![],
        relations: vec![],
        ..reading()
    };
    let missed = score(&[Read { gold: &gold.unwrap(), document: &document, facts: &facts }]).remove(0);
    let lines: Vec<&str> = missed.misses.iter().map(|miss| miss.line.as_str()).collect();
    for line in [
        "agency | 湘潭市纪委监委 | party | 湖南省/湘潭市 | aka 市纪委监委",
        "location | 湖南省/湘潭市/雨湖区 | county | aka 雨湖区",
        "metric | 28家 | 28 | 家 | 约谈 | who=湘潭市纪委监委 | where=湖南省/湘潭市 | at=约谈28家",
        "implements | 湘潭市医疗保障局 | 15分钟医保服务圈",
    ] {
        assert!(lines.contains(&line), "{line}: {lines:#?}");
    }
    // and so they can be read again; what is optional is no miss
    let text =
        lines.iter().filter(|line| !line.contains("专项整治")).map(|line| format!("{line}\n")).collect::<String>();
    let mut sorted: Vec<&str> = text.lines().collect();
    sorted.sort_by_key(|line| {
        ["agency", "programme", "location", "metric"].iter().position(|kind| line.starts_with(kind)).unwrap_or(9)
    });
    Gold::from_lines(&sorted.join("\n"), &document).unwrap();
}

#[test]
fn an_entity_is_called_what_most_pages_call_it() {
    let (document, facts) = (page(), reading());
    let gold = Gold::from_json(GOLD, &document).unwrap();
    let mut other = facts.clone();
    other.agencies.retain(|agency| agency.name == "湘潭市医疗保障局");
    other.agencies[0].name = "湘潭医保".into();
    let second = Document::new("001.txt", PAGE);
    let pages = [(&document, &facts), (&second, &other), (&second, &other)];
    let reads = pages.map(|(document, facts)| Read { gold: &gold, document, facts });
    assert_eq!(score(&reads)[0].tallies[Row::Agency], Tally { right: 1, wrong: 3, missed: 2 });
}

#[test]
fn gold_that_does_not_hold_together_is_told() {
    let refused = |old: &str, new: &str| {
        assert!(GOLD.contains(old), "{old}");
        Gold::from_json(&GOLD.replacen(old, new, 1), &page()).unwrap_err().to_string()
    };
    assert_eq!(refused("\"doc\": \"000\",", "\"doc\": \"000\""), "gold:2:16: expected `,` or `}`");
    assert_eq!(refused("\"number\": \"1900个\", ", ""), "gold:22:65: missing field `number`");
    let links = refused("\"agency\": [\"A1\", null]", "\"agency\": 1");
    assert_eq!(links, "gold:24:16: expected a word, null, or a list of these");
    assert_eq!(
        refused("\"programme\": \"P1\"", "\"programme\": \"P7\""),
        "gold: M1: its programme P7 is not among those of the page"
    );
    assert_eq!(refused("\"id\": \"P2\"", "\"id\": \"P1\""), "gold: P1: two are called P1 in the list of its kind");

    let odd = |old: &str, new: &str| {
        let gold = Gold::from_json(&GOLD.replacen(old, new, 1), &page()).unwrap();
        gold.diagnostics().iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    assert_eq!(
        odd("建成服务点1900个", "建成 服务站1900个"),
        "gold: M1: its quote does not stand on the page: 建成服务站1900个"
    );
    assert_eq!(odd("\"3家\"", "\"3户\""), "gold: M5: its number does not stand in its quote: 3户");
    assert_eq!(odd("\"bound\": \"eq\"", "\"bound\": \"more\""), "gold: M1: more is no word for bound");
    assert_eq!(
        odd("\"o\": \"P2\"", "\"o\": \"L1\""),
        "gold: A3 implements L1: L1 is not among the things that it may join"
    );
    assert!(odd("\"p\": \"partners\"", "\"p\": \"with\"").starts_with("gold: A1 with A2: no such relation: expected"));
}

#[test]
fn a_folder_of_gold_holds_one_for_each_page() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    assert!(matches!(sheets(folder.path()), Err(GoldError::None(_))));
    write("000.json", GOLD);
    write("some.facts", "# doc a\nagency | 县水利局 | government | -\n# doc b\n# nothing stands there\n");
    write("notes.txt", "passed over");
    let names: Vec<String> = sheets(folder.path()).unwrap().into_iter().map(|sheet| sheet.name).collect();
    assert_eq!(names, ["000", "a", "b"]);
    write("a.json", GOLD);
    let error = sheets(folder.path()).unwrap_err().to_string();
    assert!(
        error.contains("some.facts: there is gold for a in ") && error.ends_with("a.json too: keep one of them"),
        "{error}"
    );
    write("a.json", "{");
    let error = sheets(folder.path()).unwrap_err().to_string();
    assert!(error.ends_with("a.json:1:1: EOF while parsing an object"), "{error}");
}

#[test]
fn the_cases_say_which_answers_are_right() {
    let page = Document::new("a.txt", "湘潭市医疗保障局推进“医保红娘”项目,追回资金50万元。湘潭市公安局破获案件6起。");
    let gold = Gold::from_lines(
        "agency | 湘潭市医疗保障局 | government | -\n\
         agency | 湘潭市公安局 | government | -\n\
         programme | 医保红娘项目 | project\n\
         location | 湖南省/湘潭市 | prefecture\n\
         implements | 湘潭市医疗保障局 | 医保红娘项目\n\
         metric | 50万元 | 500000 | 元 | 追回资金 | who=湘潭市医疗保障局 | what=医保红娘项目 | where=湘潭市\n\
         metric | 6起 | 6 | 起 | 破获案件 | who=湘潭市公安局 | what=- | where=湘潭市\n",
        &page,
    )
    .unwrap();
    let facts = pipeline::read(&page, Lexicon::embedded());
    let read = Read { gold: &gold, document: &page, facts: &facts };
    let (figures, runners) = cases(&read, &pipeline::candidates(&page, Lexicon::embedded()));
    let rights =
        |case: &Case| case.answers.clone().map(|(slot, all)| (slot, all.iter().map(|a| a.0).collect::<Vec<_>>()));
    assert_eq!(figures.len(), 2);
    for (case, programme) in figures.iter().zip([vec![true, false], vec![false, true]]) {
        assert!(case.right && !case.optional);
        let [(_, agencies), (slot, programmes), (_, places)] = rights(case);
        // Of two agencies and none one is right, of the programme and none the one that the gold has.
        assert_eq!((agencies.len(), agencies.iter().filter(|right| **right).count()), (3, 1));
        assert_eq!((slot, programmes), (Slot::Programme, programme));
        assert!(places.contains(&true));
    }
    let runs: Vec<usize> = runners.iter().map(|all| all.iter().filter(|(right, _)| *right).count()).collect();
    assert_eq!(runs, [1]);
}
