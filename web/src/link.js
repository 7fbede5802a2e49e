/** The question in the address, so that it can be sent as a link: `#query=…&view=chart`. */

/** @param {string} hash */
export function readLink(hash) {
  const values = new URLSearchParams(hash.replace(/^#/, ""));
  const query = values.get("query");
  return query ? { query, view: values.get("view") ?? undefined } : undefined;
}

/** @param {string} query @param {string} [view] left out if it is the usual one @param {string} [usual] */
export const writeLink = (query, view, usual = "table") => `#query=${encodeURIComponent(query)}${view && view !== usual ? `&view=${view}` : ""}`;
