/** The SPARQL page: what the server sent works by itself; here it becomes a workbench. */
import { ACCEPT, readAnswer } from "./answer.js";
import { chart } from "./chart.js";
import { completion } from "./complete.js";
import { html, save } from "./dom.js";
import { editor } from "./editor.js";
import { ask, offset, Problem } from "./endpoint.js";
import { graph } from "./graph.js";
import { readLink, writeLink } from "./link.js";
import { offerNames } from "./names.js";
import { bind } from "./question.js";
import { table } from "./table.js";
import { tabs } from "./tabs.js";
import { Terms } from "./terms.js";
import { both, line } from "./words.js";

const VIEWS = ["table", "chart", "graph"];

const part = (id) => document.getElementById(id);
const form = part("ask");
const status = part("status");
const stop = part("stop");
const { prefix, base } = form.dataset;
/** @type {import("./complete.js").Vocabulary & { formats: { name: string, media_type: string, extension: string, table: boolean }[] }} */
let vocabulary = { prefixes: [], terms: [], formats: [] };
let terms = new Terms(base, prefix);
/** What is shown: the query that was asked, its answer, what of it is drawn, and the usual way to look at it. */
let shown;
let view = "table";
/** The way to look at tables that was chosen last; triples are a graph unless asked otherwise. */
let chosen = "table";
/** The way that a link asks for. */
let wanted;
let running;

const area = part("query");
const edit = editor(part("editor"), { text: area.value, label: line("editor"), run, complete: completion(() => vocabulary) });
area.closest("label, div").hidden = true;
part("editor").hidden = false;
document.documentElement.classList.add("scripted");

const { list, panels, choose } = tabs(VIEWS, (key) => {
  view = key;
  if (shown?.answer.kind === "table") chosen = key;
  remember("replaceState");
  draw();
});
const downloads = html("div", { class: "downloads" });
const share = html("button", { type: "button", class: "quiet" }, ...both("share"));
const answer = part("answer");
answer.append(html("div", { class: "answer-bar" }, list, downloads), ...panels.values());
answer.hidden = true;

const ready = load();
form.addEventListener("submit", (event) => (event.preventDefault(), run()));
stop.addEventListener("click", () => running?.abort());
share.addEventListener("click", async () => {
  await navigator.clipboard.writeText(location.href);
  say([...both("shared")]);
});
for (const question of document.querySelectorAll("form.question")) prepare(question);
addEventListener("hashchange", open);
open();

/** The prefixes, terms and formats that the server knows. */
async function load() {
  try {
    vocabulary = await (await fetch(`${prefix}assets/vocabulary.json`)).json();
    terms = new Terms(base, prefix, vocabulary.prefixes, vocabulary.terms);
  } catch {
    // names then stay long, and nothing is offered
  }
}

/** A question that came with the address. */
function open() {
  const link = readLink(location.hash);
  if (!link) return;
  wanted = VIEWS.includes(link.view) ? link.view : undefined;
  if (link.query === shown?.query) return look(wanted ?? shown.usual);
  edit.text = link.query;
  run();
}

/** @param {"pushState" | "replaceState"} how */
function remember(how) {
  const link = shown && writeLink(shown.query, view, shown.usual);
  if (link && link !== location.hash) history[how](null, "", link);
}

/** @param {string} key */
function look(key) {
  view = key;
  choose(key, false);
  draw();
}

/** @param {(Node | string)[]} parts @param {string} [kind] */
function say(parts, kind = "") {
  status.className = kind;
  status.replaceChildren(...parts);
}

/**
 * Asks, and gives up what is asked already; `use` gets the response.
 * @param {string} query
 * @param {string} accept
 * @param {(response: Response) => Promise<void>} use
 * @returns {Promise<boolean>} whether it went well, or something else is asked by now
 */
async function request(query, accept, use) {
  running?.abort();
  const own = new AbortController();
  running = own;
  stop.hidden = false;
  answer.setAttribute("aria-busy", "true");
  say(both("running"));
  let response;
  let well = false;
  try {
    response = await ask(prefix, query, accept, own.signal);
    await use(response);
    well = true;
  } catch (error) {
    if (running !== own) return true;
    if (own.signal.aborted) say(both("stopped"));
    else if (error instanceof Problem) fail(error, query);
    else say([...both(response ? "broken" : "offline"), ` (${error.message})`], "error");
  }
  if (running !== own) return true;
  running = undefined;
  stop.hidden = true;
  answer.removeAttribute("aria-busy");
  return well;
}

