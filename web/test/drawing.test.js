import assert from "node:assert/strict";
import { test } from "node:test";
import { compare, describe, number, time } from "../src/columns.js";
import { layout } from "../src/layout.js";
import { fromRows, fromTriples, joined, MOST, things } from "../src/network.js";
import { points, suggest } from "../src/plot.js";
import { ticks, timeTicks } from "../src/scale.js";
import { Terms } from "../src/terms.js";
import { fitted } from "../src/text.js";

const BASE = "https://w3id.org/zhengtu/";
const XSD = "http://www.w3.org/2001/XMLSchema#";
const terms = new Terms(BASE, "/");
const uri = (path) => ({ type: "uri", value: BASE + path });
const name = (value) => ({ type: "literal", value, "xml:lang": "zh" });
const plain = (value) => ({ type: "literal", value });
const decimal = (value) => ({ type: "literal", value, datatype: `${XSD}decimal` });
const table = (columns, ...rows) => ({ kind: "table", columns, rows });
const roles = (answer) => describe(answer).map(({ role }) => role);

const FIGURES = table(["what", "placeName", "value", "unitName", "words", "statement"],
  [name("参保率"), name("湘乡市"), decimal("95.2"), name("%"), plain("一".repeat(60)), uri("statement/1")],
  [name("参保率"), name("开化县"), decimal("97.1"), name("%"), plain("二".repeat(60)), uri("statement/2")],
  [name("追回资金"), name("湘乡市"), decimal("6523000"), name("元"), plain("三".repeat(60)), null]);

test("columns are known by what stands in them", () => {
  assert.deepEqual(roles(FIGURES), ["name", "name", "number", "name", "text", "thing"]);
  assert.deepEqual(roles(table(["month", "n", "period", "mixed", "none"], [plain("2022-11"), plain("12.5"), plain("2022/2023"), decimal("3"), null], [plain("2023"), plain("7"), plain("2022-01"), uri("unit/1"), null])), ["date", "number", "date", "text", "empty"]);
  assert.ok(Number.isNaN(number(name("三"))) && number(decimal("-3.50")) === -3.5);
  assert.equal(time(plain("2022-09")), Date.UTC(2022, 8, 1));
});

test("numbers are sorted as numbers, before texts, and what is missing is last", () => {
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  const sorted = [null, name("北京"), decimal("10"), decimal("9"), name("安徽")].sort((one, other) => compare(one, other, collator));
  assert.deepEqual(sorted.map((term) => term?.value), ["9", "10", "安徽", "北京", undefined]);
});

test("a chart draws one unit, by the names that tell rows apart", () => {
  const plot = suggest(FIGURES, terms);
  assert.deepEqual([plot.kind, plot.value, plot.label, plot.only], ["bar", 2, 1, "%"]);
  assert.deepEqual(points(FIGURES, plot, terms).points.map(({ label, y }) => [label, y]), [["湘乡市", 95.2], ["开化县", 97.1]]);
  assert.deepEqual(points(FIGURES, { ...plot, falling: true }, terms).points.map(({ y }) => y), [97.1, 95.2]);
});

test("numbers over dates are a line, numbers against numbers are points, and without numbers there is nothing", () => {
  const dated = table(["month", "n"], ...["2022-01", "2022-02", "2022-03"].map((month, at) => [plain(month), decimal(String(at))]));
  assert.equal(suggest(dated, terms).kind, "line");
  assert.deepEqual(points(dated, suggest(dated, terms), terms).points.map(({ x }) => x)[1], Date.UTC(2022, 1, 1));
  assert.equal(suggest(table(["a", "b"], [decimal("1"), decimal("2")]), terms).kind, "scatter");
  assert.equal(suggest(table(["a"], [name("一")]), terms), undefined);
});

test("axes have round steps", () => {
  assert.deepEqual(ticks(0, 98, 5), [0, 20, 40, 60, 80]);
  assert.deepEqual(ticks(0, 0.3, 3), [0, 0.1, 0.2, 0.3]);
  assert.deepEqual(ticks(5, 5, 3), [5]);
  assert.deepEqual(ticks(0, 2, 5, true), [0, 1, 2]);
  assert.deepEqual(timeTicks(Date.UTC(2022, 8, 1), Date.UTC(2023, 11, 1), 6).map((tick) => tick.name), ["2022-10", "2023-01", "2023-04", "2023-07", "2023-10"]);
  assert.deepEqual(timeTicks(Date.UTC(2015, 5, 1), Date.UTC(2024, 2, 1), 6).map((tick) => tick.name), ["2017", "2019", "2021", "2023"]);
  assert.deepEqual(timeTicks(Date.UTC(2022, 10, 15), Date.UTC(2023, 1, 15), 6).map((tick) => tick.name), ["2022-12", "2023-01", "2023-02"]);
});

