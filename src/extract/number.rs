//! Numbers: digits, Chinese numerals, and the two together (2.4万, 一百二十, 三点二亿, 百分之九十).

use std::ops::Range;

use rust_decimal::Decimal;

use crate::{
    extract::Reading,
    lexicon::{Class, Hit},
};

/// A number in the text, exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Number {
    /// **Bytes**; 余 and 多 inside the number are part of it, a unit is not.
    pub range: Range<usize>,
    pub value: Decimal,
    /// The upper one of two digits side by side: 五六个.
    pub max: Option<Decimal>,
    /// Whether 余, 多 or 来 stands in or directly behind it.
    pub more: bool,
    /// The unit that its opening gives (百分之).
    pub unit: Option<String>,
    /// Whether it is written in Chinese numerals alone.
    pub words: bool,
    /// Whether 万 or 亿 multiplies it.
    pub scaled: bool,
}

/// The number that begins at `at`, if one does.
pub(crate) fn at(reading: &Reading<'_>, at: usize) -> Option<Number> {
    let scan = &reading.article.scan;
    let share = scan.at(at, Class::NumeralShare);
    let start = share.map_or(at, |share| share.end);
    let mut number = match reading.text().as_bytes().get(start)? {
        b'0'..=b'9' => digits(reading, start)?,
        _ => words(reading, start)?,
    };
    if let Some(share) = share {
        number.unit = Some(reading.lexicon.word(share).value.clone());
        number.range.start = at;
    }
    Some(number)
}

/// Digits with decimal point and thousands' commas, then 余 and magnitudes in any order.
fn digits(reading: &Reading<'_>, start: usize) -> Option<Number> {
    let bytes = reading.text().as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut end = start;
    let mut literal = String::new();
    loop {
        if digit(end) {
            literal.push(char::from(bytes[end]));
            end += 1;
        } else if bytes.get(end) == Some(&b',') && (1..=3).all(|i| digit(end + i)) && !digit(end + 4) && end > start {
            end += 1;
        } else {
            break;
        }
    }
    if bytes.get(end) == Some(&b'.') && digit(end + 1) {
        literal.push('.');
        end += 1;
        while digit(end) {
            literal.push(char::from(bytes[end]));
            end += 1;
        }
    }
    // More digits than a decimal holds are no figure of a newspaper.
    let value: Decimal = literal.parse().ok()?;
    let mut number =
        Number { range: start..end, value, max: None, more: false, unit: None, words: false, scaled: false };
    magnitudes(reading, &mut number)?;
    Some(number)
}

/// 余, 多, 千, 万, 亿 behind a number.
fn magnitudes(reading: &Reading<'_>, number: &mut Number) -> Option<()> {
    let scan = &reading.article.scan;
    loop {
        let end = number.range.end;
        let unit = scan.starting(end).any(|hit| matches!(hit.class, Class::UnitMeasure) && hit.end - hit.start > 3);
        if let Some(magnitude) = scan.at(end, Class::Magnitude).filter(|_| !unit) {
            number.value = number.value.checked_mul(value(reading, magnitude)?)?;
            number.max = match number.max {
                Some(max) => Some(max.checked_mul(value(reading, magnitude)?)?),
                None => None,
            };
            number.scaled |= value(reading, magnitude)? >= Decimal::from(10_000);
            number.range.end = magnitude.end;
        } else if let Some(more) = scan.at(end, Class::BoundInside).filter(|_| !number.more) {
            number.more = true;
            number.range.end = more.end;
        } else {
            return Some(());
        }
    }
}

fn value(reading: &Reading<'_>, hit: &Hit) -> Option<Decimal> {
    reading.lexicon.word(hit).value.parse().ok()
}

/// Chinese numerals: 三百二十, 一千零五, 两万, 三点二亿, 五六 (a range), 近百 (a bare magnitude behind a bound).
fn words(reading: &Reading<'_>, start: usize) -> Option<Number> {
    let scan = &reading.article.scan;
    let mut at = start;
    // The sum so far, the part below the next 万 or 亿, and the digit that waits for its magnitude.
    let (mut total, mut section, mut waiting) = (Decimal::ZERO, Decimal::ZERO, None::<Decimal>);
    let (mut max, mut scaled, mut fraction) = (None, false, None::<Decimal>);
    let mut read_any = false;
    loop {
        if let Some(digit) = scan.at(at, Class::Numeral) {
            let digit_value = value(reading, digit)?;
            match (&mut fraction, waiting) {
                (Some(scale), Some(sum)) => {
                    *scale /= Decimal::TEN;
                    waiting = Some(sum + digit_value * *scale);
                }
                (None, Some(before)) if digit_value == before + Decimal::ONE && max.is_none() => {
                    max = Some(digit_value)
                }
                (None, Some(before)) if !before.is_zero() => return None,
                _ => waiting = Some(digit_value),
            }
            at = digit.end;
        } else if let Some(magnitude) = scan.at(at, Class::Magnitude) {
            let times = value(reading, magnitude)?;
            if times >= Decimal::from(10_000) {
                // 万亿: the one multiplies the other.
                if section.is_zero() && waiting.is_none() && !total.is_zero() && at > start {
                    total = total.checked_mul(times)?;
                    max = max.map(|max: Decimal| max * times);
                    at = magnitude.end;
                    continue;
                }
                let below =
                    section + waiting.take().unwrap_or(if section.is_zero() { Decimal::ONE } else { Decimal::ZERO });
                let upper = max.take().map(|max| (section + max) * times);
                total = total.checked_add(below.checked_mul(times)?)?;
                max = upper;
                section = Decimal::ZERO;
                scaled = true;
            } else {
                let ones = waiting.take().unwrap_or(Decimal::ONE);
                max = max.map(|max: Decimal| max * times);
                section += ones * times;
            }
            fraction = None;
            at = magnitude.end;
        } else if let Some(point) = scan.at(at, Class::NumeralPoint)
            && waiting.is_some()
            && fraction.is_none()
            && scan.at(point.end, Class::Numeral).is_some()
        {
            fraction = Some(Decimal::ONE);
            at = point.end;
        } else {
            break;
        }
        read_any = true;
    }
    if !read_any {
        return None;
    }
    let value = total.checked_add(section)?.checked_add(waiting.unwrap_or_default())?;
    let more = scan.at(at, Class::BoundInside);
    let end = more.map_or(at, |more| more.end);
    let mut number = Number { range: start..end, value, max, more: more.is_some(), unit: None, words: true, scaled };
    if more.is_some() {
        magnitudes(reading, &mut number)?;
    }
    Some(number)
}
