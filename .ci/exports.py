#!/usr/bin/env python3
"""Every network export, opened by the programs that it is for: nodes, edges, names and attributes come back whole.

    .ci/exports.py ZHENGTU STORE [--cytoscape FOLDER] [--gexf-xsd FILE]

On the store, and on a copy of it in which names are hostile. Readers: Graphviz, networkx, python-igraph, pandas, and
Cytoscape.js with --cytoscape (a folder with node_modules); neo4j-admin and Spark by their documented rules; XML against
the schema of GEXF 1.3 with --gexf-xsd. Exit 1 if anything is lost.
"""
import argparse
import io
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import igraph
import networkx
import pandas

HOSTILE = [
    "甲\"]; x [label=\"乙", "反斜杠\\", "反斜杠引号\\\"", "转义\\N\\G\\L\\n", "尖括号<b>&lt;局</b>", "<<TABLE>>", "]]><!--",
    "\" -> \"乙局", "}digraph{a->b", "第一行\n第二行\r\n第三行\t栏", "逗号,分号;竖线|", "=1+1", "'单引号'", "🏛🧨局", "右到左\u202e局",
    "&#x0;&bad;&amp;", "%zz?#[x](y)", "{|}<f0>", "NA", "null", "控制\x01\x0b\x1b[31m符", "非字符\ufffe", "长" * 2000, "\\" * 2000,
    "\"" * 500, " 两端空格 ", "e\u0301é", "𠮷野家", "</script><script>", "${jndi}`$(x)`",
]
KINDS = {"agency": "Agency", "programme": "Programme", "location": "Location", "indicator": "Indicator"}


class Lost(Exception):
    """Something did not come back."""


def same(what, found, expected):
    if found == expected:
        return
    if isinstance(expected, dict):
        keys = [key for key in expected.keys() | found.keys() if expected.get(key) != found.get(key)]
        key = min(keys, key=str)
        raise Lost(f"{what}: {len(keys)} differ, such as {key!r}: found {found.get(key)!r}, expected {expected.get(key)!r}")
    raise Lost(f"{what}: found {found!r}, expected {expected!r}")


