//! Shapes and words of a drawing, escaped.

use std::fmt::{self, Display, Write};

use quick_xml::escape::escape;
use unicode_width::UnicodeWidthStr;

use crate::export::{FONTS, holdable};

/// Colours on light and on dark ground; the drawing brings its ground along.
const LOOK: &str = "\
.ground{fill:#ffffff}.ink{fill:#1f2933}.soft{fill:#5f6c7b}.grid{stroke:#e4e9ef}.axis{stroke:#9aa6b2}\
.cover{fill:#c9d2dc}.curve{fill:none;stroke:#3f7fbf;stroke-width:2}.under{fill:#3f7fbf;fill-opacity:.14}\
.first{fill:#d9822b;stroke:#d9822b}.above{fill:#3b82c4;stroke:#3b82c4}.below{fill:#2f9e77;stroke:#2f9e77}\
.sideways{fill:#b5609b;stroke:#b5609b}.elsewhere{fill:#7b8794;stroke:#7b8794}\
.unclear{fill:#ffffff;stroke:#7b8794}.undated{fill:none;stroke:none}\
.range{fill:none;stroke-width:2;stroke-opacity:.75}.title{font-weight:600}.since{fill-opacity:.4;stroke:none}.since.unclear{fill:#7b8794}.way{fill:none;stroke-opacity:.55;stroke-width:1.3}\
@media(prefers-color-scheme:dark){.ground{fill:#10161d}.ink{fill:#e6edf3}.soft{fill:#9aa7b4}.grid{stroke:#25303c}\
.axis{stroke:#566475}.cover{fill:#3c4958}.unclear{fill:#10161d}}";

/// A drawing that grows.
pub(crate) struct Svg {
    out: String,
}

/// A length or a place with one digit after the point.
struct Px(f64);

impl Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.1}", self.0);
        f.write_str(text.strip_suffix(".0").unwrap_or(&text))
    }
}

/// Where a text is held.
#[derive(Clone, Copy)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    /// An empty drawing of that size, with a title for those who can't see it.
    pub fn new(width: f64, height: f64, title: &str) -> Self {
        let (w, h) = (Px(width), Px(height));
        let mut svg = Self { out: String::new() };
        svg.put(format_args!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" role=\"img\" \
             font-family=\"{FONTS}\">\n<title>{}</title>\n<style>{LOOK}</style>\n\
             <rect class=\"ground\" width=\"{w}\" height=\"{h}\" rx=\"8\"/>\n",
            Text(title)
        ));
        svg
    }

    fn put(&mut self, words: fmt::Arguments<'_>) {
        // A String takes all.
        let _ = self.out.write_fmt(words);
    }

    /// Words of that size (px) at a place.
    pub fn text(&mut self, (x, y): (f64, f64), size: f64, class: &str, anchor: Anchor, words: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (x, y, size) = (Px(x), Px(y), Px(size));
        let words = Text(words);
        self.put(format_args!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\"{anchor}>{words}</text>\n"
        ));
    }

    /// A straight line.
    pub fn line(&mut self, class: &str, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
        let (x, y, to_x, to_y) = (Px(x), Px(y), Px(to_x), Px(to_y));
        self.put(format_args!("<line class=\"{class}\" x1=\"{x}\" y1=\"{y}\" x2=\"{to_x}\" y2=\"{to_y}\"/>\n"));
    }

    /// A bar of that height around the line from one place to the right.
    pub fn bar(&mut self, class: &str, (x, y): (f64, f64), width: f64, height: f64) {
        let (x, y, w, h, r) =
            (Px(x), Px(y - height / 2.0), Px(width.max(1.0)), Px(height), Px(height.min(width) / 2.0));
        self.put(format_args!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\"/>\n"
        ));
    }

    /// A line through places; closed, it is a face.
    pub fn path(&mut self, class: &str, places: &[(f64, f64)], closed: bool) {
        let mut d = String::new();
        for (at, (x, y)) in places.iter().enumerate() {
            d += &format!("{}{} {}", if at == 0 { 'M' } else { 'L' }, Px(*x), Px(*y));
        }
        let end = if closed { "Z" } else { "" };
        self.put(format_args!("<path class=\"{class}\" d=\"{d}{end}\"/>\n"));
    }

    /// A bent line from one place to another, which it meets from the left.
    pub fn way(&mut self, class: &str, (x, y): (f64, f64), (to_x, to_y): (f64, f64)) {
        let bend = (to_x - x) * 0.55;
        let d = format!(
            "M{} {}C{} {} {} {} {} {}",
            Px(x),
            Px(y),
            Px(x),
            Px(to_y),
            Px(to_x - bend),
            Px(to_y),
            Px(to_x),
            Px(to_y)
        );
        self.put(format_args!("<path class=\"way {class}\" d=\"{d}\"/>\n"));
    }

    /// The mark of a direction, with words that show when it is pointed at.
    pub fn mark(&mut self, class: &str, (x, y): (f64, f64), told: &str) {
        let corners: &[(f64, f64)] = match class {
            "first" => &[(0.0, -8.0), (8.0, 0.0), (0.0, 8.0), (-8.0, 0.0)],
            "above" => &[(-7.0, -6.0), (7.0, -6.0), (0.0, 7.0)],
            "below" => &[(-7.0, 6.0), (7.0, 6.0), (0.0, -7.0)],
            "sideways" => &[(-6.0, -6.0), (6.0, -6.0), (6.0, 6.0), (-6.0, 6.0)],
            _ => &[],
        };
        let title = if told.is_empty() { String::new() } else { format!("<title>{}</title>", Text(told)) };
        self.put(format_args!("<g class=\"mark\">{title}"));
        if corners.is_empty() {
            let (x, y) = (Px(x), Px(y));
            self.put(format_args!("<circle class=\"{class}\" stroke-width=\"2\" cx=\"{x}\" cy=\"{y}\" r=\"6\"/>"));
        } else {
            let places: Vec<(f64, f64)> = corners.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
            self.path(class, &places, true);
        }
        self.put(format_args!("</g>\n"));
    }

    /// The whole drawing.
    pub fn finish(mut self) -> String {
        self.out += "</svg>\n";
        self.out
    }
}

/// Words as XML holds them.
struct Text<'t>(&'t str);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&escape(holdable(self.0)))
    }
}

/// How wide words of a size are, a little rather too wide than too narrow.
pub(crate) fn width(words: &str, size: f64) -> f64 {
    words.width() as f64 * size * 0.52
}

/// The words, cut so that they are no wider than `most`.
pub(crate) fn fitting(words: &str, size: f64, most: f64) -> String {
    if width(words, size) <= most {
        return words.to_owned();
    }
    let mut cut = String::new();
    for c in words.chars() {
        cut.push(c);
        if width(&cut, size) + size > most {
            cut.pop();
            break;
        }
    }
    cut + "\u{2026}"
}
