import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { KINDS } from "../src/terms.js";

const source = new URL("../src/", import.meta.url);
const rows = (await readFile(new URL("words.tsv", source), "utf8")).split("\n").filter((row) => row && !row.startsWith("#")).map((row) => row.split("\t"));

test("each word stands once, in both languages, with the places for numbers alike", () => {
  for (const row of rows) assert.ok(row.length === 3 && row.every(Boolean), row.join(" "));
  assert.equal(new Set(rows.map(([key]) => key)).size, rows.length);
  for (const [key, en, zh] of rows) assert.equal(en.includes("%s"), zh.includes("%s"), key);
});

test("each word that is asked for is there", async () => {
  const known = new Set(rows.map(([key]) => key));
  for (const kind of [...KINDS, "other"]) assert.ok(known.has(kind), kind);
  for (const file of (await readdir(source)).filter((name) => name.endsWith(".js"))) {
    const text = await readFile(new URL(file, source), "utf8");
    for (const [, key] of text.matchAll(/\b(?:both|line|word)\("([\w-]+)"/g)) assert.ok(known.has(key), `${file}: ${key}`);
  }
});

test("no Chinese stands in the sources, only in the table", async () => {
  for (const file of (await readdir(source)).filter((name) => name.endsWith(".js"))) assert.doesNotMatch(await readFile(new URL(file, source), "utf8"), /[\u4e00-\u9fff]/u, file);
});
