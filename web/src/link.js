/** The question in the address, so that it can be sent as a link: `#query=…&view=chart`. */

/** @param {string} hash */
export function readLink(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const query = values.get("query");
  return query ? { query, view: values.get("view") ?? undefined } : undefined;
}

/** @param {string} query @param {string} [view] */
export const writeLink = (query, view) => `#query=${encodeURIComponent(query)}${view && view !== "table" ? `&view=${view}` : ""}`;
