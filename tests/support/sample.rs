//! Two pages as the extractors would give them: what the rooms behind them are tested on.
#![allow(dead_code)]

use rust_decimal::Decimal;
use zhengtu::{model::*, text::Span};

fn span(page: &str, words: &str) -> Span {
    let byte = page.find(words).unwrap_or_else(|| panic!("{words} does not stand in the page"));
    let start = page[..byte].chars().count() as u32;
    Span::new(start, start + words.chars().count() as u32)
}

fn evidence(page: &str, words: &str) -> Evidence {
    let span = span(page, words);
    Evidence { span, text: span.quote(page) }
}

/// The one article of a page.
fn whole(page: &str, id: &str) -> ArticleInfo {
    ArticleInfo { id: ArticleId(id.into()), spans: vec![Span::new(0, page.chars().count() as u32)] }
}

fn location(page: &str, code: &str, path: &[&str], level: Level, within: Option<&Location>) -> Location {
    let name = path.last().unwrap().to_string();
    Location {
        id: EntityId::new(EntityKind::Location, &[code, &name]),
        mentions: if page.contains(&name) { vec![span(page, &name)] } else { vec![] },
        name,
        path: path.iter().map(|part| part.to_string()).collect(),
        level,
        code: Some(code.into()),
        within: within.map(|wider| wider.id.clone()),
        former: if code == "430300" { vec![("湘潭专区".into(), 1967)] } else { vec![] },
    }
}

/// The text of page `city.txt`.
pub const CITY: &str = "湘潭日报2022年12月9日讯 湘潭市医疗保障局推行“15分钟医保服务圈”,\
全市已建成服务点1900余个,参保率由95.2%提高到97.1%。";
/// The text of page `town.txt`.
pub const TOWN: &str = "湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”,追回违规资金45万元。";

/// Two pages that share a programme: a city's and a county's.
pub fn pages() -> Vec<(PageFacts, &'static str)> {
    let programme = |page: &str| Programme {
        id: EntityId::new(EntityKind::Programme, &["15分钟医保服务圈"]),
        name: "15分钟医保服务圈".into(),
        kind: ProgrammeKind::Service,
        part_of: None,
        mentions: vec![span(page, "15分钟医保服务圈")],
    };
    let agency = |page: &str, code: &str, name: &str, place: &Location| Agency {
        id: EntityId::new(EntityKind::Agency, &[code, name]),
        name: name.into(),
        kind: AgencyKind::Government,
        place: Some(place.id.clone()),
        part_of: None,
        mentions: vec![span(page, name)],
    };
    let info = |doc: &str, id: &str, paper: Option<&str>, date: Option<&str>| PageInfo {
        id: PageId(id.into()),
        doc: doc.into(),
        title: None,
        paper: paper.map(Into::into),
        date: date.map(Into::into),
        url: None,
        digest: None,
    };
    let quantity = |value: &str, from: Option<&str>, unit: &str, bound| Quantity {
        value: value.parse::<Decimal>().unwrap(),
        max: None,
        from: from.map(|from| from.parse().unwrap()),
        unit: Some(unit.into()),
        bound,
        change: None,
        aggregate: None,
    };
    let implements = |page, id: &str, agency: &Agency, programme: &Programme, words: &str| Relation {
        id: StatementId(id.into()),
        subject: agency.id.clone(),
        predicate: Predicate::Implements,
        object: programme.id.clone(),
        evidence: evidence(page, words),
        confidence: Confidence::hundredths(90),
        rule: "relation.verb".into(),
    };

    let hunan = location(CITY, "430000", &["湖南省"], Level::Province, None);
    let xiangtan = location(CITY, "430300", &["湖南省", "湘潭市"], Level::Prefecture, Some(&hunan));
    let (service, bureau) = (programme(CITY), agency(CITY, "430300", "湘潭市医疗保障局", &xiangtan));
    let observe = |page,
                   id: &str,
                   who: &Agency,
                   what: &Programme,
                   place: &Location,
                   indicator: &str,
                   quantity,
                   number: &str,
                   clause: &str| {
        Observation {
            id: StatementId(id.into()),
            indicator: indicator.into(),
            variable: variable(indicator),
            quantity,
            period: Some(Period::date("2022-12")),
            agency: Some(who.id.clone()),
            programme: Some(what.id.clone()),
            location: Some(place.id.clone()),
            number: evidence(page, number),
            evidence: evidence(page, clause),
            repeats: vec![],
            confidence: Confidence::hundredths(85),
            rule: "metric.subject".into(),
        }
    };
    let city = PageFacts {
        page: info("city.txt", "aaaaaaaaaaaaaaaa", Some("湘潭日报"), Some("2022-12-09")),
        articles: vec![whole(CITY, "cccccccccccccccc")],
        observations: vec![
            observe(
                CITY,
                "1111111111111111",
                &bureau,
                &service,
                &xiangtan,
                "建成服务点",
                quantity("1900", None, "个", Bound::Gt),
                "1900余个",
                "全市已建成服务点1900余个",
            ),
            observe(
                CITY,
                "2222222222222222",
                &bureau,
                &service,
                &xiangtan,
                "参保率",
                quantity("97.1", Some("95.2"), "%", Bound::Eq),
                "97.1%",
                "参保率由95.2%提高到97.1%",
            ),
        ],
        relations: vec![implements(
            CITY,
            "3333333333333333",
            &bureau,
            &service,
            "湘潭市医疗保障局推行“15分钟医保服务圈”",
        )],
        agencies: vec![bureau],
        programmes: vec![service],
        locations: vec![hunan, xiangtan],
        rejections: vec![],
    };

    let hunan = location(TOWN, "430000", &["湖南省"], Level::Province, None);
    let xiangtan = location(TOWN, "430300", &["湖南省", "湘潭市"], Level::Prefecture, Some(&hunan));
    let xiangxiang = location(TOWN, "430381", &["湖南省", "湘潭市", "湘乡市"], Level::County, Some(&xiangtan));
    let street =
        location(TOWN, "430381003", &["湖南省", "湘潭市", "湘乡市", "昆仑桥街道"], Level::Township, Some(&xiangxiang));
    let (service, bureau) = (programme(TOWN), agency(TOWN, "430381", "湘乡市医疗保障局", &xiangxiang));
    let town = PageFacts {
        page: info("town.txt", "bbbbbbbbbbbbbbbb", None, Some("2023-03-01")),
        articles: vec![whole(TOWN, "dddddddddddddddd")],
        observations: vec![observe(
            TOWN,
            "4444444444444444",
            &bureau,
            &service,
            &xiangxiang,
            "追回违规资金",
            quantity("450000", None, "元", Bound::Eq),
            "45万元",
            "追回违规资金45万元",
        )],
        relations: vec![implements(
            TOWN,
            "5555555555555555",
            &bureau,
            &service,
            "湘乡市医疗保障局在昆仑桥街道试点“15分钟医保服务圈”",
        )],
        agencies: vec![bureau],
        programmes: vec![service],
        locations: vec![hunan, xiangtan, xiangxiang, street],
        rejections: vec![],
    };
    vec![(city, CITY), (town, TOWN)]
}

/// What the lexicon makes of a phrase, by hand: the form of the values is held to a number.
fn variable(indicator: &str) -> Variable {
    match indicator {
        "参保率" => Variable {
            name: "基本医疗保险参保率".into(),
            reasons: vec!["参保率 = 基本医疗保险参保率".into()],
        },
        _ => Variable { name: indicator.into(), reasons: vec![] },
    }
}
