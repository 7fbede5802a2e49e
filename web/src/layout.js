/** Places for nodes: a force layout that gives the same picture for the same answer. */
import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

/** Nodes with `x` and `y`, the middle at 0. @param {import("./network.js").Network} network @param {number} ratio width by height of the room */
export function layout({ nodes, edges }, ratio) {
  const placed = nodes.map((node) => ({ ...node, radius: 5 + 2.2 * Math.sqrt(node.degree) }));
  const links = edges.map(({ from, to }) => ({ source: from, target: to }));
  // names lie beside nodes: more room across than down
  const spread = Math.min(2, Math.max(0.7, ratio));
  forceSimulation(placed)
    .force("link", forceLink(links).id(({ id }) => id).distance(64).strength(0.5))
    .force("charge", forceManyBody().strength(-220).distanceMax(600))
    .force("collide", forceCollide(({ radius }) => radius + 12))
    .force("x", forceX().strength(0.06 / spread))
    .force("y", forceY().strength(0.06 * spread))
    .stop()
    .tick(nodes.length > 150 ? 200 : 320);
  return placed;
}
