/** The answer as a network that can be walked: by mouse, by finger, by arrow keys. */
import { html, svg } from "./dom.js";
import { drop, layout, TYPE } from "./layout.js";
import { fromRows, fromTriples, joined, MOST, things } from "./network.js";
import { savePicture } from "./picture.js";
import { both, line } from "./words.js";

/** Links up to which each says what it is; of more, those of the chosen thing do. */
const FEW = 12;
/** Nodes with the most links, whose names are worth more than the marks of others. */
const HUBS = 12;

/** Whether a box, as left, top, right and bottom, lies over one of others. @param {number[]} box @param {number[][]} others */
const covers = (box, others) => others.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);

/** @param {import("./answer.js").Answer} answer @param {import("./terms.js").Terms} terms @param {number} width in pixels */
export function graph(answer, terms, width) {
  const nothing = () => [html("p", { class: "empty" }, ...both("no-graph"))];
  if (answer.kind === "triples") {
    const network = fromTriples(answer, terms);
    return network.nodes.length > 0 ? view(network, width, []) : nothing();
  }
  const found = things(answer, terms);
  if (found.length < 2) return nothing();
  let chosen = joined(found);
  const host = html("div");
  const boxes = html("fieldset", { class: "columns" }, html("legend", {}, ...both("linked")));
  for (const { index, title } of found) {
    const change = (event) => {
      chosen = found.map((one) => one.index).filter((one) => (one === index ? event.target.checked : chosen.includes(one)));
      draw();
    };
    boxes.append(html("label", { class: "check" }, html("input", { type: "checkbox", checked: chosen.includes(index), change }), title));
  }
  const draw = () => {
    const network = fromRows(answer, found.filter(({ index }) => chosen.includes(index)), terms);
    host.replaceChildren(...(network.nodes.length > 0 ? view(network, width, [boxes]) : [html("div", { class: "controls" }, boxes), ...nothing()]));
  };
  draw();
  return [host];
}

