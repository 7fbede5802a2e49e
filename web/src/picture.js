/** A drawing as a file of its own: what the style sheet says is written into it. */
import { save, svg } from "./dom.js";

const KEPT = ["fill", "stroke", "stroke-width", "stroke-linejoin", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline", "paint-order", "visibility"];

/** @param {SVGElement} drawing @param {string} name of the file */
export function savePicture(drawing, name) {
  const copy = /** @type {SVGElement} */ (drawing.cloneNode(true));
  const parts = copy.querySelectorAll("*");
  drawing.querySelectorAll("*").forEach((part, at) => {
    const style = getComputedStyle(part);
    for (const property of KEPT) {
      const value = style.getPropertyValue(property);
      if (value) parts[at].setAttribute(property, value);
    }
    parts[at].removeAttribute("class");
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("width", String(Math.round(width)));
  copy.setAttribute("height", String(Math.round(height)));
  copy.prepend(svg("rect", { width: "100%", height: "100%", fill: getComputedStyle(drawing).getPropertyValue("--sheet") || "white" }));
  save(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }), name);
}
