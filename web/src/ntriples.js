/** N-Triples (RDF 1.1 N-Triples) as rows of three terms. */

const TERM = /\s*(?:<([^>]*)>|_:(\S+)|"((?:[^"\\]|\\.)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^>]*)>)?)/y;
const ESCAPED = { t: "\t", b: "\b", n: "\n", r: "\r", f: "\f" };

/** @param {string} text */
const plain = (text) =>
  text.replace(/\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))/gs, (_, four, eight, one) =>
    one ? ESCAPED[one] ?? one : String.fromCodePoint(Number.parseInt(four ?? eight, 16)));

/** A line that is no triple of plain terms is left out. @param {string} text @returns {import("./answer.js").Term[][]} */
export function readNTriples(text) {
  const rows = [];
  for (const line of text.split("\n")) {
    TERM.lastIndex = 0;
    const row = [];
    for (let match; row.length < 3 && (match = TERM.exec(line)); ) {
      const [, iri, blank, literal, language, datatype] = match;
      if (iri !== undefined) row.push({ type: "uri", value: plain(iri) });
      else if (blank !== undefined) row.push({ type: "bnode", value: blank });
      else row.push({ type: "literal", value: plain(literal), ...(language && { "xml:lang": language }), ...(datatype && { datatype: plain(datatype) }) });
    }
    if (row.length === 3) rows.push(row);
  }
  return rows;
}
