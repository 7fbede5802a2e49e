//! The spread of a programme as a drawing (SVG): the curve of adoption above, the places below.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use jiff::civil::Date;

use crate::{
    diffusion::{
        Adoption, Diffusion, Direction,
        axis::Axis,
        svg::{Anchor, Svg, fitting, width},
        when::Slot,
    },
    model::EntityId,
};

/// Width of the drawing, in pixels.
const WIDTH: f64 = 960.0;
const MARGIN: f64 = 26.0;
/// Room for dates and lags at the right.
const TOLD: f64 = 168.0;
/// The widest that names of places get.
const NAMES: f64 = 270.0;
const ROW: f64 = 27.0;
const HEADING: f64 = 25.0;
/// Top and height of the curve.
const CURVE: (f64, f64) = (92.0, 120.0);
const NAME: f64 = 14.0;
const SMALL: f64 = 12.0;

/// How to draw.
#[derive(Clone, Copy, Debug)]
pub struct Picture {
    /// So many places at most, the earliest; what is left out is told.
    pub most: usize,
}

impl Default for Picture {
    /// Up to 60 places, which a laptop shows legibly.
    fn default() -> Self {
        Self { most: 60 }
    }
}

/// A line of the lower part.
enum Line<'d> {
    /// The name of a province with several places below.
    Heading(&'d str),
    /// A place, with what it lies in.
    Place(&'d Adoption, String),
}

impl Picture {
    /// Writes the drawing of a spread. Places are grouped by province, provinces and places in the order of their dates. A
    /// mark stands on the last day that an adoption may be of, a bar before it for the days that it may be too; a band
    /// behind it shows the periods in which pages cover the place. Pointed at, a mark tells its sentence and page. The
    /// drawing has colours for light and for dark screens.
    ///
    /// # Errors
    /// What the writer says.
    pub fn write(&self, diffusion: &Diffusion, mut out: impl Write) -> io::Result<()> {
        let dated: Vec<&Adoption> = diffusion.adoptions.iter().filter(|one| one.when.is_some()).collect();
        let shown = &dated[..dated.len().min(self.most)];
        let lines = lines(shown);
        let name = |line: &Line<'_>| match line {
            Line::Heading(_) => 0.0,
            Line::Place(one, wider) => width(&one.place.name, NAME) + 8.0 + width(wider, SMALL),
        };
        let names = lines.iter().map(name).fold(110.0, f64::max).min(NAMES);
        let top = CURVE.0 + CURVE.1 + 44.0;
        let height = |line: &Line<'_>| if matches!(line, Line::Heading(_)) { HEADING } else { ROW };
        let bottom = top + lines.iter().map(height).sum::<f64>();
        let notes = notes(diffusion, dated.len() - shown.len());
        let items = legend(shown);
        let places = placed(&items);
        let base = bottom + 34.0 + 20.0 * places.last().map_or(0, |(_, line)| *line) as f64;
        let size = base + 24.0 + 18.0 * notes.len() as f64;
        let mut svg = Svg::new(WIDTH, size, diffusion.name());
        svg.text(
            (MARGIN, 40.0),
            21.0,
            "ink title",
            Anchor::Start,
            &fitting(diffusion.name(), 21.0, WIDTH - 2.0 * MARGIN),
        );
        svg.text((MARGIN, 64.0), 13.0, "soft", Anchor::Start, &summary(&dated));
        if let Some(axis) = axis(diffusion, &dated, (MARGIN + names + 42.0, WIDTH - MARGIN - TOLD)) {
            let frame = Frame { axis, names, top, bottom };
            frame.grid(&mut svg);
            frame.curve(&mut svg, diffusion);
            frame.rows(&mut svg, diffusion, &lines, height);
        }
        for ((class, words), (x, line)) in items.iter().zip(places) {
            let y = bottom + 34.0 + 20.0 * line as f64;
            match *class {
                "cover" => svg.bar(class, (x - 8.0, y - 4.0), 18.0, 12.0),
                "range" => whisker(&mut svg, "elsewhere", x - 8.0, (x + 10.0, y - 4.0)),
                mark => svg.mark(mark, (x, y - 4.0), ""),
            }
            svg.text((x + 15.0, y), SMALL, "soft", Anchor::Start, words);
        }
        for (at, note) in notes.iter().enumerate() {
            svg.text((MARGIN, base + 22.0 + 18.0 * at as f64), SMALL, "soft", Anchor::Start, note);
        }
        out.write_all(svg.finish().as_bytes())
    }
}

