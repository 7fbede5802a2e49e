#!/usr/bin/env node
// The SPARQL page in headless Chromium, over the store of the example pages: by keyboard, without another host, without
// an error in the console.
//
//   .ci/web.mjs ZHENGTU STORE        needs `npm ci` in web/; CHROMIUM names the browser if it is not on the path
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const AXE = await readFile(require.resolve("axe-core/axe.min.js"), "utf8");

const [program, store] = process.argv.slice(2);
if (!program || !store) stop("usage: .ci/web.mjs ZHENGTU STORE");

const found = ["chromium", "chromium-browser", "google-chrome"].map((name) => {
  try {
    return execFileSync("which", [name], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
});
const chromium = process.env.CHROMIUM || found.find(Boolean) || stop("no Chromium: install it, or name it in CHROMIUM");

const work = await mkdtemp(join(tmpdir(), "zhengtu-web-"));
const server = spawn(program, ["serve", "--store", store, "--bind", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
const root = await new Promise((resolve, reject) => {
  let said = "";
  const hear = (chunk) => {
    said += chunk;
    const address = /http:\/\/127\.0\.0\.1:\d+\//.exec(said);
    if (address) resolve(address[0]);
  };
  server.stdout.on("data", hear);
  server.stderr.on("data", hear);
  server.on("exit", () => reject(new Error(`the server ended: ${said}`)));
});
// also when a line below throws
process.on("exit", () => server.kill());
const browser = await puppeteer.launch({ executablePath: chromium, args: process.getuid?.() === 0 ? ["--no-sandbox"] : [] });

/** What no page may do, of all pages. */
const elsewhere = [];
const complaints = [];
/** Answers that a test asked for by a wrong query: the browser tells of each. */
let refused = 0;

const FIGURES = `SELECT ?what ?value ?statement WHERE { ?statement schema:variableMeasured/rdfs:label ?what ; schema:value ?value } ORDER BY ?statement LIMIT 30`;

/** A page as a visitor opens it. */
async function visit(path = "", { width = 1280, height = 900, dark = false, script = true } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  page.on("request", (request) => /^(blob|data):/.test(request.url()) || request.url().startsWith(root) || elsewhere.push(request.url()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const expected = refused > 0 && message.text().includes("status of 400");
    if (expected) refused -= 1;
    else if (["error", "warn"].includes(message.type())) complaints.push(message.text());
  });
  await page.setJavaScriptEnabled(script);
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }]);
  await page.setViewport({ width, height });
  await page.goto(root + path, { waitUntil: "networkidle0" });
  return page;
}

/** Keys with a modifier: `press(page, "Control+Enter")`. */
async function press(page, keys) {
  const parts = keys.split("+");
  for (const key of parts.slice(0, -1)) await page.keyboard.down(key);
  await page.keyboard.press(parts.at(-1));
  for (const key of parts.slice(0, -1).reverse()) await page.keyboard.up(key);
}

/** Tab, out of the editor too, until what has the focus satisfies `wanted`. */
async function tabTo(page, wanted, keys = "Tab") {
  for (let at = 0; at < 200; at += 1) {
    const [there, editing] = await page.evaluate((wanted) => [document.activeElement.matches(wanted), document.activeElement.id === "editor"], wanted);
    if (there) return;
    if (editing) await page.keyboard.press("Escape");
    await press(page, keys);
  }
  assert.fail(`${wanted} cannot be reached by ${keys}`);
}

/** Types a query over what is in the editor. Closing brackets come by themselves; End goes past them. */
async function write(page, query, keys = "Tab") {
  await tabTo(page, "#editor", keys);
  await press(page, "Control+a");
  await page.keyboard.press("Backspace");
  await page.keyboard.sendCharacter(query);
}

const text = (page, wanted) => page.$eval(wanted, (element) => element.innerText);
const count = (page, wanted) => page.$$eval(wanted, (elements) => elements.length);
const answered = (page) => page.waitForFunction(() => document.querySelector("#stop").hidden && document.querySelector("#status").innerText.includes(" s"));
const inEditor = (page) => page.$eval("#editor", (host) => [...host.shadowRoot.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\n"));
const asked = async (query, accept) => (await fetch(`${root}sparql`, { method: "POST", headers: { Accept: accept }, body: new URLSearchParams({ query }) })).text();

/** Each test is a page of its own, read from top to bottom. */
const tests = {
  async "a question is asked, seen as a table, a chart and a graph, and followed, by keyboard alone"() {
    const page = await visit();
    await write(page, FIGURES);
    await press(page, "Control+Enter");
    await answered(page);
    assert.equal(await count(page, "table.answer tbody tr"), 30);
    assert.match(await text(page, "#status"), /^30 rows 行 · \d+\.\d\d s/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.innerText), "Ask 查询");
    await tabTo(page, "[role=tab]");
    await page.keyboard.press("ArrowRight");
    assert.ok((await count(page, "svg.chart .bar")) >= 2, "no bars");
    await page.keyboard.press("ArrowRight");
    assert.ok((await count(page, "svg.graph .node")) >= 10, "no nodes");
    assert.equal(await page.evaluate(() => document.querySelectorAll("[role=tabpanel]:not([hidden])").length), 1);
    await page.keyboard.press("Home");
    await tabTo(page, "table.answer a");
    const href = await page.evaluate(() => document.activeElement.href);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.ok(href.startsWith(`${root}statement/`) && page.url() === href, page.url());
    assert.ok((await count(page, "mark")) > 0, "the statement shows no words");
  },

  async "a head sorts by numbers, up and down"() {
    const page = await visit();
    await write(page, FIGURES);
    await press(page, "Control+Enter");
    await answered(page);
    await tabTo(page, "th.number button");
    const values = () => page.$$eval("table.answer td.number span", (cells) => cells.map((cell) => Number(cell.title)));
    for (const [order, sign] of [["ascending", 1], ["descending", -1]]) {
      await page.keyboard.press("Enter");
      assert.equal(await page.$eval("th.number", (head) => head.getAttribute("aria-sort")), order);
      const shown = await values();
      assert.deepEqual(shown, [...shown].sort((one, other) => sign * (one - other)));
    }
  },

  async "an error is told and marked where it is, after characters of any width"() {
    const page = await visit();
    refused += 1;
    await write(page, 'SELECT ?x\nWHERE { ?x rdfs:label "𠮷野𠮷" ; foo:bar ?y }');
    await press(page, "Control+Enter");
    await page.waitForSelector("#status.error");
    assert.match(await text(page, "#status"), /^2:\d+: the prefix "foo:" is not declared/);
    const marked = () => page.$eval("#editor", (host) => host.shadowRoot.querySelector(".cm-lintRange-error")?.textContent);
    assert.equal(await marked(), "foo:bar");
    await tabTo(page, "#status button");
    await page.keyboard.press("Enter");
    await page.keyboard.type("rdf");
    assert.ok((await inEditor(page)).includes("; rdffoo:bar"), await inEditor(page));
    refused += 1;
    await write(page, "SELECT ?x WHERE { ?x a ");
    await press(page, "Control+Enter");
    await page.waitForFunction(() => document.querySelector("#status").innerText.includes("expected"));
    assert.ok(await marked(), "an end that comes too soon is not marked");
  },

  async "what is typed is completed: terms with their names, variables"() {
    const page = await visit();
    await write(page, "SELECT ?agency WHERE { ?agency ");
    await page.keyboard.type("zt:impl", { delay: 30 });
    await page.waitForFunction(() => document.querySelector("#editor").shadowRoot.querySelector("[role=option]")?.textContent.includes("实施"));
    await new Promise((resolve) => setTimeout(resolve, 150));
    await page.keyboard.press("Enter");
    await page.keyboard.type(" ?what ; a ?", { delay: 30 });
    await page.waitForFunction(() => document.querySelector("#editor").shadowRoot.querySelector("[role=option]")?.textContent === "?agency");
    await page.keyboard.press("Escape");
    assert.ok((await inEditor(page)).includes("zt:implements ?what ; a ?"), await inEditor(page));
    // typed over a selection
    await press(page, "Control+a");
    await page.keyboard.type("ASK { ?s ?p ?o");
    await press(page, "Control+Enter");
    await answered(page);
    assert.match(await text(page, "#status"), /^Yes 是/);
  },

  async "an answer is saved as the server gives it"() {
    const page = await visit();
    const session = await browser.target().createCDPSession();
    await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: work });
    await write(page, FIGURES);
    await press(page, "Control+Enter");
    await answered(page);
    for (const [name, file, type] of [["csv", "answer.csv", "text/csv"], ["xml", "answer.srx", "application/sparql-results+xml"]]) {
      await tabTo(page, `.downloads button[aria-label$=" ${name}"]`, "Shift+Tab").catch(() => tabTo(page, `.downloads button[aria-label$=" ${name}"]`));
      await page.keyboard.press("Enter");
      await until(async () => (await readdir(work)).includes(file), `${file} is not saved`);
      assert.equal(await readFile(join(work, file), "utf8"), await asked(FIGURES, type));
    }
    await page.click("#tab-chart");
    await page.click("#panel-chart .controls > button");
    await until(async () => (await readdir(work)).includes("chart.svg"), "chart.svg is not saved");
    assert.match(await readFile(join(work, "chart.svg"), "utf8"), /^<svg [\s\S]*fill="rgb/);
  },

  async "a named question is filled in, asked, and put into the editor"() {
    const page = await visit();
    await tabTo(page, "details:has(form[action$='/who-runs-programme']) > summary");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("15分钟");
    await page.waitForFunction(() => [...document.querySelectorAll("datalist option")].some((option) => option.value === "15分钟医保服务圈"));
    await page.keyboard.type("医保服务圈");
    await page.keyboard.press("Enter");
    await answered(page);
    assert.ok((await inEditor(page)).includes('"15分钟医保服务圈"@zh'), await inEditor(page));
    const reply = await (await fetch(`${root}query/who-runs-programme.json?programme=${encodeURIComponent("15分钟医保服务圈")}`)).json();
    assert.ok(reply.results.bindings.length >= 4);
    assert.equal(await count(page, "table.answer tbody tr"), reply.results.bindings.length);
    // all of them, as they come
    const names = await page.$$eval("form.question", (forms) => forms.map((form) => form.action));
    for (const action of names) {
      await page.$eval("#status", (status) => status.replaceChildren());
      await page.$eval(`form.question[action="${new URL(action).pathname}"]`, (form) => (form.reset(), form.requestSubmit()));
      await answered(page);
      const all = await (await fetch(`${action}.json`)).json();
      const told = Number((await text(page, "#status b")).replaceAll(",", ""));
      assert.equal(told, all.results.bindings.length, action);
      for (const view of ["chart", "graph", "table"]) await page.click(`#tab-${view}`);
    }
  },

  async "a question is sent as a link, with the way to look at it"() {
    const first = await visit();
    await write(first, FIGURES);
    await press(first, "Control+Enter");
    await answered(first);
    await first.click("#tab-chart");
    const link = new URL(await first.evaluate(() => location.href));
    const page = await visit(link.hash);
    await answered(page);
    assert.equal(await inEditor(page), FIGURES);
    // drawn a moment after the answer
    await page.waitForFunction(() => document.querySelectorAll("#panel-chart svg .bar").length >= 2);
    // and the question before is one step back
    await write(page, "ASK {}");
    await press(page, "Control+Enter");
    await page.waitForFunction(() => document.querySelector("#status").innerText.startsWith("Yes"));
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("#status").innerText.startsWith("30 rows"));
    assert.equal(await inEditor(page), FIGURES);
  },

  async "triples are a graph that is walked by arrow keys"() {
    const page = await visit();
    await write(page, "CONSTRUCT { ?agency zt:implements ?programme } WHERE { ?agency zt:implements ?programme }");
    await press(page, "Control+Enter");
    await answered(page);
    await tabTo(page, "svg.graph");
    const seen = new Set();
    for (const key of ["Right", "Down", "Right", "Up", "Left"]) {
      await page.keyboard.press(`Arrow${key}`);
      seen.add(await text(page, ".caption"));
    }
    assert.ok(seen.size >= 3, [...seen].join("\n"));
    assert.match(await text(page, ".caption"), /[一-鿿].* (Agency 机构|Programme 项目) · \d+ link/);
    for (const key of ["+", "+", "-", "0"]) await page.keyboard.press(key);
    await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
    assert.match(page.url(), /\/(agency|programme)\//);
    assert.match(await text(page, "h1"), /[一-鿿]/);
  },

  async "many rows are cut with a note, none with a word"() {
    const page = await visit();
    await write(page, "SELECT * { ?s ?p ?o } LIMIT 2500");
    await press(page, "Control+Enter");
    await answered(page);
    assert.equal(await count(page, "table.answer tbody tr"), 1000);
    assert.ok((await text(page, "#panel-table .note")).includes("1,000"));
    for (const view of ["chart", "graph", "table"]) await page.click(`#tab-${view}`);
    await write(page, "SELECT * { ?s zt:none ?o }", "Shift+Tab");
    await press(page, "Control+Enter");
    await page.waitForFunction(() => document.querySelector("#status b")?.innerText === "0");
    assert.ok((await text(page, "#panel-table")).includes("没有结果"));
  },

  async "a query that takes long is stopped"() {
    const page = await visit();
    await write(page, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c != ?f && ?f != ?i) }");
    await press(page, "Control+Enter");
    await page.waitForFunction(() => !document.querySelector("#stop").hidden);
    await tabTo(page, "#stop");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector("#status").innerText.includes("Stopped"));
    await write(page, "ASK {}");
    await press(page, "Control+Enter");
    await answered(page);
    assert.match(await text(page, "#status"), /^Yes/);
  },

  async "what comes from the graph is never markup"() {
    const page = await visit();
    await write(page, `SELECT ("<img src=x onerror=alert(1)>" AS ?name) (IRI("javascript:alert(1)") AS ?iri) (1 AS ?n) {}`);
    await press(page, "Control+Enter");
    await answered(page);
    for (const view of ["chart", "graph", "table"]) await page.click(`#tab-${view}`);
    assert.equal(await count(page, "#answer img, #answer a"), 0);
    assert.ok((await text(page, "table.answer")).includes("<img src=x"));
  },

  async "without scripts the forms ask all the same"() {
    const page = await visit("", { script: false });
    await Promise.all([page.waitForNavigation(), page.click("#ask button[type=submit]")]);
    assert.ok((await count(page, "table tr")) > 10);
    await page.goto(root);
    await page.click("#questions summary");
    await Promise.all([page.waitForNavigation(), page.click("#questions details[open] button[type=submit]")]);
    assert.ok((await count(page, "table tr")) > 3);
  },

  async "a phone shows all of it without moving sideways"() {
    const page = await visit("", { width: 360, height: 740 });
    const fits = async (when) => assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `wider than the phone: ${when}`);
    await fits("at first");
    await page.$eval("form.question[action$='/figures-of-indicator']", (form) => form.requestSubmit());
    await answered(page);
    for (const view of ["table", "chart", "graph"]) {
      await page.click(`#tab-${view}`);
      await fits(view);
    }
  },

  async "nothing is in the way of those who cannot see it or see it in the dark"() {
    for (const dark of [false, true]) {
      const page = await visit("", { dark });
      await page.$eval("form.question[action$='/who-runs-programme']", (form) => form.requestSubmit());
      await answered(page);
      await page.evaluate(AXE);
      for (const view of ["chart", "graph", "table"]) {
        await page.click(`#tab-${view}`);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
        const told = violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(" | ")}`);
        assert.deepEqual(told, [], `${dark ? "dark" : "light"}, ${view}`);
      }
    }
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
  const began = Date.now();
  try {
    await test();
    assert.equal(refused, 0, "a wrong query was not refused");
    assert.deepEqual(complaints, []);
    assert.deepEqual(elsewhere, [], "requests to other hosts");
    console.log(`ok      ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
  refused = 0;
  complaints.length = 0;
  elsewhere.length = 0;
  for (const page of (await browser.pages()).slice(1)) await page.close();
}
await browser.close();
server.removeAllListeners("exit");
server.kill();
await rm(work, { recursive: true, force: true });
if (failed > 0) stop(`${failed} of ${Object.keys(tests).length} failed`);

/** Waits for what comes from outside the page. */
async function until(holds, otherwise) {
  for (let at = 0; at < 100; at += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(otherwise);
}

/** @returns {never} */
function stop(message) {
  console.error(`error: ${message}`);
  process.exit(1);
}
