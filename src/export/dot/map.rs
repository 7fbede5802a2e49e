//! Where the boxes of a large picture go, and the nodes in them.
//!
//! Boxes stand in rows that fill a page as wide as a screen. In a box there is a column for each kind, agencies left of
//! the programmes that they run. What belongs to several boxes stands in the streets between the rows, near them. Which box
//! goes where is found by exchanging boxes as long as that makes the page smaller or the ways shorter. Graphviz then only
//! draws the lines.

use crate::model::EntityKind;

/// A screen is so many times as wide as it is high.
const SCREEN: f64 = 1.6;
/// What the heading above the page takes, in points.
const HEADING: f64 = 90.0;
/// Shapes that a box is tried in: so many times as wide as high.
const SHAPES: [f64; 4] = [0.8, 1.4, 2.4, 4.0];
/// The columns of a box. What is said of places is mostly said by boxes, so they come last.
const COLUMNS: [EntityKind; 4] =
    [EntityKind::Agency, EntityKind::Programme, EntityKind::Indicator, EntityKind::Location];
/// Between nodes of a column, columns of a kind, and columns of two kinds.
const GAPS: (f64, f64, f64) = (9.0, 16.0, 40.0);
/// Between the edge of a box and its nodes; its name stands above them.
const MARGIN: f64 = 12.0;
const NAME: f64 = 18.0;
/// Between boxes, and between the edges of a street and its nodes.
const BETWEEN: f64 = 18.0;
const STREET: f64 = 26.0;
/// The most that is added between columns to make a row as wide as the others.
const LOOSE: f64 = 60.0;
/// So many changes of a page are tried at most.
const TRIES: usize = 20_000;

/// How the kinds of a box follow one another: from the left, or down; or the other way back.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flow {
    pub down: bool,
    pub back: bool,
}

/// A node: its size in points, its kind and its box.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub width: f64,
    pub height: f64,
    pub kind: EntityKind,
    pub group: Option<usize>,
}

/// A box, from its upper left corner, in points.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Frame {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

/// Where everything is; y goes down.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Map {
    /// The middle of each node.
    pub places: Vec<(f64, f64)>,
    /// Each box.
    pub frames: Vec<Frame>,
}

/// Places items and boxes; `names` has the width of each box's name, 0 for none, `ties` who is joined to whom.
pub(super) fn map(items: &[Item], names: &[f64], ties: &[(usize, usize)], flow: Flow) -> Map {
    let mut members = vec![Vec::new(); names.len()];
    let mut streets = Vec::new();
    for (at, item) in items.iter().enumerate() {
        match item.group {
            Some(group) => members[group].push(at),
            None => streets.push(at),
        }
    }
    let blocks = members.iter().zip(names).map(|(members, name)| Block::shapes(members, items, ties, *name, flow));
    let town = Town::new(items, blocks.collect(), &streets, ties);
    let page = town.best();
    let mut map = Map { places: vec![(0.0, 0.0); items.len()], frames: vec![Frame::default(); names.len()] };
    for at in 0..names.len() {
        let (left, top) = page.corners[at];
        let block = &town.blocks[at][page.shapes[at]];
        map.frames[at] = Frame { left, top, width: block.width, height: block.height };
        block.places.iter().for_each(|&(node, x, y)| map.places[node] = (left + x, top + y));
    }
    streets.iter().zip(&page.free).for_each(|(&node, &place)| map.places[node] = place);
    map
}

/// A box with its nodes in columns.
#[derive(Debug)]
struct Block {
    width: f64,
    height: f64,
    /// Nodes with their middles, seen from the upper left corner.
    places: Vec<(usize, f64, f64)>,
}

impl Block {
    /// The box in each of its shapes, without doubles.
    fn shapes(members: &[usize], items: &[Item], ties: &[(usize, usize)], name: f64, flow: Flow) -> Vec<Self> {
        let mut kinds = in_order(members, items, ties);
        if flow.back {
            kinds.reverse();
        }
        let most = kinds.iter().map(Vec::len).max().unwrap_or(1);
        let all: Vec<Self> = (1..=most).map(|rows| Self::with_rows(&kinds, rows, items, name, flow.down)).collect();
        let mut best: Vec<usize> = Vec::new();
        for shape in SHAPES {
            let found = (0..all.len()).min_by(|&a, &b| all[a].cost(shape).total_cmp(&all[b].cost(shape)));
            best.extend(found.filter(|at| !best.contains(at)));
        }
        all.into_iter().enumerate().filter(|(at, _)| best.contains(at)).map(|(_, block)| block).collect()
    }

    /// Small, and of about that shape.
    fn cost(&self, shape: f64) -> f64 {
        let slant = (self.width / self.height / shape).ln();
        self.width * self.height * (1.0 + 0.35 * slant * slant)
    }

