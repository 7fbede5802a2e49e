/** Elements. What comes from the graph is put in as text, never as markup. */

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>} Attributes */

/** @param {Element} element @param {Attributes} attributes @param {(Node | string)[]} children */
function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== undefined && value !== null && value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** An HTML element; a function among the attributes listens to the event of that name. @param {string} tag @param {Attributes} [attributes] @param {...(Node | string)} children */
export const html = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);

/** An SVG element. @param {string} tag @param {Attributes} [attributes] @param {...(Node | string)} children */
export const svg = (tag, attributes = {}, ...children) => fill(document.createElementNS(SVG, tag), attributes, children);

/** A `select` with its label in front. @param {(Node|string)[]} label @param {{ value: string, text: string }[]} options @param {string} value @param {(value: string) => void} change */
export function choice(label, options, value, change) {
  const select = html("select", { change: (event) => change(event.target.value) });
  select.append(...options.map((option) => html("option", { value: option.value, selected: option.value === value }, option.text)));
  return html("label", { class: "choice" }, html("span", {}, ...label), select);
}

/** Gives the browser a file to save. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const address = URL.createObjectURL(blob);
  html("a", { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
