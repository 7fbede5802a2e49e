//! Networks to export, with names that break out of one format or another if they are not escaped.

#![allow(dead_code, reason = "each test uses some")]

use std::collections::BTreeSet;

use zhengtu::{export::*, model::*, network::Network, text::Span};

use crate::sample;

pub fn network() -> Network {
    Network::from_pages(sample::pages().iter().map(|(facts, _)| facts))
}

pub fn written(format: &dyn Exporter, network: &Network) -> String {
    let mut file = Vec::new();
    format.write(network, &mut file).unwrap();
    String::from_utf8(file).unwrap()
}

pub fn export(format: &str, network: &Network) -> String {
    written(exporter(format).unwrap(), network)
}

/// Names that break out of one format or another if they are not escaped.
pub fn hostile_names() -> Vec<String> {
    let names = [
        "甲\"]; x [label=\"乙",
        "反斜杠\\",
        "反斜杠引号\\\"",
        "转义\\N\\G\\L\\n",
        "尖括号<b>&lt;局</b>",
        "<<TABLE>>",
        "]]><!--",
        "\" -> \"乙局",
        "}digraph{a->b",
        "第一行\n第二行\r\n第三行\t栏",
        "逗号,分号;竖线|",
        "=1+1",
        "'单引号'",
        "🏛🧨局",
        "右到左\u{202E}局",
        "&#x0;&bad;&amp;",
        "%zz?#[x](y)",
        "{|}<f0>",
    ];
    names.iter().map(|name| name.to_string()).chain(["长".repeat(2_000), "\\".repeat(2_000)]).collect()
}

/// A page on which agencies of these names run one programme, each in a sentence that is its name.
pub fn agencies(names: &[String]) -> Network {
    let programme = EntityId::new(EntityKind::Programme, &["行动"]);
    let agency = |name: &String| Agency {
        id: EntityId::new(EntityKind::Agency, &[name]),
        name: name.clone(),
        kind: AgencyKind::Government,
        place: None,
        part_of: None,
        mentions: vec![],
    };
    let agencies: Vec<Agency> = names.iter().map(agency).collect();
    let relation = |(i, agency): (usize, &Agency)| Relation {
        id: StatementId(format!("{i:016x}")),
        subject: agency.id.clone(),
        predicate: Predicate::Implements,
        object: programme.clone(),
        evidence: Evidence { span: Span::new(0, 1), text: agency.name.clone() },
        confidence: Confidence::hundredths(70),
        rule: "made".into(),
    };
    Network::from_pages(&[PageFacts {
        page: PageInfo {
            id: PageId("c".into()),
            doc: "a \"b\" <c>;.txt".into(),
            title: None,
            paper: None,
            date: None,
            url: None,
            digest: None,
        },
        articles: vec![],
        relations: agencies.iter().enumerate().map(relation).collect(),
        agencies,
        programmes: vec![],
        locations: vec![],
        observations: vec![],
        rejections: vec![],
    }])
}

pub fn names_in(network: &Network) -> BTreeSet<String> {
    network.nodes().map(|node| node.name.clone()).collect()
}