def xml_text(text):
    """What XML 1.0 can hold of it."""
    return "".join(c if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff") else "\ufffd" for c in text)


class Truth:
    """What there is: the node-link JSON, whose names are checked against what was put in."""

    def __init__(self, text):
        self.json = json.loads(text)
        self.nodes = {node["id"]: node for node in self.json["nodes"]}
        self.edges = {(edge["source"], edge["target"], edge["relation"]): edge for edge in self.json["edges"]}
        same("nodes with keys of their own", len(self.nodes), len(self.json["nodes"]))
        same("edges with keys of their own", len(self.edges), len(self.json["edges"]))

    def names(self, through=lambda text: text):
        return {key: through(node["name"]) for key, node in self.nodes.items()}

    def weights(self):
        return {key: edge["weight"] for key, edge in self.edges.items()}

    def evidence(self, join, through=lambda text: text):
        return {key: through(join(edge["evidence"])) for key, edge in self.edges.items() if edge["evidence"]}


class Exports:
    def __init__(self, zhengtu, store, folder):
        self.zhengtu, self.store, self.folder = zhengtu, store, folder

    def file(self, ending, *more):
        path = self.folder / f"kg.{ending}"
        subprocess.run([self.zhengtu, "export", "--store", self.store, "-o", path, *more], check=True)
        return path

    def text(self, ending, *more):
        return self.file(ending, *more).read_bytes().decode()


def node_link(exports, truth):
    graph = networkx.node_link_graph(json.loads(exports.text("json")), edges="edges")
    same("names", {key: graph.nodes[key]["name"] for key in graph}, truth.names())
    same("weights", {(a, b, key): data["weight"] for a, b, key, data in graph.edges(keys=True, data=True)}, truth.weights())
    return graph


def graphml(exports, truth):
    path = exports.file("graphml")
    graph = networkx.read_graphml(path, force_multigraph=True)
    keys = {node: data["key"] for node, data in graph.nodes(data=True)}
    same("names", {data["key"]: data["label"] for _, data in graph.nodes(data=True)}, truth.names(xml_text))
    edges = {(keys[a], keys[b], data["relation"]): data for a, b, data in graph.edges(data=True)}
    same("weights", {key: data["weight"] for key, data in edges.items()}, truth.weights())
    same("sentences", {key: data["evidence"] for key, data in edges.items() if "evidence" in data}, truth.evidence("\n".join, xml_text))
    for name in "kind", "sort", "path", "code", "place", "first", "last":
        found = {data["key"]: data.get(name) for _, data in graph.nodes(data=True)}
        same(name, found, {key: node[name] for key, node in truth.nodes.items()})
    for element in ElementTree.parse(path).getroot().iter():
        for name in "id", "source", "target", "for", "key":
            if name in element.attrib and not re.fullmatch(r"[\w.:-]+", element.get(name)):
                raise Lost(f"{name}={element.get(name)!r} is no name token")


def graphml_igraph(exports, truth):
    graph = igraph.Graph.Read_GraphML(str(exports.file("graphml")))
    keys = graph.vs["key"]
    same("names", dict(zip(keys, graph.vs["label"])), truth.names(xml_text))
    same("weights", {(keys[e.source], keys[e.target], e["relation"]): int(e["weight"]) for e in graph.es}, truth.weights())


def gexf(exports, truth, xsd):
    text = exports.text("gexf")
    root = ElementTree.fromstring(text)
    space = "{http://gexf.net/1.3}"
    same("root", root.tag, space + "gexf")
    graph = root.find(space + "graph")
    same("time", {key: graph.get(key) for key in ("mode", "timeformat", "timerepresentation")},
         {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"})
    nodes = {node.get("id"): node for node in graph.iter(space + "node")}
    same("names", {key: node.get("label") for key, node in nodes.items()}, truth.names(xml_text))
    edges = {(e.get("source"), e.get("target"), e.get("kind")): e for e in graph.iter(space + "edge")}
    same("weights", {key: int(edge.get("weight")) for key, edge in edges.items()}, truth.weights())
    for key, edge in edges.items():
        same(f"start of {key}", edge.get("start"), truth.edges[key]["first"])
        for end in key[:2]:
            if edge.get("start") and not (nodes[end].get("start") or "") <= edge.get("start"):
                raise Lost(f"{key} begins before {end} does")
    declared = {(of.get("class"), one.get("id")) for of in graph.iter(space + "attributes") for one in of}
    used = {("node", one.get("for")) for node in nodes.values() for one in node.iter(space + "attvalue")}
    used |= {("edge", one.get("for")) for edge in edges.values() for one in edge.iter(space + "attvalue")}
    if used - declared:
        raise Lost(f"attributes without a declaration: {used - declared}")
    # networkx knows versions up to 1.2, by their namespaces.
    older = io.BytesIO(text.replace("http://gexf.net/1.3", "http://www.gexf.net/1.2draft", 1).encode())
    read = networkx.read_gexf(older)
    same("names in networkx", {key: data["label"] for key, data in read.nodes(data=True)}, truth.names(xml_text))
    same("number of edges in networkx", read.number_of_edges(), len(truth.edges))
    if xsd:
        from lxml import etree
        schema = etree.XMLSchema(etree.parse(xsd))
        schema.assertValid(etree.fromstring(text.encode(), etree.XMLParser(huge_tree=True)))


def cytoscape(exports, truth, folder):
    path = exports.file("cyjs")
    graph = networkx.cytoscape_graph(json.loads(path.read_bytes()))
    same("names", {key: data["name"] for key, data in graph.nodes(data=True)}, truth.names())
    same("weights", {(a, b, key): data["weight"] for a, b, key, data in graph.edges(keys=True, data=True)}, truth.weights())
    if folder:
        script = """
            const cytoscape = require('cytoscape'), fs = require('fs');
            const cy = cytoscape({ headless: true, elements: JSON.parse(fs.readFileSync(process.argv[1])).elements });
            const nodes = cy.nodes().map(n => [n.id(), n.data('name'), n.classes().join()]);
            const edges = cy.edges().map(e => [e.source().id(), e.target().id(), e.data('interaction'), e.data('weight')]);
            fs.writeSync(1, JSON.stringify({ nodes, edges }));
        """
        done = subprocess.run(["node", "-e", script, path], cwd=folder, stdout=subprocess.PIPE, check=True)
        read = json.loads(done.stdout)
        same("names in Cytoscape.js", {key: name for key, name, _ in read["nodes"]}, truth.names())
        same("classes in Cytoscape.js", {key: kind for key, _, kind in read["nodes"]}, {key: node["kind"] for key, node in truth.nodes.items()})
        same("weights in Cytoscape.js", {tuple(edge[:3]): edge[3] for edge in read["edges"]}, truth.weights())


def table(path, text=True):
    return pandas.read_csv(path, dtype=str if text else None, keep_default_na=False)


def frames(exports, truth):
    """GraphFrames wants `id` in vertices, `src` and `dst` in edges; igraph takes the first columns, whatever their names."""
    vertices, edges = table(exports.file("vertices.csv")), table(exports.file("edges.csv"))
    same("column", vertices.columns[0], "id")
    same("columns", list(edges.columns[:2]), ["src", "dst"])
    same("names", dict(zip(vertices["id"], vertices["label"])), truth.names())
    same("number of vertices", len(vertices), len(truth.nodes))
    found = zip(edges["src"], edges["dst"], edges["relation"], edges["weight"])
    same("weights", {(a, b, relation): int(weight) for a, b, relation, weight in found}, truth.weights())
    found = zip(edges["src"], edges["dst"], edges["relation"], edges["evidence"])
    same("sentences", {(a, b, relation): text for a, b, relation, text in found if text}, truth.evidence(lambda all: all[0]))
    same("ends that are no vertices", (set(edges["src"]) | set(edges["dst"])) - set(vertices["id"]), set())
    graph = igraph.Graph.DataFrame(edges, directed=True, vertices=vertices, use_vids=False)
    same("names in igraph", dict(zip(graph.vs["name"], graph.vs["label"])), truth.names())
    same("number of edges in igraph", graph.ecount(), len(truth.edges))


def neo4j(exports, truth):
    """The rules of https://neo4j.com/docs/operations-manual/current/import/ (CSV header format)."""
    types = r"(int|long|float|double|boolean|byte|short|char|string|point|date|localtime|time|localdatetime|datetime|duration)(\[\])?"
    nodes, edges = table(exports.file("nodes.csv")), table(exports.file("relationships.csv"))
    for columns, special in (nodes.columns, {"id:ID", ":LABEL"}), (edges.columns, {":START_ID", ":END_ID", ":TYPE"}):
        same("special columns", {column for column in columns if re.search(r":(ID|LABEL|START_ID|END_ID|TYPE)$", column)}, special)
        for column in set(columns) - special:
            if not re.fullmatch(rf"\w+(:{types})?", column):
                raise Lost(f"no header of neo4j-admin: {column}")
    same("ids of their own", nodes["id:ID"].is_unique, True)
    same("names", dict(zip(nodes["id:ID"], nodes["name"])), truth.names())
    same("labels", dict(zip(nodes["id:ID"], nodes[":LABEL"])), {key: KINDS[node["kind"]] for key, node in truth.nodes.items()})
    found = zip(edges[":START_ID"], edges[":END_ID"], edges[":TYPE"], edges["weight:int"])
    same("weights", {(a, b, relation): int(weight) for a, b, relation, weight in found}, truth.weights())
    edges["confidence:double"].astype(float), nodes["pages:int"].astype(int)
    for statements in edges["statements:string[]"]:
        if not re.fullmatch(r"([0-9a-f]{16}(;[0-9a-f]{16})*)?", statements):
            raise Lost(f"no array of statements: {statements}")


def dot(exports, truth):
    """Without lines, which take their time; and everything, however many."""
    path = exports.file("dot", "--most", "100000")
    source = path.read_text().replace("splines=true", "splines=none")
    done = subprocess.run(["dot", "-Kneato", "-n2", "-Tdot_json"], input=source.encode(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=True)
    same("complaints of Graphviz", done.stderr.decode(), "")
    read = json.loads(done.stdout, strict=False)
    unescaped = lambda text: text.replace("&amp;", "&")
    nodes = {one["_gvid"]: one for one in read["objects"] if not one["name"].startswith("cluster_")}
    keys = {number: unescaped(one["name"]) for number, one in nodes.items()}
    same("nodes", set(keys.values()), {xml_text(key) for key in truth.nodes})
    edges = [(keys[edge["tail"]], keys[edge["head"]]) for edge in read["edges"]]
    same("edges", sorted(edges), sorted((xml_text(a), xml_text(b)) for a, b, _ in truth.edges))
    # A tooltip begins with the whole name, as escString: backslashes stand for themselves when doubled.
    for number, one in nodes.items():
        tooltip = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], one["tooltip"])
        name = truth.nodes[keys[number]]["name"] if keys[number] in truth.nodes else ""
        shown = xml_text(name).replace("\r", " ").replace("\t", " ")
        if not unescaped(tooltip).startswith(shown + "\n") and len(name) < 3000:
            raise Lost(f"a tooltip without its name: found {tooltip[:80]!r}, expected {shown[:80]!r}")


def picture(exports, truth):
    """150 at most, and as many as the picture says."""
    root = ElementTree.fromstring(exports.text("svg"))
    count = lambda kind: sum(1 for group in root.iter("{http://www.w3.org/2000/svg}g") if group.get("class") == kind)
    same("nodes drawn", count("node"), min(150, len(truth.nodes)))
    for ending, start in ("png", b"\x89PNG\r\n\x1a\n"), ("pdf", b"%PDF-"):
        same(f"start of {ending}", exports.file(ending).read_bytes()[: len(start)], start)


def hostile_store(zhengtu, store, folder):
    """The store with hostile names: those of agencies and programmes are exchanged in its quads."""
    quads = folder / "kg.nq"
    subprocess.run([zhengtu, "export", "--store", store, "-o", quads], check=True)
    escaped = lambda text: "".join(c if c >= " " and c not in "\"\\" else f"\\u{ord(c):04X}" for c in text)
    names, lines = {}, []
    for line in quads.read_text().split("\n"):
        found = re.match(r'(<[^>]*/(agency|programme)/[^>]*>) (<[^>]*#(label|prefLabel)>) "', line)
        if found:
            if found[1] not in names and len(names) < len(HOSTILE):
                names[found[1]] = HOSTILE[len(names)]
            if found[1] in names:
                rest = re.search(r'("@\S+)? (<[^>]*>) \.$', line)
                line = f'{found[1]} {found[3]} "{escaped(names[found[1]])}"@zh {rest[2]} .'
        lines.append(line)
    quads.write_text("\n".join(lines))
    subprocess.run([zhengtu, "import", quads, "--store", folder / "hostile"], check=True, stdout=subprocess.DEVNULL)
    return folder / "hostile"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("zhengtu")
    arguments.add_argument("store")
    arguments.add_argument("--cytoscape")
    arguments.add_argument("--gexf-xsd")
    given = arguments.parse_args()
    failed = False
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        stores = {"the store": given.store, "hostile names": hostile_store(given.zhengtu, given.store, folder)}
        for title, store in stores.items():
            exports = Exports(given.zhengtu, store, folder)
            truth = Truth(exports.text("json"))
            if title == "hostile names":
                lost = set(HOSTILE) - set(truth.names().values())
                if lost:
                    print(f"error: {len(lost)} hostile names are not in the store, such as {min(lost)!r}", file=sys.stderr)
                    failed = True
            print(f"{title}: {len(truth.nodes)} nodes, {len(truth.edges)} edges")
            readers = {
                "node-link JSON in networkx": lambda: node_link(exports, truth),
                "GraphML in networkx": lambda: graphml(exports, truth),
                "GraphML in igraph": lambda: graphml_igraph(exports, truth),
                "GEXF by the schema and in networkx": lambda: gexf(exports, truth, given.gexf_xsd),
                "Cytoscape JSON in networkx and Cytoscape.js": lambda: cytoscape(exports, truth, given.cytoscape),
                "CSV of vertices and edges in pandas and igraph": lambda: frames(exports, truth),
                "CSV for neo4j-admin by its rules": lambda: neo4j(exports, truth),
                "DOT in Graphviz": lambda: dot(exports, truth),
                "SVG, PNG and PDF by Graphviz": lambda: picture(exports, truth),
            }
            for name, read in readers.items():
                try:
                    read()
                    print(f"  {name}: whole")
                except Exception as error:  # a reader's own complaint is a failure too
                    print(f"error: {title}, {name}: {type(error).__name__}: {str(error)[:600]}", file=sys.stderr)
                    failed = True
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
