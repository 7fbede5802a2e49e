/** The answer as a table: things as links, numbers to the right, sorted by a click on a head. */
import { compare, describe } from "./columns.js";
import { html } from "./dom.js";
import { both, line } from "./words.js";

/** Rows that a browser shows without trouble. */
export const MOST = 1000;

/** Digits in groups, from five on; years and codes stay as they are. @param {string} text */
export const grouped = (text) => text.replace(/^([+-]?)(\d{5,})/, (_, sign, digits) => sign + digits.replace(/\B(?=(\d{3})+$)/g, ","));

/** @param {import("./answer.js").Term | null} term @param {import("./columns.js").Column} column @param {import("./terms.js").Terms} terms */
function cell(term, column, terms) {
  const td = html("td", { class: column.role });
  if (!term) return td;
  const address = terms.address(term);
  const name = terms.name(term);
  if (address) {
    const kind = terms.kind(term.value);
    const outside = !term.value.startsWith(terms.base);
    td.append(html("a", { href: address, title: terms.told(term) === name ? term.value : `${terms.told(term)} ${term.value}`, class: `thing kind-${kind}`, rel: outside ? "noreferrer" : null }, name));
  } else if (column.role === "number") td.append(html("span", { title: term.value }, grouped(name)));
  else td.append(name);
  if (term["xml:lang"]) td.lang = term["xml:lang"];
  return td;
}

/**
 * @param {import("./answer.js").Answer} answer
 * @param {import("./terms.js").Terms} terms
 * @param {(rows: import("./answer.js").Answer["rows"]) => void} sorted told of the rows in their new order
 */
export function table(answer, terms, sorted) {
  const columns = describe(answer);
  const collator = new Intl.Collator("zh-CN", { numeric: true });
  let rows = answer.rows;
  const body = html("tbody");
  const draw = () => body.replaceChildren(...rows.slice(0, MOST).map((row) => html("tr", {}, ...columns.map((column) => cell(row[column.index], column, terms)))));
  const heads = columns.map((column) => {
    const button = html("button", { type: "button", title: `${line("sort")} ${column.name}` }, column.name, html("span", { class: "arrow", "aria-hidden": "true" }));
    const head = html("th", { scope: "col", class: column.role, "aria-sort": "none" }, button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.setAttribute("aria-sort", "none"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const order = (one, other) => {
        const [left, right] = [one[column.index], other[column.index]];
        // what is missing stays last
        return (!left || !right ? 1 : down ? -1 : 1) * compare(left, right, collator);
      };
      rows = [...answer.rows].sort(order);
      draw();
      sorted(rows);
    });
    return head;
  });
  draw();
  const parts = [html("div", { class: "scroll" }, html("table", { class: "answer" }, html("thead", {}, html("tr", {}, ...heads)), body))];
  if (rows.length > MOST) parts.push(html("p", { class: "note" }, ...both("cut", MOST.toLocaleString("en"))));
  return parts;
}
