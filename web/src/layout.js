/** Places for nodes: a force layout that gives the same picture for the same answer, with room for names. */
import { forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import { fitted, measured } from "./text.js";

/** Pixels of a name's type, and the most that it is wide. */
export const TYPE = 12;
const WIDEST = 190;
/** Pixels between the middle of a node and that of its name. */
export const drop = (radius) => radius + 9;

/** Nodes with `x` and `y`, the middle at 0, and their names as they are drawn. @param {import("./network.js").Network} network @param {number} ratio width by height of the room */
export function layout(network, ratio) {
  let spread = Math.sqrt(ratio);
  let placed = settle(network, spread);
  // once more, pulled to the line along which it is too thin, until it has about the form of the room
  for (let at = 0; at < 3; at += 1) {
    const off = form(placed) / ratio;
    if (off > 0.75 && off < 1.33) break;
    spread = Math.min(3, Math.max(0.3, spread / off ** 0.7));
    placed = settle(network, spread);
  }
  return placed;
}

/** Width by height of what is placed. */
function form(placed) {
  const width = Math.max(...placed.map(({ x, wide }) => x + wide / 2)) - Math.min(...placed.map(({ x, wide }) => x - wide / 2));
  const height = Math.max(...placed.map(({ y }) => y)) - Math.min(...placed.map(({ y }) => y)) + 40;
  return width / height;
}

/** @param {import("./network.js").Network} network @param {number} spread how much more across than down */
function settle({ nodes, edges }, spread) {
  const placed = nodes.map((node) => {
    const name = fitted(node.label, WIDEST, TYPE);
    return { ...node, name, wide: measured(name, TYPE), radius: 4.5 + 1.8 * Math.sqrt(Math.min(node.degree, 40)) };
  });
  const links = edges.map(({ from, to }) => ({ source: from, target: to }));
  forceSimulation(placed)
    .force("link", forceLink(links).id(({ id }) => id).distance(58).strength(0.6))
    .force("charge", forceManyBody().strength(-160).distanceMax(420))
    .force("x", forceX().strength(0.07 / spread))
    .force("y", forceY().strength(0.07 * spread))
    .force("boxes", boxes)
    .stop()
    .tick(nodes.length > 150 ? 220 : 320);
  boxes.initialize([]);
  return placed;
}

/** Pushes nodes apart whose boxes, mark and name together, overlap: the shorter way out. */
const boxes = Object.assign(
  () => {
    const { nodes } = boxes;
    for (let at = 0; at < nodes.length; at += 1) {
      for (let other = at + 1; other < nodes.length; other += 1) {
        const [one, two] = [nodes[at], nodes[other]];
        const [dx, dy] = [two.x - one.x, two.y - one.y];
        const across = (one.wide + two.wide) / 2 + 10 - Math.abs(dx);
        const down = one.radius + two.radius + 22 - Math.abs(dy);
        if (across <= 0 || down <= 0) continue;
        if (down <= across) {
          const push = (dy < 0 ? -down : down) * 0.3;
          one.y -= push;
          two.y += push;
        } else {
          const push = (dx < 0 ? -across : across) * 0.3;
          one.x -= push;
          two.x += push;
        }
      }
    }
  },
  { nodes: [], initialize: (nodes) => void (boxes.nodes = nodes) },
);
