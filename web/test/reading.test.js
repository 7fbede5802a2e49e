import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswer } from "../src/answer.js";
import { offset } from "../src/endpoint.js";
import { readLink, writeLink } from "../src/link.js";
import { readNTriples } from "../src/ntriples.js";
import { Terms } from "../src/terms.js";

const BASE = "https://w3id.org/zhengtu/";
const terms = new Terms(BASE, "/kg/", [["zt", `${BASE}ns#`], ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"]], [{ name: "zt:agency", en: "agency", zh: "机构" }]);
const uri = (value) => ({ type: "uri", value });

test("N-Triples become rows of terms", () => {
  const text = `<https://a/湘潭> <https://b> "1\\u4E07\\"\\n"@zh .\n_:x <https://b> "2"^^<https://t> .\n# no triple\n\n`;
  assert.deepEqual(readNTriples(text), [
    [uri("https://a/湘潭"), uri("https://b"), { type: "literal", value: '1万"\n', "xml:lang": "zh" }],
    [{ type: "bnode", value: "x" }, uri("https://b"), { type: "literal", value: "2", datatype: "https://t" }],
  ]);
});

test("answers of the three kinds are read", () => {
  const json = JSON.stringify({ head: { vars: ["a", "b"] }, results: { bindings: [{ b: uri("x:y") }] } });
  assert.deepEqual(readAnswer("application/sparql-results+json", json), { kind: "table", columns: ["a", "b"], rows: [[null, uri("x:y")]] });
  assert.equal(readAnswer("application/sparql-results+json", '{"head":{},"boolean":false}').value, false);
  assert.equal(readAnswer("application/n-triples", "<a:b> <a:c> <a:d> .\n").kind, "triples");
});

test("things are called as people call them", () => {
  for (const [iri, name, kind, address] of [
    [`${BASE}agency/430300/湘潭市医疗保障局`, "湘潭市医疗保障局", "agency", "/kg/agency/430300/湘潭市医疗保障局"],
    [`${BASE}programme/a%2Fb`, "a/b", "programme", "/kg/programme/a%2Fb"],
    [`${BASE}programme/100%`, "100%", "programme", "/kg/programme/100%"],
    [`${BASE}statement/0aa425c2d9baca43`, "statement 0aa425c2", "statement", "/kg/statement/0aa425c2d9baca43"],
    [`${BASE}page/357f8777474aa32c#char=32,87`, "page 357f8777 #char=32,87", "page", "/kg/page/357f8777474aa32c#char=32,87"],
    [`${BASE}ns#agency`, "zt:agency", "other", "/kg/ns#agency"],
    ["http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q1", "other", "http://www.wikidata.org/entity/Q1"],
    ["javascript:alert(1)", "javascript:alert(1)", "other", undefined],
  ]) assert.deepEqual([terms.name(uri(iri)), terms.kind(iri), terms.address(uri(iri))], [name, kind, address]);
  assert.equal(terms.told(uri(`${BASE}ns#agency`)), "agency 机构");
  assert.equal(terms.name({ type: "triple", value: { subject: uri("a:b"), predicate: uri("a:c"), object: { type: "literal", value: "d" } } }), "a:b a:c d");
});

test("a column counts characters, an editor UTF-16 units", () => {
  const query = 'SELECT ?x\nWHERE { ?x rdfs:label "𠮷野" ; foo:bar ?y }';
  assert.equal(query.slice(offset(query, 2, 30)).slice(0, 7), "foo:bar");
  assert.equal(offset(query, 9, 1), query.indexOf("\n") + 1);
});

test("a question survives its link", () => {
  const query = 'SELECT ?a { ?a zt:b "医保 & + 100%#" }\n';
  assert.deepEqual(readLink(writeLink(query, "chart")), { query, view: "chart" });
  assert.deepEqual(readLink(writeLink(query, "table")), { query, view: undefined });
  assert.deepEqual(readLink(writeLink(query, "table", "graph")), { query, view: "table" });
  assert.equal(readLink("#questions"), undefined);
});