    /// Each kind in as many lines as it takes when no line has more than `rows` nodes; lines are columns, or run across
    /// the box where kinds follow one another `down`.
    fn with_rows(kinds: &[Vec<usize>], rows: usize, items: &[Item], name: f64, down: bool) -> Self {
        let turned = |(x, y): (f64, f64)| if down { (y, x) } else { (x, y) };
        let size = |at: usize| turned((items[at].width, items[at].height));
        let (along, across, between) = if down { (GAPS.1, GAPS.0, GAPS.2 * 0.7) } else { (GAPS.0, GAPS.1, GAPS.2) };
        let mut lines: Vec<(f64, Vec<usize>)> = Vec::new();
        for kind in kinds {
            let count = kind.len().div_ceil(rows);
            for line in 0..count {
                let gap = match (lines.is_empty(), line) {
                    (true, _) => 0.0,
                    (_, 0) => between,
                    _ => across,
                };
                lines.push((gap, kind.iter().copied().skip(line).step_by(count).collect()));
            }
        }
        let long = |line: &[usize]| line.iter().map(|&at| size(at).1 + along).sum::<f64>() - along;
        let inner = lines.iter().map(|(_, line)| long(line)).fold(0.0, f64::max);
        let top = MARGIN + if name > 0.0 { NAME } else { 0.0 };
        let (mut x, mut places) = (0.0, Vec::new());
        for (gap, line) in &lines {
            let thick = line.iter().map(|&at| size(at).0).fold(0.0, f64::max);
            x += gap;
            let mut y = (inner - long(line)) / 2.0;
            for &at in line {
                let (dx, dy) = turned((x + thick / 2.0, y + size(at).1 / 2.0));
                places.push((at, MARGIN + dx, top + dy));
                y += size(at).1 + along;
            }
            x += thick;
        }
        let (width, height) = turned((x, inner));
        Self { width: width.max(name) + 2.0 * MARGIN, height: height + top + MARGIN, places }
    }
}

/// The nodes of a box by kind, those that are joined side by side (the barycentre heuristic of Sugiyama, Tagawa and Toda,
/// "Methods for Visual Understanding of Hierarchical System Structures", 1981).
fn in_order(members: &[usize], items: &[Item], ties: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut kinds: Vec<Vec<usize>> =
        COLUMNS.iter().map(|kind| members.iter().copied().filter(|&at| items[at].kind == *kind).collect()).collect();
    kinds.retain(|kind: &Vec<usize>| !kind.is_empty());
    let mut height = vec![f64::NAN; items.len()];
    let note = |kind: &[usize], height: &mut Vec<f64>| {
        kind.iter().enumerate().for_each(|(row, &at)| height[at] = (row as f64 + 0.5) / kind.len() as f64);
    };
    kinds.iter().for_each(|kind| note(kind, &mut height));
    for sweep in 0..6 {
        let order: Vec<usize> =
            if sweep % 2 == 0 { (0..kinds.len()).collect() } else { (0..kinds.len()).rev().collect() };
        for at in order {
            let middle = |node: usize| {
                let others = ties.iter().filter_map(|&(a, b)| match node {
                    _ if a == node => Some(b),
                    _ if b == node => Some(a),
                    _ => None,
                });
                let near: Vec<f64> = others.map(|other| height[other]).filter(|place| place.is_finite()).collect();
                if near.is_empty() { height[node] } else { near.iter().sum::<f64>() / near.len() as f64 }
            };
            let mut sorted: Vec<(f64, usize)> = kinds[at].iter().map(|&node| (middle(node), node)).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
            kinds[at] = sorted.into_iter().map(|(_, node)| node).collect();
            note(&kinds[at], &mut height);
        }
    }
    kinds
}

/// What is to be put on a page.
struct Town<'b> {
    items: &'b [Item],
    /// Each box in its shapes.
    blocks: Vec<Vec<Block>>,
    /// Nodes without a box, each with the boxes that it is joined to, once for each tie.
    free: Vec<(usize, Vec<usize>)>,
    /// Boxes that are joined.
    joined: Vec<(usize, usize)>,
}

/// In which order boxes are put into rows, and which shape each has.
#[derive(Clone)]
struct Plan {
    order: Vec<usize>,
    shapes: Vec<usize>,
}

/// Boxes in a row: columns of one or more, with the left edge of each.
struct Row {
    columns: Vec<(f64, Vec<usize>)>,
    width: f64,
    height: f64,
}

/// A page, and how bad it is.
struct Page {
    cost: f64,
    /// The shape and the upper left corner of each box.
    shapes: Vec<usize>,
    corners: Vec<(f64, f64)>,
    /// The middle of each node without a box.
    free: Vec<(f64, f64)>,
}