/** @param {import("./network.js").Network} network @param {number} width @param {Node[]} before what stands before the buttons */
function view(network, width, before) {
  // room for all names where the window has it
  const height = Math.round(Math.min(900, Math.max(360, width * 1.6), Math.max(360, width * 0.5, (network.nodes.length * 7000) / width)));
  const nodes = layout(network, width / height);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const edges = network.edges.map((edge) => ({ ...edge, from: byId.get(edge.from), to: byId.get(edge.to) }));
  const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 6, markerHeight: 6, orient: "auto-start-reverse" }, svg("path", { class: "arrow", d: "M0 0 8 4 0 8Z" }));
  const drawing = svg("svg", {
    class: "graph", viewBox: `0 0 ${width} ${height}`, width, height, tabindex: 0,
    role: "listbox", "aria-label": `${line("graph")}: ${nodes.length} · ${edges.length}`, "aria-describedby": "graph-help",
  }, svg("defs", {}, arrow));
  const lines = edges.map((edge) => {
    const path = svg("line", { class: "edge", "stroke-width": Math.min(4, 1 + 0.5 * (edge.count - 1)), "marker-end": edge.directed ? "url(#arrow)" : null });
    const text = edge.label ? svg("text", { class: edges.length <= FEW ? "edge-name" : "edge-name waiting", "text-anchor": "middle", "aria-hidden": "true" }, edge.label) : undefined;
    drawing.append(path);
    return { edge, path, text };
  });
  const marks = nodes.map((node, at) => {
    const circle = svg("circle", { r: node.radius.toFixed(1), class: `kind-${node.kind}` });
    const group = svg("g", { class: "node", id: `node-${at}`, role: "option", "aria-selected": "false", "aria-label": `${node.label}, ${line(node.kind)}, ${node.degree} ${line(node.degree === 1 ? "link" : "links")}` },
      svg("title", {}, node.label), circle);
    drawing.append(group);
    return { node, group, circle };
  });
  // names lie above all marks
  const names = nodes.map((node) => svg("text", { class: "node-name", "text-anchor": "middle", "dominant-baseline": "central", "aria-hidden": "true" }, node.name));
  drawing.append(...lines.flatMap(({ text }) => (text ? [text] : [])), ...names);
  marks.forEach(({ group }, at) => {
    group.addEventListener("pointerenter", () => names[at].classList.add("near"));
    group.addEventListener("pointerleave", () => at !== selected && names[at].classList.remove("near"));
  });
  const caption = html("p", { class: "caption", "aria-live": "polite" });

  let scale = 1;
  let [left, top] = [0, 0];
  const place = ({ x, y }) => [x * scale + left, y * scale + top];
  const draw = () => {
    for (const { edge, path, text } of lines) {
      const [[x1, y1], [x2, y2]] = [place(edge.from), place(edge.to)];
      const length = Math.hypot(x2 - x1, y2 - y1) || 1;
      const end = Math.max(0, 1 - (edge.to.radius + 2) / length);
      const values = { x1, y1, x2: x1 + (x2 - x1) * end, y2: y1 + (y2 - y1) * end };
      for (const [name, value] of Object.entries(values)) path.setAttribute(name, value.toFixed(1));
      text?.setAttribute("x", ((x1 + x2) / 2).toFixed(1));
      text?.setAttribute("y", ((y1 + y2) / 2 - 4).toFixed(1));
    }
    const spots = nodes.map((node) => [node, ...place(node)]);
    // of a mark the edge may be covered, the middle not
    const marked = spots.map(([{ radius }, x, y]) => [x - radius / 2, y - radius / 2, x + radius / 2, y + radius / 2]);
    const named = [];
    spots.forEach(([node, x, y], at) => {
      const { circle } = marks[at];
      circle.setAttribute("cx", x.toFixed(1));
      circle.setAttribute("cy", y.toFixed(1));
      const middle = Math.min(Math.max(x, node.wide / 2 + 6), width - node.wide / 2 - 6);
      const below = y + drop(node.radius);
      names[at].setAttribute("x", middle.toFixed(1));
      names[at].setAttribute("y", below.toFixed(1));
      const box = [middle - node.wide / 2, below - TYPE / 2, middle + node.wide / 2, below + TYPE / 2];
      // a name that would cover another one waits until one comes closer; those with many links come first, and the
      // first of all may cover marks
      const free = !covers(box, named) && (at < HUBS || !covers(box, marked));
      if (free) named.push(box);
      names[at].classList.toggle("waiting", !free);
    });
  };
  const fit = () => {
    const span = (from, to) => [Math.min(...from), Math.max(...to)];
    const [low, high] = span(nodes.map(({ x, wide }) => x - wide / 2), nodes.map(({ x, wide }) => x + wide / 2));
    const [upper, lower] = span(nodes.map(({ y, radius }) => y - radius), nodes.map(({ y, radius }) => y + radius + 20));
    scale = Math.min(1.6, (width - 24) / (high - low), (height - 24) / (lower - upper));
    left = width / 2 - ((low + high) / 2) * scale;
    top = height / 2 - ((upper + lower) / 2) * scale;
    draw();
  };
  const zoom = (factor, x = width / 2, y = height / 2) => {
    const next = Math.min(6, Math.max(0.1, scale * factor));
    left = x - ((x - left) / scale) * next;
    top = y - ((y - top) / scale) * next;
    scale = next;
    draw();
  };

  let selected = -1;
  const select = (at) => {
    selected = at;
    const node = nodes[at];
    const near = new Set([node]);
    for (const { edge, path, text } of lines) {
      const touches = edge.from === node || edge.to === node;
      path.classList.toggle("near", touches);
      text?.classList.toggle("near", touches);
      if (touches) near.add(edge.from).add(edge.to);
    }
    marks.forEach(({ node: other, group }, index) => {
      group.setAttribute("aria-selected", String(index === at));
      group.classList.toggle("near", near.has(other));
      names[index].classList.toggle("near", near.has(other) && at >= 0);
    });
    drawing.classList.toggle("selecting", at >= 0);
    if (at < 0) return void caption.replaceChildren();
    drawing.setAttribute("aria-activedescendant", `node-${at}`);
    const open = node.address ? [" ", html("a", { href: node.address, class: "open" }, ...both("open"))] : [];
    caption.replaceChildren(html("span", { class: `key kind-${node.kind}` }, html("b", {}, node.label)), ` ${line(node.kind)} · ${node.degree} `, ...both(node.degree === 1 ? "link" : "links"), ...open);
  };
  /** The nearest node that lies more that way than another. */
  const walk = (dx, dy) => {
    if (selected < 0) return select(0);
    const here = nodes[selected];
    const ahead = nodes.map((node, at) => ({ at, along: (node.x - here.x) * dx + (node.y - here.y) * dy, aside: Math.abs((node.x - here.x) * dy - (node.y - here.y) * dx) }));
    const next = ahead.filter(({ along, aside }) => along > 0 && along >= aside * 0.5).sort((one, other) => one.along + 2 * one.aside - other.along - 2 * other.aside)[0];
    if (next) select(next.at);
  };
  const keys = {
    ArrowRight: () => walk(1, 0), ArrowLeft: () => walk(-1, 0), ArrowDown: () => walk(0, 1), ArrowUp: () => walk(0, -1),
    "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit, Escape: () => select(-1),
    Enter: () => selected >= 0 && nodes[selected].address && location.assign(nodes[selected].address),
  };
  drawing.addEventListener("keydown", (event) => {
    const act = !event.ctrlKey && !event.metaKey && !event.altKey && keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  point(drawing, { marks, nodes, select, zoom, draw, scale: () => scale, move: (dx, dy) => ((left += dx), (top += dy), draw()), spread: () => width / drawing.getBoundingClientRect().width });

  const button = (key, mark, act) => html("button", { type: "button", "aria-label": line(key), title: line(key), click: act }, mark);
  const controls = html("div", { class: "controls" }, ...before, html("span", { class: "group" }, button("closer", "+", () => zoom(1.3)), button("farther", "−", () => zoom(1 / 1.3)), button("fit", "⤢", fit)),
    html("button", { type: "button", click: () => savePicture(drawing, "graph.svg") }, ...both("picture")));
  const kinds = [...new Set(nodes.map(({ kind }) => kind))];
  const legend = html("p", { class: "legend" }, ...kinds.map((kind) => html("span", { class: `key kind-${kind}` }, ...both(kind))));
  const notes = network.left > 0 ? [html("p", { class: "note" }, ...both("nodes-cut", String(MOST)))] : [];
  fit();
  return [controls, html("figure", { class: "drawing network" }, drawing, caption, legend), ...notes, html("p", { class: "note", id: "graph-help" }, ...both("graph-help"))];
}

/** Mouse and fingers: a node is dragged, the ground moves all, two fingers or Ctrl and the wheel zoom. */
function point(drawing, { marks, nodes, select, zoom, draw, scale, move, spread }) {
  const fingers = new Map();
  let held = -1;
  let gone = 0;
  const spot = (event) => {
    const box = drawing.getBoundingClientRect();
    return [(event.clientX - box.left) * spread(), (event.clientY - box.top) * spread()];
  };
  drawing.addEventListener("pointerdown", (event) => {
    fingers.set(event.pointerId, spot(event));
    held = marks.findIndex(({ group }) => group.contains(event.target));
    gone = 0;
    drawing.setPointerCapture(event.pointerId);
  });
  drawing.addEventListener("pointermove", (event) => {
    const last = fingers.get(event.pointerId);
    if (!last) return;
    const now = spot(event);
    const [dx, dy] = [now[0] - last[0], now[1] - last[1]];
    gone += Math.hypot(dx, dy);
    if (fingers.size === 2) {
      const [one, other] = [...fingers].map(([id, place]) => (id === event.pointerId ? now : place));
      const [first, second] = [...fingers.values()];
      zoom(Math.hypot(one[0] - other[0], one[1] - other[1]) / (Math.hypot(first[0] - second[0], first[1] - second[1]) || 1), (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
    } else if (held >= 0) {
      nodes[held].x += dx / scale();
      nodes[held].y += dy / scale();
      draw();
    } else move(dx, dy);
    fingers.set(event.pointerId, now);
  });
  const end = (event) => {
    // a press that went nowhere chooses
    if (fingers.delete(event.pointerId) && gone < 4 && event.type === "pointerup") select(held);
  };
  drawing.addEventListener("pointerup", end);
  drawing.addEventListener("pointercancel", end);
  drawing.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, ...spot(event));
  }, { passive: false });
}
