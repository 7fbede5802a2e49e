/** What the columns of an answer are good for: numbers, dates, things, names, texts. */

/** @typedef {import("./answer.js").Term} Term */
/**
 * `thing`: IRIs. `name`: short words that come again or are tagged with a language, as labels are.
 * @typedef {{ index: number, name: string, role: "number" | "date" | "thing" | "name" | "text" | "empty", distinct: number }} Column
 */

const NUMBER = /(integer|decimal|double|float|int|long|short|nonNegativeInteger|positiveInteger)$/;
const DATE = /(date|dateTime|gYear|gYearMonth)$/;
const DATE_TEXT = /^[12]\d{3}(-\d{2}(-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2})?)?)?)?(\/[\d-]+)?$/;
const NUMBER_TEXT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** Characters up to which a text is a name. */
const NAME = 32;

/** @param {Term | null} term */
export const number = (term) => (term?.type === "literal" && NUMBER_TEXT.test(term.value) ? Number(term.value) : Number.NaN);

/** Milliseconds of a date or of the beginning of a period. @param {Term | null} term */
export function time(term) {
  const found = term?.type === "literal" && /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(term.value);
  return found ? Date.UTC(Number(found[1]), Number(found[2] ?? 1) - 1, Number(found[3] ?? 1)) : Number.NaN;
}

/** @param {Term[]} terms @returns {Column["role"]} */
function role(terms) {
  const every = (test) => terms.every(test);
  if (terms.length === 0) return "empty";
  if (every((term) => term.type !== "literal")) return "thing";
  if (!every((term) => term.type === "literal")) return "text";
  if (every((term) => NUMBER.test(term.datatype ?? "") && NUMBER_TEXT.test(term.value))) return "number";
  if (every((term) => DATE.test(term.datatype ?? "") || (!term.datatype && DATE_TEXT.test(term.value)))) return "date";
  if (every((term) => !term.datatype && NUMBER_TEXT.test(term.value))) return "number";
  return every((term) => [...term.value].length <= NAME) ? "name" : every((term) => term["xml:lang"]) ? "name" : "text";
}

/** @param {import("./answer.js").Answer} answer @returns {Column[]} */
export function describe(answer) {
  return answer.columns.map((name, index) => {
    const terms = answer.rows.map((row) => row[index]).filter((term) => term !== null);
    return { index, name, role: role(terms), distinct: new Set(terms.map((term) => term.value)).size };
  });
}

/** Numbers before texts, texts as a Chinese reader orders them, nothing last. @param {Term | null} one @param {Term | null} other @param {Intl.Collator} collator */
export function compare(one, other, collator) {
  if (!one || !other) return Number(!one) - Number(!other);
  const [left, right] = [number(one), number(other)];
  const numbers = Number(Number.isNaN(left)) - Number(Number.isNaN(right));
  if (numbers !== 0) return numbers;
  return Number.isNaN(left) ? collator.compare(String(one.value), String(other.value)) : left - right;
}
