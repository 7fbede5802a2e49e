/** The server: asking, and what it says when it does not answer. */

/** Why there is no answer: problem details (RFC 9457) with the place in the query. */
export class Problem extends Error {
  /** @param {{ detail: string, line?: number, column?: number, expected?: string[] }} said */
  constructor(said) {
    super(said.detail);
    this.line = said.line;
    this.column = said.column;
    this.expected = said.expected ?? [];
  }

  /** @param {Response} response */
  static async of(response) {
    const text = (await response.text()).trim();
    try {
      if ((response.headers.get("content-type") ?? "").includes("json")) return new Problem(JSON.parse(text));
    } catch {
      // what is no JSON is shown as it is
    }
    return new Problem({ detail: text || `${response.status} ${response.statusText}` });
  }
}

/** Asks in SPARQL. @param {string} prefix of the server's paths @param {string} query @param {string} accept @param {AbortSignal} [signal] */
export async function ask(prefix, query, accept, signal) {
  const response = await fetch(`${prefix}sparql`, { method: "POST", signal, body: new URLSearchParams({ query }), headers: { Accept: accept } });
  if (!response.ok) throw await Problem.of(response);
  return response;
}

/** Where a line and a column, in characters and from 1, are in a text, in UTF-16 units. @param {string} text @param {number} line @param {number} column */
export function offset(text, line, column) {
  const lines = text.split("\n");
  const at = Math.min(line, lines.length) - 1;
  const before = lines.slice(0, at).reduce((sum, one) => sum + one.length + 1, 0);
  return before + [...lines[at]].slice(0, column - 1).join("").length;
}
