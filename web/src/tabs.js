/** Tabs after the ARIA pattern: arrow keys, Home and End go from one to the next, Tab goes into what is shown. */
import { html } from "./dom.js";
import { both } from "./words.js";

/** @param {string[]} keys @param {(key: string) => void} show called when a tab is chosen, by key or mouse */
export function tabs(keys, show) {
  const list = html("div", { role: "tablist", class: "tabs", "aria-label": "Answer" });
  const panels = new Map();
  const buttons = new Map();
  const choose = (key, focus) => {
    for (const [other, button] of buttons) {
      button.setAttribute("aria-selected", String(other === key));
      button.tabIndex = other === key ? 0 : -1;
      panels.get(other).hidden = other !== key;
    }
    if (focus) buttons.get(key).focus();
  };
  for (const key of keys) {
    const button = html("button", { type: "button", role: "tab", id: `tab-${key}`, "aria-controls": `panel-${key}` }, ...both(key));
    button.addEventListener("click", () => (choose(key, true), show(key)));
    buttons.set(key, button);
    panels.set(key, html("div", { role: "tabpanel", id: `panel-${key}`, "aria-labelledby": `tab-${key}`, tabindex: "0", class: "panel" }));
  }
  list.append(...buttons.values());
  list.addEventListener("keydown", (event) => {
    const at = [...buttons.values()].indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const key = keys[(next + keys.length) % keys.length];
    choose(key, true);
    show(key);
  });
  return { list, panels, choose };
}
