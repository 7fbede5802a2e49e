/** How a term is read by a person: its name, its kind, and where it opens. */

/** @typedef {import("./answer.js").Term} Term */

/** Kinds of things, by the first segment of an IRI below the base. */
export const KINDS = ["agency", "programme", "location", "indicator", "variable", "unit", "paper", "page", "statement", "reader"];
/** Those whose IRI ends with a key instead of a name. */
const KEYED = new Set(["page", "statement", "reader"]);

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What one page knows of terms. */
export class Terms {
  /**
   * @param {string} base of the IRIs that open on this server
   * @param {string} prefix of the links to them
   * @param {[string, string][]} prefixes
   * @param {{ name: string, en: string, zh: string }[]} words of properties and classes
   */
  constructor(base, prefix, prefixes = [], words = []) {
    Object.assign(this, { base, prefix, prefixes });
    this.words = new Map(words.map(({ name, en, zh }) => [name, `${en} ${zh}`.trim()]));
  }

  /** `agency` and the like; `other` for what is not of this graph. @param {string} iri */
  kind(iri) {
    if (!iri.startsWith(this.base)) return "other";
    const kind = iri.slice(this.base.length).split("/", 1)[0];
    return KINDS.includes(kind) ? kind : "other";
  }

  /** A prefixed name, if a known prefix fits. @param {string} iri */
  short(iri) {
    const found = this.prefixes.find(([, start]) => iri.startsWith(start) && /^[\w-]*$/.test(iri.slice(start.length)));
    return found && `${found[0]}:${iri.slice(found[1].length)}`;
  }

  /** What to call it. @param {Term} term @returns {string} */
  name(term) {
    if (term.type === "triple") return Object.values(term.value).map((part) => this.name(part)).join(" ");
    if (term.type === "bnode") return `_:${term.value}`;
    if (term.type !== "uri") return term.value;
    const kind = this.kind(term.value);
    if (kind === "other") return this.short(term.value) ?? decoded(term.value);
    const [path, fragment = ""] = term.value.slice(this.base.length).split("#");
    const last = decoded(path.split("/").at(-1) ?? "");
    const key = KEYED.has(kind) ? `${kind} ${last.slice(0, 8)}` : last;
    return fragment ? `${key} #${decoded(fragment)}` : key;
  }

  /** What to call a property or a class: its words in English and Chinese, if there are any. @param {Term} term */
  told(term) {
    const name = this.name(term);
    return this.words.get(name) || name;
  }

  /** Where it opens: on this server if it stands below the base. Only the web is linked to. @param {Term} term */
  address(term) {
    if (term.type !== "uri") return undefined;
    if (term.value.startsWith(this.base)) return this.prefix + term.value.slice(this.base.length);
    return /^https?:\/\//.test(term.value) ? term.value : undefined;
  }
}
