//! How one claim stands to another.

use rust_decimal::Decimal;

use crate::{compare::Claim, lexicon::Lexicon, model::Bound};

/// How a claim stands to another one on the same indicator, place and period, from the mildest to the gravest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Judgement {
    /// The same figure.
    Equal,
    /// The same as far as the rounder of the two says it: 7.9亿 and 7.88亿, 1900余 and 1936.
    Rounded,
    /// Of something wider or narrower: 市本级 and the whole city, a running total and a year, another programme, or what
    /// one page tells side by side.
    OtherScope,
    /// Told anew by the same agency on a later page.
    Revised,
    /// 万 or 亿 lost or added: exactly ten thousand or a hundred million times the other.
    UnitSlip,
    /// One digit that OCR takes for another, or a decimal point lost.
    OcrDigit,
    /// Both can't be right.
    Conflict,
}

impl Judgement {
    /// Every judgement, in order.
    pub const ALL: &'static [Self] =
        &[Self::Equal, Self::Rounded, Self::OtherScope, Self::Revised, Self::UnitSlip, Self::OcrDigit, Self::Conflict];

    /// The word for it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Equal => "equal",
            Self::Rounded => "rounded",
            Self::OtherScope => "other-scope",
            Self::Revised => "revised",
            Self::UnitSlip => "unit-slip",
            Self::OcrDigit => "ocr-digit",
            Self::Conflict => "conflict",
        }
    }

    /// The judgement of that word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.word() == word)
    }

    /// What it says, for people.
    pub const fn about(self) -> &'static str {
        match self {
            Self::Equal => "the same figure",
            Self::Rounded => "the same, one of them rounded",
            Self::OtherScope => "of something wider or narrower",
            Self::Revised => "told anew by the same agency on a later page",
            Self::UnitSlip => "ten thousand or a hundred million times the other",
            Self::OcrDigit => "one digit that is easily misread, or a decimal point lost",
            Self::Conflict => "both can't be right",
        }
    }
}

/// How `claim` stands to `other`, which was told before it or on the same day.
///
/// The order of the tests is that of how much they explain: figures that agree need no reason, a word in the sentence
/// explains more than a page's day, and a slip of the pen more than a contradiction.
pub fn judge(claim: &Claim, other: &Claim, lexicon: &Lexicon) -> Judgement {
    Weighed::new(claim, lexicon).against(&Weighed::new(other, lexicon), lexicon)
}

/// A claim with what is found out of it once, however many it is held against.
pub(super) struct Weighed<'c> {
    pub claim: &'c Claim,
    /// The words of its clause that narrow what is measured.
    scope: Vec<&'c str>,
    /// What one more in the last printed digit is worth, and what one more in the last digit that is no zero.
    precision: Option<(Decimal, Decimal)>,
}

impl<'c> Weighed<'c> {
    pub fn new(claim: &'c Claim, lexicon: &'c Lexicon) -> Self {
        let scope = lexicon.claims().scope(clause(claim));
        Self { claim, scope, precision: precision(&claim.number, claim.quantity.value) }
    }

    /// As [`judge`] says.
    pub fn against(&self, before: &Self, lexicon: &Lexicon) -> Judgement {
        let (claim, other) = (self.claim, before.claim);
        let (a, b) = (&claim.quantity, &other.quantity);
        if a.value == b.value && a.max == b.max {
            // 1900 and 1900余 agree, as do all that only differ in how sure they are.
            return if a.bound == b.bound { Judgement::Equal } else { Judgement::Rounded };
        }
        if self.covers(b.value) || before.covers(a.value) {
            return Judgement::Rounded;
        }
        let programmes = claim.programme.is_some() && other.programme.is_some() && claim.programme != other.programme;
        if a.aggregate != b.aggregate || self.scope != before.scope || programmes {
            return Judgement::OtherScope;
        }
        // What a page tells side by side is of different things; it seldom contradicts itself.
        if claim.doc == other.doc {
            return Judgement::OtherScope;
        }
        if [4, 8].iter().any(|&power| slipped(a.value, b.value, power)) {
            return Judgement::UnitSlip;
        }
        if misread(&claim.number, &other.number, lexicon)
            || [1, 2].iter().any(|&power| slipped(a.value, b.value, power))
        {
            return Judgement::OcrDigit;
        }
        let later = claim.date.as_ref().zip(other.date.as_ref()).is_some_and(|(day, before)| day > before);
        if later && claim.agency.is_some() && claim.agency == other.agency {
            return Judgement::Revised;
        }
        Judgement::Conflict
    }

    /// Whether the figure as it is printed may stand for `value`: within its last digit, or as far as 余, 近 and 约
    /// reach.
    fn covers(&self, value: Decimal) -> bool {
        let quantity = &self.claim.quantity;
        let own = quantity.value;
        if let Some(max) = quantity.max {
            return own <= value && value <= max;
        }
        let Some((step, tens)) = self.precision else { return false };
        match quantity.bound {
            // 7.9亿 for 7.88亿, and 7.8亿 where it was cut.
            Bound::Eq => step > Decimal::ONE && (own - value).abs() < step,
            Bound::Ge | Bound::Gt => own <= value && value < own + tens,
            Bound::Le | Bound::Lt => own - tens < value && value <= own,
            Bound::Approx => (own - value).abs() * Decimal::TEN <= own,
        }
    }
}

/// The part of the sentence that the number stands in, up to the marks around it.
fn clause(claim: &Claim) -> &str {
    let at = claim.sentence.find(&claim.number).unwrap_or(0);
    let mark = |c: char| !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '.' | '%' | '(' | ')');
    let start = claim.sentence[..at].rfind(mark).unwrap_or(0);
    let end = claim.sentence[at..].find(mark).map_or(claim.sentence.len(), |end| at + end);
    &claim.sentence[start..end]
}

/// What one more in the last printed digit is worth, and what one more in the last digit that is no zero.
fn precision(number: &str, value: Decimal) -> Option<(Decimal, Decimal)> {
    let digits: String =
        number.chars().skip_while(|c| !c.is_ascii_digit()).take_while(|c| c.is_ascii_digit() || *c == '.').collect();
    let printed: Decimal = digits.trim_end_matches('.').parse().ok()?;
    if printed.is_zero() {
        return None;
    }
    let magnitude = value.checked_div(printed)?;
    let last = Decimal::new(1, printed.scale());
    let mut tens = last;
    while (printed / tens / Decimal::TEN).fract().is_zero() {
        tens *= Decimal::TEN;
    }
    Some(((last * magnitude).normalize(), (tens * magnitude).normalize()))
}

/// Whether one value is exactly ten to that power times the other.
fn slipped(a: Decimal, b: Decimal, power: u32) -> bool {
    let times = Decimal::from(10u64.pow(power));
    let is = |small: Decimal, great: Decimal| !small.is_zero() && small.checked_mul(times) == Some(great);
    is(a, b) || is(b, a)
}

/// Whether two printed numbers of the same length differ in one digit that is easily misread.
fn misread(a: &str, b: &str, lexicon: &Lexicon) -> bool {
    let mut pairs = a.chars().zip(b.chars()).filter(|(one, other)| one != other);
    let (first, second) = (pairs.next(), pairs.next());
    let alike = first.is_some_and(|(one, other)| lexicon.claims().alike(one, other));
    a.chars().count() == b.chars().count() && alike && second.is_none()
}