/// Places under their provinces, in the order of the dates; a province with one place needs no heading.
fn lines<'d>(shown: &[&'d Adoption]) -> Vec<Line<'d>> {
    let mut provinces: Vec<(&'d str, Vec<&'d Adoption>)> = Vec::new();
    for one in shown {
        let province = one.place.path.first().map_or("", String::as_str);
        match provinces.iter_mut().find(|(name, _)| *name == province) {
            Some((_, places)) => places.push(one),
            None => provinces.push((province, vec![one])),
        }
    }
    let mut lines = Vec::new();
    for (province, places) in provinces {
        let several = places.len() > 1;
        if several {
            lines.push(Line::Heading(province));
        }
        for one in places {
            let path = &one.place.path;
            let wider = path.get(usize::from(several)..path.len().saturating_sub(1)).unwrap_or_default();
            lines.push(Line::Place(one, wider.join(" ")));
        }
    }
    lines
}

/// The days that the drawing spans.
fn axis(diffusion: &Diffusion, dated: &[&Adoption], between: (f64, f64)) -> Option<Axis> {
    let slots = || diffusion.units.iter().flat_map(|(_, slots)| slots);
    let covered = slots().flat_map(|slot| [slot.start(), slot.next().start().yesterday().unwrap_or(slot.start())]);
    let adopted = dated.iter().filter_map(|one| one.when.as_ref()).flat_map(|when| [when.first, when.last]);
    let days: Vec<Date> = covered.chain(adopted).collect();
    Some(Axis::new(*days.iter().min()?, *days.iter().max()?, between))
}

/// Where things stand.
struct Frame {
    axis: Axis,
    names: f64,
    top: f64,
    bottom: f64,
}

impl Frame {
    /// Lines and words of the time, between the curve and the places.
    fn grid(&self, svg: &mut Svg) {
        let (top, base) = (CURVE.0, CURVE.0 + CURVE.1);
        for (x, words) in self.axis.marks() {
            svg.line("grid", (x, top), (x, base + 6.0));
            svg.line("grid", (x, self.top - 14.0), (x, self.bottom));
            svg.text((x, base + 20.0), SMALL, "soft", Anchor::Middle, &words);
        }
    }

    /// The curve of adoption, a step for each day on which a place adopts.
    fn curve(&self, svg: &mut Svg, diffusion: &Diffusion) {
        let counted = diffusion.adoptions.iter().filter(|one| diffusion.counts(one));
        let days: Vec<Date> = counted.filter_map(|one| Some(one.when.as_ref()?.last)).collect();
        let (base, most) = (CURVE.0 + CURVE.1, days.len().max(1) as f64);
        let y = |count: f64| base - count / most * CURVE.1;
        let (left, right) = (MARGIN + self.names + 42.0, WIDTH - MARGIN - TOLD);
        let mut marks = vec![0, days.len()];
        marks.extend((days.len() > 3).then_some(days.len() / 2));
        for mark in marks {
            svg.line("grid", (left, y(mark as f64)), (right, y(mark as f64)));
            svg.text((left - 8.0, y(mark as f64) + 4.0), SMALL, "soft", Anchor::End, &mark.to_string());
        }
        svg.text((MARGIN, y(most / 2.0) - 4.0), 13.0, "ink", Anchor::Start, "places so far");
        svg.text((MARGIN, y(most / 2.0) + 13.0), SMALL, "soft", Anchor::Start, "curve of adoption");
        let mut places = vec![(left, base)];
        for (at, day) in days.iter().enumerate() {
            let x = self.axis.x(*day);
            places.extend([(x, y(at as f64)), (x, y(at as f64 + 1.0))]);
        }
        places.push((right, y(days.len() as f64)));
        svg.path("curve", &places, false);
        places.push((right, base));
        svg.path("under", &places, true);
        svg.line("axis", (left, base), (right, base));
    }

