/** Answers of the endpoint as one kind of value: columns and rows of terms. */
import { readNTriples } from "./ntriples.js";

/**
 * A term as SPARQL results in JSON have it (SPARQL 1.1 Query Results JSON Format, section 3.2.2).
 * @typedef {{ type: "uri" | "literal" | "bnode" | "triple", value: any, "xml:lang"?: string, datatype?: string }} Term
 */
/**
 * `kind` is `boolean` (ASK), `table` (SELECT) or `triples` (CONSTRUCT, DESCRIBE).
 * @typedef {{ kind: "boolean" | "table" | "triples", value?: boolean, columns: string[], rows: (Term | null)[][] }} Answer
 */

/** The forms to ask for: one for tables, one for triples. */
export const ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9";

/** @param {string} type the media type @param {string} text @returns {Answer} */
export function readAnswer(type, text) {
  if (type.includes("n-triples")) return { kind: "triples", columns: ["subject", "predicate", "object"], rows: readNTriples(text) };
  const json = JSON.parse(text);
  if (typeof json.boolean === "boolean") return { kind: "boolean", value: json.boolean, columns: [], rows: [] };
  const columns = json.head.vars;
  return { kind: "table", columns, rows: json.results.bindings.map((row) => columns.map((name) => row[name] ?? null)) };
}
