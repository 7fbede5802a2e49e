/** The answer as bars, lines or points: an SVG of our own, with what it shows chosen above it. */
import { axes, points, shown, suggest } from "./plot.js";
import { describe } from "./columns.js";
import { choice, html, svg } from "./dom.js";
import { savePicture } from "./picture.js";
import { linear, ticks, timeTicks, told } from "./scale.js";
import { fitted, measured } from "./text.js";
import { both, line } from "./words.js";

/** Bars that a person compares. */
const BARS = 40;
/** Points that a browser draws without trouble. */
const POINTS = 5000;
/** Colours that are told apart. */
const COLOURS = 8;

/** @param {import("./answer.js").Answer} answer @param {import("./terms.js").Terms} terms @param {number} width in pixels */
export function chart(answer, terms, width) {
  const first = suggest(answer, terms);
  if (!first) return [html("p", { class: "empty" }, ...both("no-chart"))];
  let plot = first;
  const columns = describe(answer);
  const { numbers, dates, labels } = axes(columns);
  const controls = html("div", { class: "controls" });
  const canvas = html("figure", { class: "drawing" });
  const change = (part) => {
    plot = { ...plot, ...part };
    const across = horizontal();
    if (!across.some(({ index }) => index === plot.label)) plot.label = across[0]?.index ?? -1;
    draw();
  };
  const horizontal = () => (plot.kind === "bar" ? [...labels, ...dates] : [...dates, ...numbers]);
  const options = (list) => list.map(({ index, name }) => ({ value: String(index), text: name }));
  const draw = () => {
    const focused = [...controls.querySelectorAll("select")].indexOf(document.activeElement);
    const kinds = ["bar", ...(dates.length > 0 || numbers.length > 1 ? ["line", "scatter"] : [])];
    const parts = [
      choice(both("kind"), kinds.map((kind) => ({ value: kind, text: line(kind) })), plot.kind, (kind) => change({ kind })),
      choice(both("value"), options(numbers), String(plot.value), (value) => change({ value: Number(value) })),
      choice(both(plot.kind === "bar" ? "label" : "across"), options(horizontal()), String(plot.label), (label) => change({ label: Number(label) })),
      choice(both("series"), [{ value: "-1", text: line("none") }, ...options(labels.filter(({ distinct }) => distinct <= 40))], String(plot.series), (series) => change({ series: Number(series) })),
    ];
    if (plot.kind === "bar") {
      const orders = ["as-table", "falling"].map((key) => ({ value: key, text: line(key) }));
      parts.push(choice(both("order"), orders, plot.falling ? "falling" : "as-table", (order) => change({ falling: order === "falling" })));
    }
    if (plot.unit >= 0) {
      const units = [...new Set(answer.rows.map((row) => shown(row[plot.unit], terms)).filter(Boolean))];
      parts.push(choice(both("only"), units.map((unit) => ({ value: unit, text: unit })), plot.only, (only) => change({ only })));
    }
    parts.push(html("button", { type: "button", click: () => savePicture(canvas.querySelector("svg"), "chart.svg") }, ...both("picture")));
    controls.replaceChildren(...parts);
    if (focused >= 0) controls.querySelectorAll("select")[focused]?.focus();
    const unit = plot.only ? ` (${plot.only})` : "";
    const title = `${columns[plot.value].name}${unit}${plot.label >= 0 ? ` · ${columns[plot.label].name}` : ""}`;
    canvas.replaceChildren(...(plot.kind === "bar" ? bars : field)(answer, plot, terms, Math.max(width, 300), title));
  };
  draw();
  return [controls, canvas];
}

/** Colours of series, in the order in which they come. @param {string[]} names */
function legend(names) {
  const colour = new Map([...new Set(names)].map((name, at) => [name, at % COLOURS]));
  const shownToo = colour.size > 1 ? [html("figcaption", { class: "legend" }, ...[...colour].map(([name, at]) => html("span", { class: `key colour-${at}` }, name || "–")))] : [];
  return { colour, legend: shownToo };
}

