/** What of an answer is a network: things and what joins them. */
import { describe } from "./columns.js";

/**
 * @typedef {{ id: string, label: string, kind: string, address?: string, degree: number }} Node
 * @typedef {{ from: string, to: string, label: string, directed: boolean, count: number }} Edge
 * @typedef {{ nodes: Node[], edges: Edge[], left: number }} Network
 */

/** Nodes that a person still sees apart. */
export const MOST = 250;
const NAMES = /[#/](label|prefLabel|name|title|identifier)$/;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
/** Kinds of names, by what their columns are called. */
const CALLED = [
  [/agency|partner|office|organi[sz]ation|who/i, "agency"], [/programme|program/i, "programme"], [/place|location|county|city|province/i, "location"],
  [/unit/i, "unit"], [/paper|publisher/i, "paper"], [/what|phrase|indicator|variable/i, "indicator"],
];
/** Kinds that hang on nearly everything, or name nothing a person knows: drawn only when asked for. */
const ASIDE = new Set(["unit", "page", "statement", "reader"]);

/** Columns of things, each with the column of its names if there is one. @param {import("./answer.js").Answer} answer @param {import("./terms.js").Terms} terms */
export function things(answer, terms) {
  const columns = describe(answer);
  const sample = answer.rows.slice(0, 50);
  const names = columns.filter(({ role }) => role === "name");
  const iris = columns.filter(({ role }) => role === "thing");
  const nameOf = (iri) => {
    const same = ({ index }) => sample.every((row) => !row[iri.index] || !row[index] || terms.name(row[iri.index]) === row[index].value);
    const called = ({ name }) => [`${iri.name}Name`, `${iri.name}Label`, `${iri.name}_name`, `${iri.name}_label`].includes(name);
    return names.find(called) ?? names.find(same);
  };
  const pairs = new Map(iris.map((iri) => [iri, nameOf(iri)]));
  const taken = new Set(pairs.values());
  const kind = (column) => {
    const iri = column.role === "thing" && sample.find((row) => row[column.index])?.[column.index];
    if (iri) return terms.kind(iri.value);
    return CALLED.find(([pattern]) => pattern.test(column.name))?.[1] ?? "other";
  };
  const found = [...iris, ...names.filter((column) => !taken.has(column))].map((column) => {
    const name = pairs.get(column);
    return { index: column.index, name: name?.index ?? -1, title: name?.name ?? column.name, kind: kind(column), place: Math.min(column.index, name?.index ?? Infinity) };
  });
  return found.sort((one, other) => one.place - other.place);
}

/** The columns to join at first: one of each kind, or what there is. @param {ReturnType<typeof things>} found */
export function joined(found) {
  const known = found.filter(({ kind }) => kind !== "other" && !ASIDE.has(kind));
  const kinds = known.filter(({ kind }, at) => known.findIndex((one) => one.kind === kind) === at);
  const best = [kinds, known].find((some) => some.length > 1) ?? found;
  return best.slice(0, 3).map(({ index }) => index);
}

/** Rows as chains: a link between neighbours of the chosen columns. @param {import("./answer.js").Answer} answer @param {ReturnType<typeof things>} chosen @param {import("./terms.js").Terms} terms */
export function fromRows(answer, chosen, terms) {
  const nodes = new Map();
  const edges = new Map();
  for (const row of answer.rows) {
    let before;
    for (const { index, name, kind } of chosen) {
      const term = row[index];
      if (!term) continue;
      const id = term.type === "uri" ? term.value : `${kind} ${terms.name(term)}`;
      const own = term.type === "uri" ? terms.kind(term.value) : kind;
      if (!nodes.has(id)) nodes.set(id, { id, label: row[name]?.value ?? terms.name(term), kind: own, address: terms.address(term), degree: 0 });
      if (before !== undefined && before !== id) join(edges, before, id, "", false);
      before = id;
    }
  }
  return cut(nodes, edges);
}

/** Triples between things; names become labels, classes are left out. @param {import("./answer.js").Answer} answer @param {import("./terms.js").Terms} terms */
export function fromTriples(answer, terms) {
  const nodes = new Map();
  const edges = new Map();
  const node = (term) => {
    const id = term.type === "bnode" ? `_:${term.value}` : term.value;
    if (!nodes.has(id)) nodes.set(id, { id, label: terms.name(term), kind: term.type === "uri" ? terms.kind(id) : "other", address: terms.address(term), degree: 0 });
    return id;
  };
  const labels = new Map();
  for (const [subject, predicate, object] of answer.rows) {
    if (object.type === "literal") {
      if (NAMES.test(predicate.value) && (!labels.has(subject.value) || object["xml:lang"]?.startsWith("zh"))) labels.set(subject.value, object.value);
    } else if (predicate.value !== TYPE) join(edges, node(subject), node(object), terms.told(predicate), true);
  }
  for (const [id, label] of labels) if (nodes.has(id)) nodes.get(id).label = label;
  return cut(nodes, edges);
}

function join(edges, from, to, label, directed) {
  const key = JSON.stringify([from, to, label]);
  const known = edges.get(key);
  if (known) known.count += 1;
  else edges.set(key, { from, to, label, directed, count: 1 });
}

/** Those with the most links, if there are too many. @param {Map<string, Node>} nodes @param {Map<string, Edge>} edges @returns {Network} */
function cut(nodes, edges) {
  for (const { from, to } of edges.values()) {
    nodes.get(from).degree += 1;
    nodes.get(to).degree += 1;
  }
  const linked = [...nodes.values()].filter(({ degree }) => degree > 0).sort((one, other) => other.degree - one.degree || (one.id < other.id ? -1 : 1));
  const kept = linked.slice(0, MOST);
  const known = new Set(kept.map(({ id }) => id));
  return { nodes: kept, edges: [...edges.values()].filter(({ from, to }) => known.has(from) && known.has(to)), left: linked.length - kept.length };
}
