/** What may be typed next: variables of the query, known prefixes, the terms of the graph with their names, keywords. */
import { syntaxTree } from "@codemirror/language";

const KEYWORDS = `SELECT DISTINCT WHERE OPTIONAL FILTER UNION GRAPH BIND VALUES MINUS EXISTS ORDER BY GROUP HAVING LIMIT
OFFSET CONSTRUCT DESCRIBE ASK PREFIX FROM NAMED COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT SEPARATOR DESC ASC AS NOT IN
CONTAINS STRSTARTS STRENDS STRAFTER STRBEFORE REGEX REPLACE STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF CONCAT SUBSTR
STRLEN YEAR MONTH DAY ROUND ABS isIRI isLiteral`.split(/\s+/);
/** In these a name is not a name. */
const CLOSED = new Set(["Comment", "String", "IriRef"]);

/** @typedef {{ prefixes: [string, string][], terms: { name: string, en: string, zh: string }[] }} Vocabulary */

/** What fits `typed`. @param {string} typed @param {string} text the query @param {Vocabulary} vocabulary */
export function candidates(typed, text, { prefixes, terms }) {
  if (/^[?$]/.test(typed)) {
    const names = new Set([...text.matchAll(/[?$](\w+)/gu)].map(([, name]) => typed[0] + name));
    names.delete(typed);
    return [...names].sort().map((label) => ({ label, type: "variable" }));
  }
  const named = terms.map(({ name, en, zh }) => ({ label: name, detail: [en, zh].filter(Boolean).join(" "), type: "property" }));
  const prefix = /^(\w+):/.exec(typed)?.[1];
  if (prefix !== undefined) return named.filter(({ label }) => label.startsWith(`${prefix}:`));
  const declared = prefixes.map(([name, iri]) => ({ label: `${name}:`, detail: iri, type: "namespace" }));
  return [...declared, ...named, ...KEYWORDS.map((label) => ({ label, type: "keyword" }))];
}

/** For CodeMirror. @param {() => Vocabulary} vocabulary @returns {import("@codemirror/autocomplete").CompletionSource} */
export const completion = (vocabulary) => (context) => {
  const typed = context.matchBefore(/[?$]?\w*:?[\w-]*/);
  if (!typed || (typed.from === typed.to && !context.explicit)) return null;
  if (CLOSED.has(syntaxTree(context.state).resolveInner(context.pos, -1).name)) return null;
  if (/^\d/.test(typed.text)) return null;
  const options = candidates(typed.text, context.state.doc.toString(), vocabulary());
  return { from: typed.from, options, validFor: /:/.test(typed.text) ? /^\w*:[\w-]*$/ : /^[?$]?\w*$/ };
};