test("a name column and the things that it names are one", () => {
  const answer = table(["programmeName", "agencyName", "placeName", "agency"],
    [name("医保服务圈"), name("湘乡市医保局"), name("湘乡市"), uri("agency/430381/湘乡市医保局")],
    [name("医保服务圈"), name("开化县医保局"), null, uri("agency/330824/开化县医保局")]);
  const found = things(answer, terms);
  assert.deepEqual(found.map(({ title, kind }) => [title, kind]), [["programmeName", "programme"], ["agencyName", "agency"], ["placeName", "location"]]);
  const network = fromRows(answer, found.filter(({ index }) => joined(found).includes(index)), terms);
  assert.deepEqual(network.nodes.map(({ label, degree }) => [label, degree]).sort(), [["医保服务圈", 2], ["湘乡市", 1], ["湘乡市医保局", 2], ["开化县医保局", 1]].sort());
  assert.equal(network.nodes.find(({ label }) => label === "湘乡市医保局").address, "/agency/430381/湘乡市医保局");
});

test("of the columns of a row, one of each kind is joined, or what there is", () => {
  const row = (...names) => table(names, names.map((_, at) => name("一二三四五六"[at])), names.map((_, at) => name("甲乙丙丁戊己"[at])));
  const titles = (answer) => joined(things(answer, terms)).map((index) => answer.columns[index]);
  assert.deepEqual(titles(row("what", "phrase", "placeName", "unit", "change", "agencyName")), ["what", "placeName", "agencyName"]);
  assert.deepEqual(titles(row("agencyName", "partnerName")), ["agencyName", "partnerName"]);
  assert.deepEqual(titles(row("x", "y")), ["x", "y"]);
});

test("triples are links; names become labels, classes are left out", () => {
  const rdf = (local) => ({ type: "uri", value: `http://www.w3.org/1999/02/22-rdf-syntax-ns#${local}` });
  const label = { type: "uri", value: "http://www.w3.org/2000/01/rdf-schema#label" };
  const rows = [[uri("agency/1/甲"), uri("ns#implements"), uri("programme/乙")], [uri("agency/1/甲"), rdf("type"), uri("ns#Agency")], [uri("programme/乙"), label, name("乙方案")]];
  const network = fromTriples({ kind: "triples", columns: [], rows }, terms);
  assert.deepEqual(network.nodes.map((node) => node.label).sort(), ["乙方案", "甲"]);
  assert.deepEqual(network.edges.length, 1);
});

test("of too many nodes, those with the most links are drawn", () => {
  const rows = Array.from({ length: MOST * 2 }, (_, at) => [uri("agency/1/甲"), uri("ns#implements"), uri(`programme/${at}`)]);
  const network = fromTriples({ kind: "triples", columns: [], rows }, terms);
  assert.deepEqual([network.nodes.length, network.left, network.nodes[0].label], [MOST, MOST + 1, "甲"]);
  assert.ok(network.edges.length === MOST - 1);
});

test("the same answer gives the same picture, and no name covers another", () => {
  const rows = Array.from({ length: 40 }, (_, at) => [uri(`agency/1/县医疗保障局${at % 7}`), uri("ns#implements"), uri(`programme/十五分钟服务圈${at}`)]);
  const network = fromTriples({ kind: "triples", columns: [], rows }, terms);
  const [one, other] = [layout(network, 1.5), layout(network, 1.5)];
  assert.deepEqual(one.map(({ x, y }) => [x, y]), other.map(({ x, y }) => [x, y]));
  const covered = one.flatMap((node, at) => one.slice(at + 1).filter((next) => Math.abs(node.x - next.x) < (node.wide + next.wide) / 2 && Math.abs(node.y - next.y) < 12));
  assert.ok(covered.length <= 2, `${covered.length} names cover another`);
});

test("text is cut to its room", () => {
  assert.equal(fitted("湘乡市医疗保障局", 60, 12), "湘乡市医疗…");
  assert.equal(fitted("abc", 60, 12), "abc");
});
