//! When two names, phrases, units or values say the same.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// Quotation marks, straight and curved, and those of vertical setting.
const QUOTES: &[char] =
    &['"', '\'', '\u{201c}', '\u{201d}', '\u{2018}', '\u{2019}', '\u{300c}', '\u{300d}', '\u{300e}', '\u{300f}'];

/// Sets of units that say the same, each normalised.
static UNITS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let table = include_str!("../../ontology/eval/unit.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|row| row.split('\t').map(norm).collect()).collect()
});

/// A name without white space, width, quotation marks and case.
pub(crate) fn norm(text: &str) -> String {
    bare(text).nfkc().filter(|c| !QUOTES.contains(c)).flat_map(char::to_lowercase).collect()
}

/// A text without white space.
pub(crate) fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Twice the longest common subsequence by the lengths of both, from 0 to 1.
pub(crate) fn similarity(a: &str, b: &str) -> f64 {
    let (a, b): (Vec<char>, Vec<char>) = (norm(a).chars().collect(), norm(b).chars().collect());
    if a.is_empty() || b.is_empty() {
        return f64::from(u8::from(a == b));
    }
    let mut row = vec![0; b.len() + 1];
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { above.max(row[j]) };
            diagonal = above;
        }
    }
    (2 * row[b.len()]) as f64 / (a.len() + b.len()) as f64
}

/// Whether two values are one, but for the last digits of a binary float.
pub(crate) fn is_close(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// Whether two units say the same.
pub(crate) fn is_same_unit(a: Option<&str>, b: Option<&str>) -> bool {
    let (a, b) = (norm(a.unwrap_or_default()), norm(b.unwrap_or_default()));
    a == b || UNITS.iter().any(|same| same.contains(&a) && same.contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn similarity_counts_what_is_common_in_order() {
        assert_eq!(similarity("建成服务点", "建成 服务点"), 1.0);
        assert_eq!(similarity("服务点", "建成服务点"), 0.75);
        assert_eq!(similarity("甲乙", "乙甲"), 0.5);
        assert_eq!(similarity("", "甲"), 0.0);
        assert_eq!(similarity("“”", ""), 1.0);
    }

    #[test]
    fn names_units_and_values_are_compared_by_what_they_say() {
        assert_eq!(norm("“１５分钟\n医保服务圈”"), "15分钟医保服务圈");
        for (a, b) in
            [("名", "人"), ("㎡", "平方米"), ("％", "百分之"), ("CNY", "元"), ("m³", "方"), ("人(次)", "人次")]
        {
            assert!(is_same_unit(Some(a), Some(b)), "{a} {b}");
        }
        assert!(is_same_unit(None, None));
        assert!(!is_same_unit(Some("名"), Some("户")) && !is_same_unit(None, Some("户")));
        assert!(is_close(Some(0.1 + 0.2), Some(0.3)) && is_close(None, None));
        assert!(!is_close(Some(0.3), None) && !is_close(Some(0.31), Some(0.3)));
    }
}