function bars(answer, plot, terms, width, title) {
  const all = points(answer, plot, terms).points;
  const drawn = all.slice(0, BARS);
  const { colour, legend: key } = legend(drawn.map(({ series }) => series));
  const [step, top] = [26, 8];
  const left = Math.min(width * 0.38, 16 + 13 * Math.max(4, ...drawn.map(({ label }) => Math.min(18, [...label].length))));
  const height = top + step * drawn.length + 26;
  const values = drawn.map(({ y }) => y);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const right = 14 + Math.max(40, ...values.map((value) => measured(told(value), 12)));
  const x = linear([low, high], [left, width - right]);
  const marks = ticks(low, high, Math.max(2, Math.floor((width - left) / 150)), values.every(Number.isInteger));
  const grid = marks.flatMap((at) => [
    svg("line", { class: "grid", x1: x(at), x2: x(at), y1: top, y2: height - 24 }),
    svg("text", { class: "tick", x: x(at), y: height - 8, "text-anchor": "middle" }, told(at)),
  ]);
  const rows = drawn.map(({ y, label, told: rest, series }, at) => {
    const middle = top + step * (at + 0.5);
    // of equal names in a row, the first is told
    const name = at > 0 && drawn[at - 1].label === label ? "" : fitted(label, left - 14, 13);
    return svg("g", { class: "bar" },
      svg("title", {}, `${[label, rest].filter(Boolean).join(" · ")}: ${told(y)}`),
      svg("rect", { class: "reach", x: 0, y: middle - step / 2, width, height: step }),
      svg("text", { class: "name", x: left - 8, y: middle, "text-anchor": "end", "dominant-baseline": "central" }, name),
      svg("rect", { class: `colour-${colour.get(series)}`, x: Math.min(x(0), x(y)), y: middle - 8, width: Math.max(1, Math.abs(x(y) - x(0))), height: 16, rx: 2 }),
      svg("text", { class: "figure", x: Math.max(x(0), x(y)) + 6, y: middle, "dominant-baseline": "central" }, told(y)));
  });
  const drawing = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title }, ...grid, ...rows);
  const note = all.length > BARS ? [html("p", { class: "note" }, ...both("bars-cut", String(BARS)))] : [];
  return [html("p", { class: "title" }, title), drawing, ...key, ...note];
}

function field(answer, plot, terms, width, title) {
  const { dated, points: all } = points(answer, plot, terms);
  const found = all.slice(0, POINTS);
  if (found.length === 0) return [html("p", { class: "empty" }, ...both("nothing"))];
  const { colour, legend: key } = legend(found.map(({ series }) => series));
  const [right, top, bottom] = [20, 14, 34];
  const height = Math.max(260, Math.min(440, width * 0.5));
  const spread = (values, zero) => {
    const low = Math.min(...values, zero ? 0 : Infinity);
    const high = Math.max(...values);
    return low === high ? [low - 1, high + 1] : [low, high];
  };
  const xs = spread(found.map((one) => one.x), false);
  const ys = spread(found.map((one) => one.y), Math.min(...found.map((one) => one.y)) > 0 && plot.kind === "line");
  const left = 18 + Math.max(24, ...ys.map((value) => measured(told(Math.round(value)), 11.5)));
  const x = linear(xs, [left + 8, width - right - 8]);
  const y = linear(ys, [height - bottom, top]);
  const room = Math.max(2, Math.floor(width / 130));
  const below = dated ? timeTicks(xs[0], xs[1], room) : ticks(xs[0], xs[1], room).map((at) => ({ at, name: told(at) }));
  const grid = [
    ...ticks(ys[0], ys[1], 5, found.every((one) => Number.isInteger(one.y))).flatMap((at) => [
      svg("line", { class: "grid", x1: left, x2: width - right, y1: y(at), y2: y(at) }),
      svg("text", { class: "tick", x: left - 8, y: y(at), "text-anchor": "end", "dominant-baseline": "central" }, told(at)),
    ]),
    ...below.map(({ at, name }) => svg("text", { class: "tick", x: x(at), y: height - 10, "text-anchor": "middle" }, name)),
  ];
  const lines = plot.kind !== "line" ? [] : [...colour].map(([series, at]) => {
    const own = found.filter((one) => one.series === series).sort((one, other) => one.x - other.x);
    return svg("polyline", { class: `line colour-${at}`, points: own.map((one) => `${x(one.x).toFixed(1)},${y(one.y).toFixed(1)}`).join(" ") });
  });
  const dots = found.map((one) => svg("circle", { class: `dot colour-${colour.get(one.series)}`, cx: x(one.x).toFixed(1), cy: y(one.y).toFixed(1), r: 4 },
    svg("title", {}, `${[one.label, one.told].filter(Boolean).join(" · ")}: ${told(one.y)}`)));
  const drawing = svg("svg", { class: "chart", viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": title }, ...grid, ...lines, ...dots);
  const note = all.length > POINTS ? [html("p", { class: "note" }, ...both("bars-cut", told(POINTS)))] : [];
  return [html("p", { class: "title" }, title), drawing, ...key, ...note];
}