impl<'b> Town<'b> {
    fn new(items: &'b [Item], blocks: Vec<Vec<Block>>, streets: &[usize], ties: &[(usize, usize)]) -> Self {
        let group = |node: usize| items[node].group;
        let joined = ties.iter().filter_map(|&(a, b)| Some((group(a)?, group(b)?))).filter(|(a, b)| a != b).collect();
        let free = streets.iter().map(|&node| {
            let near = ties.iter().filter_map(|&(a, b)| match node {
                _ if a == node => group(b),
                _ if b == node => group(a),
                _ => None,
            });
            (node, near.collect())
        });
        Self { items, blocks, free: free.collect(), joined }
    }

    /// The best page that exchanging, moving and reshaping boxes leads to.
    fn best(&self) -> Page {
        let middle: Vec<usize> = self.blocks.iter().map(|shapes| shapes.len() / 2).collect();
        let block = |at: usize| &self.blocks[at][middle[at]];
        let all = || (0..self.blocks.len()).map(block);
        let area: f64 = all().map(|block| (block.width + BETWEEN) * (block.height + BETWEEN)).sum();
        let widest = all().map(|block| block.width).fold(0.0, f64::max);
        let mut order: Vec<usize> = (0..self.blocks.len()).collect();
        order.sort_by(|&a, &b| block(b).height.total_cmp(&block(a).height));
        let start = Plan { order, shapes: middle.clone() };
        let widths = [0.95, 1.1, 1.25, 1.4, 1.7, 2.1].map(|stretch| ((area * SCREEN).sqrt() * stretch).max(widest));
        let pages = widths.into_iter().map(|width| self.improved(start.clone(), width));
        let empty = || Page { cost: 0.0, shapes: vec![], corners: vec![], free: vec![] };
        pages.min_by(|a, b| a.cost.total_cmp(&b.cost)).unwrap_or_else(empty)
    }

    fn improved(&self, mut plan: Plan, width: f64) -> Page {
        let mut best = self.page(&plan, width);
        let count = self.blocks.len();
        let mut tries = 0;
        while tries < TRIES {
            let before = best.cost;
            let mut attempt = |change: &dyn Fn(&mut Plan)| {
                tries += 1;
                if tries > TRIES {
                    return;
                }
                let mut tried = plan.clone();
                change(&mut tried);
                let page = self.page(&tried, width);
                if page.cost < best.cost - 1e-9 {
                    (best, plan) = (page, tried);
                }
            };
            for from in 0..count {
                for shape in 0..self.blocks[from].len() {
                    attempt(&|plan| plan.shapes[from] = shape);
                }
                for to in 0..count {
                    attempt(&|plan| match from < to {
                        true => plan.order.swap(from, to),
                        false => {
                            let moved = plan.order.remove(from);
                            plan.order.insert(to, moved);
                        }
                    });
                }
            }
            if best.cost >= before {
                break;
            }
        }
        best
    }

    /// Boxes in rows no wider than `width`; a box that is low stands below another of its row.
    fn rows(&self, plan: &Plan, width: f64) -> Vec<Row> {
        let block = |at: usize| &self.blocks[at][plan.shapes[at]];
        let mut rows: Vec<Row> = Vec::new();
        for &at in &plan.order {
            let Block { width: wide, height, .. } = *block(at);
            if let Some(row) = rows.last_mut() {
                if let Some((_, column)) = row.columns.last_mut() {
                    let widest = column.iter().map(|&one| block(one).width).fold(0.0, f64::max);
                    let taken = column.iter().map(|&one| block(one).height + BETWEEN).sum::<f64>();
                    if taken + height <= row.height + 1.0 && wide <= widest * 1.2 {
                        row.width += (wide - widest).max(0.0);
                        column.push(at);
                        continue;
                    }
                }
                if row.width + BETWEEN + wide <= width {
                    row.columns.push((row.width + BETWEEN, vec![at]));
                    row.width += BETWEEN + wide;
                    row.height = row.height.max(height);
                    continue;
                }
            }
            rows.push(Row { columns: vec![(0.0, vec![at])], width: wide, height });
        }
        rows
    }

