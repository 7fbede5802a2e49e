#!/usr/bin/env python3
"""Checks a drawing of Graphviz: well-formed, with at least NODES nodes, an edge, and names in Han characters.

    .ci/svg.py FILE.svg NODES
"""
import re
import sys
import xml.etree.ElementTree as ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def main():
    file, least = sys.argv[1], int(sys.argv[2])
    root = ElementTree.parse(file).getroot()
    parts = {"node": 0, "edge": 0}
    for group in root.iter(SVG + "g"):
        if group.get("class") in parts:
            parts[group.get("class")] += 1
    named = [text.text for text in root.iter(SVG + "text") if re.search(r"[\u4e00-\u9fff]", text.text or "")]
    print(f"{parts['node']} nodes, {parts['edge']} edges, {len(named)} labels in Han characters")
    fine = root.tag == SVG + "svg" and parts["node"] >= least and parts["edge"] > 0 and named
    if not fine:
        print(f"error: expected a drawing with at least {least} nodes, an edge and names", file=sys.stderr)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