    /// The places, each with its band, its mark and what it came from.
    fn rows(&self, svg: &mut Svg, diffusion: &Diffusion, lines: &[Line<'_>], height: impl Fn(&Line<'_>) -> f64) {
        let covered: BTreeMap<&EntityId, &BTreeSet<Slot>> =
            diffusion.units.iter().map(|(place, slots)| (&place.id, slots)).collect();
        let (mut y, mut marks) = (self.top, BTreeMap::new());
        let mut places: Vec<(&Adoption, &str, f64)> = Vec::new();
        for line in lines {
            let middle = y + height(line) / 2.0;
            match line {
                Line::Heading(province) => {
                    let province = fitting(province, 13.0, self.names);
                    svg.text((MARGIN, middle + 6.0), 13.0, "soft", Anchor::Start, &province);
                }
                Line::Place(one, wider) => {
                    if let Some(when) = &one.when {
                        marks.insert(&one.place.id, (self.axis.x(when.last), middle));
                        places.push((one, wider, middle));
                    }
                }
            }
            y += height(line);
        }
        let right = WIDTH - MARGIN - TOLD;
        for (one, wider, y) in &places {
            self.name(svg, one, wider, *y);
            svg.line("grid", (MARGIN + self.names + 42.0, *y), (right, *y));
            for slot in covered.get(&one.place.id).into_iter().flat_map(|slots| slots.iter()) {
                let (from, to) = (self.axis.x(slot.start()), self.axis.x(slot.next().start()));
                svg.bar("cover", (from + 0.5, *y), to - from - 1.0, 12.0);
            }
        }
        for (one, _, y) in &places {
            let (Some(when), class) = (&one.when, one.direction.word()) else { continue };
            let x = self.axis.x(when.last);
            svg.bar(&format!("since {class}"), (x, *y), right - x, 3.0);
            if !when.is_exact() {
                let from = self.axis.x(when.first);
                whisker(svg, class, from, (x, *y));
            }
            if let Some(&from) = one.from.as_ref().and_then(|(id, _)| marks.get(id)) {
                svg.way(class, from, (x, *y));
            }
        }
        svg.text((right + 16.0, self.top - 9.0), SMALL, "soft", Anchor::Start, "seen by");
        svg.text((WIDTH - MARGIN, self.top - 9.0), SMALL, "soft", Anchor::End, "after the first");
        // Marks lie on all else.
        for (one, _, y) in &places {
            let Some(when) = &one.when else { continue };
            let told = format!("{} {}\n{}\n{}", one.place.name, when.date, one.sentence, one.doc);
            svg.mark(one.direction.word(), (self.axis.x(when.last), *y), &told);
            svg.text((right + 16.0, y + 4.5), 13.0, "ink", Anchor::Start, &when.date);
            let lag = one.lag.filter(|lag| *lag > 0).map_or_else(String::new, |lag| format!("+{lag} d"));
            svg.text((WIDTH - MARGIN, y + 4.5), SMALL, "soft", Anchor::End, &lag);
        }
    }

    /// A place by its name, and what it lies in.
    fn name(&self, svg: &mut Svg, one: &Adoption, wider: &str, y: f64) {
        let name = fitting(&one.place.name, NAME, self.names);
        let used = width(&name, NAME) + 8.0;
        svg.text((MARGIN, y + 5.0), NAME, "ink", Anchor::Start, &name);
        if self.names - used > 3.0 * SMALL {
            let wider = fitting(wider, SMALL, self.names - used);
            svg.text((MARGIN + used, y + 4.5), SMALL, "soft", Anchor::Start, &wider);
        }
    }
}

/// A line over the days that a date may be, up to its mark.
fn whisker(svg: &mut Svg, class: &str, from: f64, (x, y): (f64, f64)) {
    svg.path(&format!("range {class}"), &[(from, y - 5.0), (from, y + 5.0)], false);
    svg.path(&format!("range {class}"), &[(from, y), (x, y)], false);
}

/// What the drawing shows, on one line.
fn summary(dated: &[&Adoption]) -> String {
    let date = |one: &&Adoption| one.when.as_ref().map(|when| when.date.clone()).unwrap_or_default();
    let (Some(first), Some(last)) = (dated.first(), dated.last()) else {
        return "no place with a date".to_owned();
    };
    if dated.len() == 1 {
        return format!("1 place: {} by {}", first.place.name, date(first));
    }
    let (one, other) = (&first.place.name, &last.place.name);
    format!("{} places, from {one} by {} to {other} by {}", dated.len(), date(first), date(last))
}

/// What is not in the drawing.
fn notes(diffusion: &Diffusion, left_out: usize) -> Vec<String> {
    let mut notes = Vec::new();
    let places = |count: usize| if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
    if left_out > 0 {
        notes.push(format!(
            "Left out: the {} that came last. Narrow it by a place, or take a wider level.",
            places(left_out)
        ));
    }
    if diffusion.without_date() > 0 {
        notes.push(format!("Left out: {} without a date.", places(diffusion.without_date())));
    }
    notes
}

/// What stands in the legend: the class of a mark or a bar, and words.
fn legend(shown: &[&Adoption]) -> Vec<(&'static str, String)> {
    let there: BTreeSet<Direction> = shown.iter().map(|one| one.direction).collect();
    let marks = there.into_iter().map(|one| (one.word(), format!("{}: {}", one.word(), one.about())));
    let mut items: Vec<(&'static str, String)> = marks.collect();
    items.extend((!shown.is_empty()).then(|| ("cover", "a page covers it".to_owned())));
    let vague = shown.iter().any(|one| one.when.as_ref().is_some_and(|when| !when.is_exact()));
    items.extend(vague.then(|| ("range", "days that it may be".to_owned())));
    items
}

/// Where each item of the legend stands: from the left, and on which line.
fn placed(items: &[(&'static str, String)]) -> Vec<(f64, usize)> {
    let (mut x, mut line) = (MARGIN + 8.0, 0);
    let mut placed = Vec::new();
    for (_, words) in items {
        let taken = 14.0 + width(words, SMALL) + 24.0;
        if x + taken > WIDTH - MARGIN + 24.0 && !placed.is_empty() {
            (x, line) = (MARGIN + 8.0, line + 1);
        }
        placed.push((x, line));
        x += taken;
    }
    placed
}
