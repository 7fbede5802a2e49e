//! The cost of a page is in step with its length, whatever stands in it: eight times the text costs about eight times.

use std::{fs, time::Instant};

use zhengtu::{lexicon::Lexicon, pipeline, text::Document};

/// Bytes of the short page, and how many times as long the long one is.
const SHORT: usize = 8 * 1024;
const TIMES: usize = 8;
/// How many times as much the long page may cost. What is quadratic costs 64 times as much.
const MOST: f64 = 16.0;

/// Seconds that this thread has worked; those of the clock where the system does not tell.
fn worked(start: Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| start.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// Seconds for a page, read again and again for as long as the system's clock needs to tell.
fn cost(text: &str) -> f64 {
    const ENOUGH: f64 = 0.05;
    let page = Document::new("page.txt", text);
    let start = Instant::now();
    let before = worked(start);
    for times in 1.. {
        pipeline::read(&page, Lexicon::embedded());
        let seconds = worked(start) - before;
        if seconds >= ENOUGH {
            return seconds / f64::from(times);
        }
    }
    f64::NAN
}

/// The beginning of what `part` gives for 0, 1, 2 …, so many bytes of it.
fn text(bytes: usize, part: &dyn Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() >= bytes {
            break;
        }
        text += &part(number);
    }
    text
}

/// Reads pages that are made of `part` again and again.
fn holds(name: &str, part: &dyn Fn(usize) -> String) {
    Lexicon::embedded().gazetteer();
    let (short, long) = (text(SHORT, part), text(SHORT * TIMES, part));
    // A machine that does much else may tell a wrong time once.
    let ratios: Vec<f64> = (0..3).map(|_| cost(&long) / cost(&short)).collect();
    assert!(
        ratios.iter().any(|&ratio| ratio <= MOST),
        "{name}: {TIMES} times the text costs {ratios:.1?} times as much"
    );
}

#[test]
fn one_line_of_prose() {
    holds("prose", &|number| {
        format!("岳塘区民政局开展第{number}次走访，共为{number}户家庭发放补贴{number}万元，全市参保率达97.1%。")
    });
}

#[test]
fn one_sentence_of_agencies_and_figures() {
    holds("agencies and figures", &|number| format!("湘潭市民政局、株洲市第{number}中学追回资金{number}万元，"));
}

#[test]
fn a_list_of_agencies() {
    holds("agencies", &|number| format!("浏阳市第{number}小学、长沙市水利局第{number}大队、"));
}

#[test]
fn a_list_of_programmes() {
    holds("programmes", &|number| format!("开展春风{number}号专项整治行动、推进清河{number}号工程、"));
}

#[test]
fn figures_in_a_line() {
    holds("figures", &|number| format!("受理{number}件、办结{number}件"));
}

#[test]
fn dates_in_a_line() {
    holds("dates", &|number| format!("{}年{}月全年", 1950 + number % 70, 1 + number % 12));
}

#[test]
fn headings() {
    holds("headings", &|number| format!("## 第{number}项\n\n"));
}

#[test]
fn levels_in_a_row() {
    holds("levels", &|_| "省市县".into());
}

#[test]
fn brackets_and_quotations() {
    holds("brackets", &|_| "（".into());
    holds("quotations", &|_| "“开展整治行动".into());
    holds("titles", &|_| "《".into());
}

#[test]
fn paragraphs() {
    holds("paragraphs", &|number| format!("浏阳市葛家镇第{number}村修路{number}公里。\n\n该镇投资{number}万元。\n\n"));
}
