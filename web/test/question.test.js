import assert from "node:assert/strict";
import { test } from "node:test";
import { candidates } from "../src/complete.js";
import { bind, parameters } from "../src/question.js";

const QUERY = `# en: Who runs $programme.
# param: programme (name) its name · 名称
# param: text (text) words
SELECT ?a WHERE { <x:$programme> rdfs:label|skos:altLabel $programme . FILTER(CONTAINS("$text # \\"", $text) && ?a < 3 && $other > 2) } # $text
`;

test("parameters are those of the head", () => {
  assert.deepEqual(parameters(QUERY), [{ name: "programme", isName: true }, { name: "text", isName: false }]);
});

test("parameters are filled in where they are variables, and nowhere else", () => {
  const bound = bind(QUERY, { programme: '15分钟"医保"\\圈', text: "", other: "x" });
  assert.ok(bound.includes(String.raw`skos:altLabel "15分钟\"医保\"\\圈"@zh .`), bound);
  for (const kept of ["<x:$programme>", '"$text # \\""', ", $text)", "$other > 2", "} # $text", "# en: Who runs $programme."]) assert.ok(bound.includes(kept), kept);
  assert.ok(!bound.includes("# param"), bound);
  assert.ok(bind(QUERY, { text: "一\n二" }).includes('"$text # \\"", "一\\n二")'));
});

test("what may come next depends on what is typed", () => {
  const vocabulary = { prefixes: [["zt", "x"]], terms: [{ name: "zt:agency", en: "agency", zh: "机构" }, { name: "org:Organization", en: "", zh: "" }] };
  const labels = (typed) => candidates(typed, "SELECT ?who ?what { ?who", vocabulary).map(({ label }) => label);
  assert.deepEqual(labels("?w"), ["?what", "?who"]);
  assert.deepEqual(labels("?who"), ["?what"]);
  assert.deepEqual(labels("zt:"), ["zt:agency"]);
  assert.ok(["zt:", "zt:agency", "SELECT"].every((label) => labels("z").includes(label)));
  assert.equal(candidates("zt:", "", vocabulary)[0].detail, "agency 机构");
});