    /// Everything in its place.
    fn page(&self, plan: &Plan, width: f64) -> Page {
        let block = |at: usize| &self.blocks[at][plan.shapes[at]];
        let rows = self.rows(plan, width);
        let width = rows.iter().map(|row| row.width).fold(0.0, f64::max).max(if rows.is_empty() { width } else { 0.0 });
        let (mut row_of, mut corners) = (vec![0; self.blocks.len()], vec![(0.0, 0.0); self.blocks.len()]);
        for (number, row) in rows.iter().enumerate() {
            // What is left of a row's width goes between its columns, but does not tear them apart.
            let gaps = (row.columns.len() - 1) as f64;
            let gap = ((width - row.width) / gaps.max(1.0)).min(LOOSE);
            let first = (width - row.width - gap * gaps) / 2.0;
            for (at, (left, column)) in row.columns.iter().enumerate() {
                for &one in column {
                    row_of[one] = number;
                    corners[one].0 = left + first + gap * at as f64;
                }
            }
        }
        // Street n is above row n.
        let mut streets: Vec<Vec<(f64, usize)>> = vec![Vec::new(); rows.len() + 1];
        let center = |one: usize| corners[one].0 + block(one).width / 2.0;
        for (free, (_, near)) in self.free.iter().enumerate() {
            let mean = |sum: f64| sum / near.len() as f64;
            let (street, x) = match near.is_empty() {
                true => (rows.len(), width / 2.0),
                false => {
                    let row = mean(near.iter().map(|&one| row_of[one] as f64).sum()) as usize + 1;
                    (row.min(rows.len().saturating_sub(1).max(1)), mean(near.iter().map(|&one| center(one)).sum()))
                }
            };
            streets[street].push((x, free));
        }
        let (mut y, mut free) = (0.0, vec![(0.0, 0.0); self.free.len()]);
        for (number, street) in streets.iter().enumerate() {
            y = self.street(street, y, width, number == 0, &mut free);
            let Some(row) = rows.get(number) else { break };
            for (_, column) in &row.columns {
                let mut top = y;
                for &one in column {
                    corners[one].1 = top;
                    top += block(one).height + BETWEEN;
                }
            }
            y += row.height;
        }
        let cost = self.cost(plan, &corners, &free, (width, y));
        Page { cost, shapes: plan.shapes.clone(), corners, free }
    }

    /// Puts nodes between two rows, each as near as may be to what it is joined to; gives where the next row begins.
    fn street(&self, street: &[(f64, usize)], top: f64, width: f64, first: bool, free: &mut [(f64, f64)]) -> f64 {
        if street.is_empty() {
            return top + if first { 0.0 } else { BETWEEN };
        }
        let size = |one: usize| self.items[self.free[one].0];
        let mut sorted = street.to_vec();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let taken: f64 = sorted.iter().map(|&(_, one)| size(one).width + GAPS.2).sum();
        let lines = ((taken / width.max(1.0)).ceil() as usize).max(1);
        let mut y = top + STREET;
        for line in 0..lines {
            let line: Vec<(f64, usize)> = sorted.iter().copied().skip(line).step_by(lines).collect();
            let height = line.iter().map(|&(_, one)| size(one).height).fold(0.0, f64::max);
            // From the left as wished, but not into the one before; then from the right, back onto the page.
            let (mut middles, mut end) = (Vec::new(), 0.0);
            for &(x, one) in &line {
                let half = size(one).width / 2.0;
                middles.push(x.max(end + half));
                end = middles[middles.len() - 1] + half + GAPS.1;
            }
            let mut end = width;
            for (middle, &(_, one)) in middles.iter_mut().zip(&line).rev() {
                let half = size(one).width / 2.0;
                *middle = middle.min(end - half);
                end = *middle - half - GAPS.1;
            }
            line.iter().zip(&middles).for_each(|(&(_, one), &x)| free[one] = (x, y + height / 2.0));
            y += height + GAPS.0;
        }
        y - GAPS.0 + STREET
    }

    /// A page is the better the larger it is drawn on a screen, and the shorter the ways on it are.
    fn cost(&self, plan: &Plan, corners: &[(f64, f64)], free: &[(f64, f64)], (width, height): (f64, f64)) -> f64 {
        let middle = |one: usize| {
            let ((left, top), block) = (corners[one], &self.blocks[one][plan.shapes[one]]);
            (left + block.width / 2.0, top + block.height / 2.0)
        };
        let way = |(x, y): (f64, f64), (to_x, to_y): (f64, f64)| (x - to_x).abs() + (y - to_y).abs();
        let joined = self.joined.iter().map(|&(a, b)| way(middle(a), middle(b)));
        let led = self.free.iter().zip(free).flat_map(|((_, near), &here)| near.iter().map(move |&one| (here, one)));
        let ways = joined.chain(led.map(|(here, one)| way(here, middle(one))));
        let (sum, count) = ways.fold((0.0, 0.0), |(sum, count), way| (sum + way, count + 1.0));
        let mean = sum / f64::max(count, 1.0) / (width + height).max(1.0);
        width.max((height + HEADING) * SCREEN) * (1.0 + mean)
    }
}
