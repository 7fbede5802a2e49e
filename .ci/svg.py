#!/usr/bin/env python3
"""Measures pictures as a reader at a laptop meets them: well-formed, whole, no label on another, none too small.

    .ci/svg.py FILE.svg[:NODES[:EDGES]] ...
    .ci/svg.py --same KEPT.svg FRESH.svg

NODES and EDGES are the least that must be drawn (Graphviz marks them as such). With --same, both pictures must say the
same; versions of Graphviz may draw it differently. Exit 1 if a picture fails.
"""
import re
import sys
import unicodedata
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"
SCREEN = (1440, 900)  # a laptop's, in pixels
SMALLEST = 9.0  # pixels: Han characters below it run into spots
CSS = {"pt": 4 / 3, "px": 1.0, "": 1.0}


def length(text):
    number, unit = re.fullmatch(r"([0-9.]+)([a-z]*)", text).groups()
    return float(number) * CSS[unit]


def wide(text):
    """Width in ems: Han characters are square, others about half as wide."""
    narrow = {" ": 0.3, "-": 0.37, "\u00b7": 0.3}
    ems = {"W": 1.0, "F": 1.0}
    return sum(0.0 if unicodedata.combining(c) else narrow.get(c, ems.get(unicodedata.east_asian_width(c), 0.54)) for c in text)


def labels(root):
    """Each line of text with its size and the box that it takes."""
    for text in root.iter(SVG + "text"):
        words = "".join(text.itertext())
        size, x, y = (float(text.get(name)) for name in ("font-size", "x", "y"))
        width = wide(words.strip()) * size
        left = x - {"middle": width / 2, "end": width}.get(text.get("text-anchor", "start"), 0.0)
        if words.strip():
            yield words, size, (left, y - 0.8 * size, left + width, y + 0.15 * size)


def overlapping(found):
    """Pairs of lines that lie on one another by more than a hair."""
    found = sorted(found, key=lambda one: one[2][0])
    for at, (words, size, (left, top, right, bottom)) in enumerate(found):
        for other, _, (left2, top2, right2, bottom2) in found[at + 1:]:
            if left2 > right:
                break
            if min(right, right2) - left2 > 0.15 * size and min(bottom, bottom2) - max(top, top2) > 0.15 * size:
                yield words, other


def beyond(root):
    """Labels that are wider than the shape that they stand in."""
    for group in root.iter(SVG + "g"):
        if group.get("class") != "node":
            continue
        places = re.findall(r"(-?[0-9.]+),-?[0-9.]+", " ".join(
            (shape.get("points") or shape.get("d") or "") for shape in group.iter() if shape.tag in (SVG + "polygon", SVG + "path")))
        if not places:
            continue
        left, right = min(map(float, places)), max(map(float, places))
        for words, size, (start, _, end, _) in labels(group):
            if start < left - 0.2 * size or end > right + 0.2 * size:
                yield words


def measure(file, nodes, edges):
    root = ElementTree.parse(file).getroot()
    wrong = [] if root.tag == SVG + "svg" else ["it is no SVG"]
    parts = {"node": 0, "edge": 0}
    for group in root.iter(SVG + "g"):
        if group.get("class") in parts:
            parts[group.get("class")] += 1
    found = list(labels(root))
    width, height = length(root.get("width")), length(root.get("height"))
    # Fitted into the screen, but never enlarged.
    scale = min(1.0, SCREEN[0] / width, SCREEN[1] / height)
    unit = CSS["pt"] if root.get("width").endswith("pt") else 1.0
    smallest = min((size for _, size, _ in found), default=0.0) * unit * scale
    han = sum(1 for words, _, _ in found if re.search(r"[\u4e00-\u9fff]", words))
    print(f"{file}: {parts['node']} nodes, {parts['edge']} lines, {len(found)} lines of text ({han} with Han characters), "
          f"{width:.0f} x {height:.0f} px; smallest text {smallest:.1f} px on {SCREEN[0]} x {SCREEN[1]}")
    if parts["node"] < nodes or parts["edge"] < edges:
        wrong.append(f"expected at least {nodes} nodes and {edges} lines")
    if not han:
        wrong.append("expected names in Han characters")
    if smallest < SMALLEST:
        wrong.append(f"expected no text below {SMALLEST} px")
    wrong += [f"{one!r} and {other!r} overlap" for one, other in overlapping(found)]
    wrong += [f"{words!r} does not fit into its shape" for words in beyond(root)]
    for message in wrong:
        print(f"error: {file}: {message}", file=sys.stderr)
    return not wrong


def same(kept, fresh):
    """Whether two pictures have the same words, and tell the same when pointed at."""
    def words(file):
        root = ElementTree.parse(file).getroot()
        told = [text for one in root.iter() for name, text in one.attrib.items() if name.endswith("}title")]
        return sorted([words for words, _, _ in labels(root)] + told)
    if words(kept) == words(fresh):
        return True
    print(f"error: {kept} says something else than what is drawn now: draw it anew with the command in README.md", file=sys.stderr)
    return False


def main():
    if sys.argv[1:2] == ["--same"]:
        return 0 if same(*sys.argv[2:4]) else 1
    fine = True
    for argument in sys.argv[1:]:
        file, *least = argument.split(":")
        nodes, edges = (list(map(int, least)) + [0, 0])[:2]
        fine &= measure(file, nodes, edges)
    return 0 if fine and len(sys.argv) > 1 else 1


if __name__ == "__main__":
    sys.exit(main())