/** @param {Problem} problem @param {string} query */
function fail(problem, query) {
  const parts = [problem.message];
  if (problem.line && query === edit.text) {
    const at = offset(query, problem.line, problem.column ?? 1);
    edit.mark(at, problem.message);
    parts.push(" ", html("button", { type: "button", class: "quiet", click: () => edit.goto(at) }, ...both("show-error")));
  }
  say(parts, "error");
}

async function run() {
  const query = edit.text;
  const began = performance.now();
  edit.unmark();
  const well = await request(query, ACCEPT, async (response) => {
    const found = readAnswer(response.headers.get("content-type") ?? "", await response.text());
    const took = (performance.now() - began) / 1000;
    await ready;
    const usual = found.kind === "triples" ? "graph" : "table";
    // the question before is one step back, as long as there was one
    const how = shown && shown.query !== query ? "pushState" : "replaceState";
    shown = { query, answer: found, usual, drawn: new Set() };
    view = wanted ?? (found.kind === "triples" ? "graph" : chosen);
    wanted = undefined;
    remember(how);
    present(found, took);
  });
  if (well) return;
  // what is left of another question would look like the answer to this one
  answer.hidden = true;
  shown = undefined;
}

/** @param {import("./answer.js").Answer} found @param {number} took seconds */
function present(found, took) {
  const count = found.rows.length;
  const noun = `${found.kind === "triples" ? "triple" : "row"}${count === 1 ? "" : "s"}`;
  const time = `${took.toFixed(2)} s`;
  const sharing = navigator.clipboard ? [" ", share] : [];
  const truth = found.kind === "boolean";
  const told = truth ? [html("b", { class: "verdict" }, ...both(found.value ? "yes" : "no"))] : [html("b", {}, count.toLocaleString("en")), " ", ...both(noun)];
  say([...told, ` · ${time}`, ...sharing]);
  answer.hidden = false;
  list.hidden = truth;
  panels.forEach((panel) => {
    panel.replaceChildren();
    panel.hidden = true;
  });
  offer(found);
  if (!truth) look(view);
  show();
}

/** Brings the answer into the window if it is below its middle, with the end of the query above it. */
function show() {
  const { top } = status.getBoundingClientRect();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (top < 0 || top > innerHeight * 0.6) scrollBy({ top: top - innerHeight * 0.25, behavior: calm ? "auto" : "smooth" });
}

/** Draws what is looked at, once. */
function draw() {
  if (!shown || shown.drawn.has(view)) return;
  shown.drawn.add(view);
  const panel = panels.get(view);
  const { answer: found } = shown;
  const nothing = found.rows.length === 0 ? [html("p", { class: "empty" }, ...both("nothing"))] : undefined;
  const width = Math.floor(panel.clientWidth);
  const views = { table: () => table(found, terms, sorted), chart: () => chart(found, terms, width), graph: () => graph(found, terms, width) };
  panel.replaceChildren(...(nothing ?? views[view]()));
}

/** Bars stand in the order of the table. @param {import("./answer.js").Answer["rows"]} rows */
function sorted(rows) {
  shown.answer = { ...shown.answer, rows };
  shown.drawn.delete("chart");
}

/** The forms that the answer can be saved in. @param {import("./answer.js").Answer} found */
function offer(found) {
  const fitting = vocabulary.formats.filter(({ table: tabular, media_type: type }) => (found.kind === "triples" ? !tabular : tabular && (found.kind === "table" || /json|xml/.test(type))));
  const { query } = shown;
  // for a spreadsheet first
  fitting.sort((one, other) => Number(other.name === "csv") - Number(one.name === "csv"));
  const buttons = fitting.map(({ name, media_type: type, extension }) => html("button", {
    type: "button", class: "quiet", "aria-label": `${line("download")} ${name}`,
    click: () => request(query, type, async (response) => {
      save(await response.blob(), `answer.${extension}`);
      say([...both("saved"), ` answer.${extension}`]);
    }),
  }, name));
  downloads.replaceChildren(html("span", { class: "choice" }, ...both("download")), ...buttons);
}

/** A named query: asked here instead of on a page of its own, and put into the editor. @param {HTMLFormElement} question */
function prepare(question) {
  const text = question.parentElement.querySelector("pre").textContent;
  const filled = () => bind(text, Object.fromEntries([...new FormData(question)].map(([name, value]) => [name, String(value).trim()])));
  question.querySelectorAll("input").forEach((input) => offerNames(input, prefix));
  question.addEventListener("submit", (event) => {
    event.preventDefault();
    edit.text = filled();
    run();
  });
  const look = html("button", { type: "button", class: "quiet", click: () => ((edit.text = filled()), edit.focus()) }, ...both("edit"));
  question.querySelector("button").after(look);
}
