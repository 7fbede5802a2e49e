/** What of an answer goes into a chart: chosen by itself at first, then by the reader. */
import { describe, number, time } from "./columns.js";

/** @typedef {import("./columns.js").Column} Column */
/**
 * Columns by index; `only` keeps the rows of one unit, so that money is never drawn against percentages. Bars come in
 * the order of the table, or the largest first.
 * @typedef {{ kind: "bar" | "line" | "scatter", value: number, label: number, series: number, unit: number, only: string, falling: boolean }} Plot
 */

const UNIT = /unit/i;
/** Numbers that count places in a text or say how sure a reading is: drawn only when asked for. */
const ASIDE = /^(start|end|code|confidence|.*(Start|End|Code))$/;

/** The text of a cell. @param {import("./answer.js").Term | null} term @param {import("./terms.js").Terms} terms */
export const shown = (term, terms) => (term ? terms.name(term) : "");

/** @param {Column[]} columns */
export function axes(columns) {
  const role = (...roles) => columns.filter((column) => roles.includes(column.role));
  return { numbers: role("number"), dates: role("date"), labels: [...role("name"), ...role("thing"), ...role("text")] };
}

/** The chart to begin with, `undefined` if there is nothing to draw. @param {import("./answer.js").Answer} answer @param {import("./terms.js").Terms} terms @returns {Plot | undefined} */
export function suggest(answer, terms) {
  const columns = describe(answer);
  const { numbers, dates, labels } = axes(columns);
  const value = numbers.find(({ name }) => !ASIDE.test(name)) ?? numbers[0];
  if (!value) return undefined;
  const unit = columns.find(({ name, distinct }) => UNIT.test(name) && distinct > 1)?.index ?? -1;
  const names = labels.filter(({ role, index, name }) => role === "name" && index !== unit && !UNIT.test(name));
  const plot = { kind: "bar", value: value.index, label: -1, series: -1, unit, only: unit < 0 ? "" : commonest(answer, unit, terms), falling: false };
  const rows = kept(answer, plot, terms);
  const distinct = ({ index }) => new Set(rows.map((row) => row[index]?.value)).size;
  // the column that tells rows apart best; of equals, the first
  const best = [...names].sort((one, other) => distinct(other) - distinct(one))[0];
  const other = numbers.find((column) => column !== value && !ASIDE.test(column.name));
  const label = best ?? labels.find(({ role }) => role === "thing") ?? labels[0];
  if (dates[0] && dates[0].distinct > 2 && (!label || names.length === 0)) return { ...plot, kind: "line", label: dates[0].index };
  if (!label && other) return { ...plot, kind: "scatter", value: other.index, label: value.index };
  return { ...plot, label: (label ?? dates[0])?.index ?? -1 };
}

/** @param {import("./answer.js").Answer} answer @param {number} index @param {import("./terms.js").Terms} terms */
function commonest(answer, index, terms) {
  const counts = new Map();
  for (const row of answer.rows) counts.set(shown(row[index], terms), (counts.get(shown(row[index], terms)) ?? 0) + 1);
  counts.delete("");
  return [...counts].sort(([, one], [, other]) => other - one)[0]?.[0] ?? "";
}

/** Rows that a chart is drawn from. @param {import("./answer.js").Answer} answer @param {Plot} plot @param {import("./terms.js").Terms} terms */
export function kept(answer, plot, terms) {
  const fits = (row) => !plot.only || plot.unit < 0 || shown(row[plot.unit], terms) === plot.only;
  return answer.rows.filter((row) => !Number.isNaN(number(row[plot.value])) && fits(row));
}

/** Points: `x` is a time or a number, or what a bar is called. @param {import("./answer.js").Answer} answer @param {Plot} plot @param {import("./terms.js").Terms} terms */
export function points(answer, plot, terms) {
  const columns = describe(answer);
  const dated = columns[plot.label]?.role === "date";
  const found = kept(answer, plot, terms).map((row) => {
    const label = shown(row[plot.label] ?? null, terms);
    const x = plot.kind === "bar" ? 0 : dated ? time(row[plot.label]) : number(row[plot.label] ?? null);
    const rest = columns.filter(({ role, index }) => index !== plot.label && index !== plot.value && ["name", "date"].includes(role));
    const told = rest.map(({ index }) => shown(row[index], terms)).filter(Boolean).join(" · ");
    return { x, y: number(row[plot.value]), label, told, series: plot.series < 0 ? "" : shown(row[plot.series], terms) };
  });
  if (plot.kind === "bar" && plot.falling) found.sort((one, other) => other.y - one.y);
  return { dated, points: plot.kind === "bar" ? found : found.filter(({ x }) => !Number.isNaN(x)) };
}
