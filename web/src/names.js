/** Names that the graph knows, offered while a parameter is typed. */
import { ask } from "./endpoint.js";
import { html } from "./dom.js";

/** What a parameter names. */
const CLASSES = { agency: "org:Organization", programme: "zt:Programme", place: "schema:Place", indicator: "schema:StatisticalVariable" };
const PAUSE = 200;

/** @param {string} kind @param {string} typed */
export const lookup = (kind, typed) => `SELECT DISTINCT ?name
WHERE { ?thing a ${kind} ; rdfs:label ?name FILTER(CONTAINS(STR(?name), ${JSON.stringify(typed)})) }
ORDER BY STRLEN(STR(?name)) ?name
LIMIT 12`;

/** Offers names for a field. @param {HTMLInputElement} input @param {string} prefix of the server's paths */
export function offerNames(input, prefix) {
  const kind = CLASSES[input.name];
  if (!kind) return;
  const list = html("datalist", { id: `${input.id}-names` });
  input.after(list);
  input.setAttribute("list", list.id);
  input.autocomplete = "off";
  let timer = 0;
  let running = new AbortController();
  const offer = async () => {
    running.abort();
    running = new AbortController();
    try {
      const response = await ask(prefix, lookup(kind, input.value.trim()), "application/sparql-results+json", running.signal);
      const { results } = await response.json();
      list.replaceChildren(...results.bindings.map(({ name }) => html("option", { value: name.value })));
    } catch {
      // without offers the field is as good as before
    }
  };
  input.addEventListener("focus", () => list.childElementCount === 0 && offer());
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(offer, PAUSE);
  });
}
