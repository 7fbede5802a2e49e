#!/usr/bin/env python3
"""The measures of `zhengtu rank` beside networkx's, on the same graph.

    .ci/centrality.py ZHENGTU STORE         # of a store, as GraphML has it: differ by no more than 1e-6, or exit 1
    .ci/centrality.py --write FOLDER        # what tests/network.rs holds its classic graphs against
    .ci/centrality.py --bench PROGRAM [NODES EDGES]  # seconds beside networkx, rustworkx and igraph, in one run;
                                                     # PROGRAM is examples/centrality.rs, built for release

Needs networkx, numpy and scipy from the Python index; --bench also rustworkx and python-igraph.
"""
import csv, io, os, subprocess, sys, tempfile
from pathlib import Path

import networkx as nx
import numpy as np


def merged(graph, kind):
    """One edge between two nodes, the weights of parallel ones added."""
    out = kind()
    out.add_nodes_from(graph.nodes)
    for a, b, data in graph.edges(data=True):
        weight = float(data.get("weight", 1))
        if out.has_edge(a, b):
            out[a][b]["weight"] += weight
        else:
            out.add_edge(a, b, weight=weight)
    return out


def katz(graph):
    matrix = nx.to_numpy_array(graph, weight=None)
    greatest = max(np.linalg.eigvalsh(matrix), default=0)
    x = np.linalg.solve(np.eye(len(matrix)) - (0.85 / greatest if greatest > 0 else 0) * matrix, np.ones(len(matrix)))
    return dict(zip(graph.nodes, x / np.linalg.norm(x)))


def hits(graph, side):
    matrix = nx.to_numpy_array(graph)
    values = np.full(len(matrix), 1 / len(matrix))
    for _ in range(20000):
        values = matrix @ (matrix.T @ values)
        values /= values.sum()
    if side == 1:
        values = matrix.T @ values
        values /= values.sum()
    return dict(zip(graph.nodes, values))


def eigenvector(graph):
    # as networkx has it, to more digits
    return nx.eigenvector_centrality(graph, max_iter=100000, tol=1e-13, weight="weight")


def scores(graph):
    """Each measure of a graph with directed edges; of those that have no direction, what flows flows both ways."""
    both = merged(graph.to_undirected() if not graph.is_multigraph() else nx.MultiGraph(graph), nx.Graph)
    graph = graph.copy()
    for a, b, data in list(graph.edges(data=True)):
        if data.get("relation") in ("partners", "shares"):
            graph.add_edge(b, a, **data)
    one = merged(graph, nx.DiGraph)
    return {
        "degree": nx.degree_centrality(both),
        "in-degree": nx.in_degree_centrality(one),
        "out-degree": nx.out_degree_centrality(one),
        "strength": dict(both.degree(weight="weight")),
        "betweenness": nx.betweenness_centrality(both),
        "closeness": nx.closeness_centrality(both),
        "harmonic": nx.harmonic_centrality(both),
        "eigenvector": eigenvector(both),
        "katz": katz(both),
        "pagerank": nx.pagerank(one, weight="weight", tol=1e-14, max_iter=100000),
        "hubs": hits(one, 0),
        "authorities": hits(one, 1),
        "core": nx.core_number(both),
    }


def shared(graph, projection):
    """Things of a kind by what they share, as networkx projects the graph of who has what."""
    legs = nx.Graph()
    edges = [(a, b, data["relation"]) for a, b, data in graph.edges(data=True)]
    seats = {}
    for a, b, relation in edges:
        if relation == "located_in":
            seats.setdefault(a, set()).add(b)
    for a, b, relation in edges:
        if relation == "implements" and projection == "agency":
            legs.add_edge(("member", a), b)
        if relation == "implements" and projection == "programme":
            legs.add_edge(("member", b), a)
        if relation == "implements" and projection == "place":
            legs.add_edges_from((("member", seat), b) for seat in seats.get(a, ()))
        if relation == "located_in" and projection == "place" and a.startswith("programme/"):
            legs.add_edge(("member", b), a)
    members = [node for node in legs if isinstance(node, tuple)]
    found = nx.bipartite.weighted_projected_graph(legs, members)
    return {frozenset((a[1], b[1])): data["weight"] for a, b, data in found.edges(data=True)}, {node[1] for node in members}


def exported(zhengtu, store, *flags):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "kg.graphml")
        subprocess.run([zhengtu, "export", "--store", store, "-o", path, *flags], check=True, capture_output=True)
        graph = nx.read_graphml(path, force_multigraph=True)
    return nx.relabel_nodes(graph, dict(graph.nodes(data="key")))


def ours(zhengtu, store, measure, *flags):
    command = [zhengtu, "rank", "--store", store, "--by", measure, "--format", "csv", "--count", "1000000", *flags]
    out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return {row["key"]: float(row["score"]) for row in csv.DictReader(io.StringIO(out))}


def write(folder):
    for name, graph in (("karate", nx.karate_club_graph()), ("miserables", nx.les_miserables_graph())):
        nodes = {node: number for number, node in enumerate(graph.nodes)}
        directed = nx.MultiDiGraph()
        directed.add_nodes_from(range(len(nodes)))
        lines = []
        for a, b, data in graph.edges(data=True):
            directed.add_edge(nodes[a], nodes[b], weight=data["weight"])
            lines.append(f"{nodes[a]}\t{nodes[b]}\t{data['weight']}\n")
        found = scores(directed)
        Path(folder, f"{name}.edges.tsv").write_text("".join(lines))
        rows = ["\t".join(found) + "\n"] + ["\t".join(f"{found[measure][node]:.12g}" for measure in found) + "\n" for node in range(len(nodes))]
        Path(folder, f"{name}.scores.tsv").write_text("".join(rows))


def bench(program, nodes=10_000, edges=50_000):
    import random
    import time

    import igraph
    import rustworkx

    source = random.Random(7)
    # a few nodes have most edges, as in networks of agencies and programmes
    pick = lambda: min(int(nodes * source.random() ** 2), nodes - 1)
    pairs = {(a, b) for a, b in ((pick(), pick()) for _ in range(2 * edges)) if a < b}
    pairs = sorted(pairs)[:: max(1, len(pairs) // edges)][:edges]
    def ours(threads):
        env = {**os.environ, "RAYON_NUM_THREADS": str(threads)}
        lines = subprocess.run([program, path], check=True, capture_output=True, text=True, env=env).stdout.splitlines()
        return {name: (float(seconds), told) for name, seconds, told, *_ in (line.split("\t") for line in lines)}

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "edges.tsv")
        path.write_text("".join(f"{a}\t{b}\t1\n" for a, b in pairs))
        one, all_threads = ours(1), ours(os.cpu_count())
    undirected, directed = nx.Graph(pairs), nx.DiGraph(pairs)
    rx, rxd = rustworkx.PyGraph(), rustworkx.PyDiGraph()
    for graph in (rx, rxd):
        graph.add_nodes_from(range(nodes))
        graph.add_edges_from([(a, b, 1.0) for a, b in pairs])
    ig = igraph.Graph(n=nodes, edges=pairs)
    igd = igraph.Graph(n=nodes, edges=pairs, directed=True)
    others = {
        "betweenness": {"igraph": ig.betweenness, "rustworkx": lambda: rustworkx.betweenness_centrality(rx), "networkx, 100 starts of all": lambda: nx.betweenness_centrality(undirected, k=100)},
        "closeness": {"igraph": ig.closeness, "rustworkx": lambda: rustworkx.closeness_centrality(rx)},
        "pagerank": {"igraph": igd.pagerank, "rustworkx": lambda: rustworkx.pagerank(rxd), "networkx": lambda: nx.pagerank(directed)},
        "eigenvector": {"igraph": ig.eigenvector_centrality, "rustworkx": lambda: rustworkx.eigenvector_centrality(rx, max_iter=1000), "networkx": lambda: nx.eigenvector_centrality(undirected, max_iter=1000)},
        "core": {"igraph": ig.coreness, "rustworkx": lambda: rustworkx.core_number(rx), "networkx": lambda: nx.core_number(undirected)},
        "communities": {"igraph, one try": lambda: ig.community_multilevel().modularity, "igraph, best of four": lambda: max(ig.community_multilevel().modularity for _ in range(4)), "igraph, Leiden": lambda: ig.community_leiden("modularity", n_iterations=-1).modularity, "networkx, one try": lambda: nx.community.modularity(undirected, nx.community.louvain_communities(undirected, seed=1))},
    }
    # igraph and networkx are on one thread, rustworkx and zhengtu on as many as there are
    print(f"{nodes} nodes, {len(pairs)} edges; seconds; of others, how many times the seconds of ours on one thread and on {os.cpu_count()}")
    for measure, programs in others.items():
        (slow, said), (fast, _) = one[measure], all_threads[measure]
        told = [f"{measure:12} zhengtu {slow:.4f}, {fast:.4f} ({said})"]
        for name, run in programs.items():
            took = None
            # the least of ten times, where that is soon done: of ours too
            for _ in range(10):
                start = time.perf_counter()
                found = run()
                seconds = time.perf_counter() - start
                took = min(seconds, took or seconds)
                if seconds >= 0.5:
                    break
            quality = f", modularity {found:.4f}" if isinstance(found, float) else ""
            told.append(f"{name} {took:.4f} ({took / max(slow, 1e-4):.1f} x, {took / max(fast, 1e-4):.1f} x{quality})")
        print("; ".join(told), flush=True)


if sys.argv[1] == "--bench":
    bench(sys.argv[2], *map(int, sys.argv[3:]))
    sys.exit()
if sys.argv[1] == "--write":
    write(sys.argv[2])
    sys.exit()
zhengtu, store = sys.argv[1:3]
failed = 0
graph = exported(zhengtu, store)
for projection in ("agency", "place", "programme"):
    found = exported(zhengtu, store, "--project", projection)
    edges = {frozenset((a, b)): data["weight"] for a, b, data in found.edges(data=True)}
    expected, members = shared(graph, projection)
    same = edges == expected and set(found) == members
    failed += not same
    print(f"{'ok' if same else 'FAIL'} projection of {projection}: {len(found)} nodes, {len(edges)} edges; networkx has {len(members)}, {len(expected)}")
for flags in ((), ("--project", "agency")):
    for measure, expected in scores(exported(zhengtu, store, *flags)).items():
        found = ours(zhengtu, store, measure, *flags)
        if set(found) != set(expected):
            failed += 1
            print(f"FAIL {measure}: {len(found)} nodes, networkx has {len(expected)}")
            continue
        worst = max(abs(found[node] - expected[node]) for node in expected)
        failed += worst > 1e-6
        print(f"{'FAIL' if worst > 1e-6 else 'ok'} {' '.join([measure, *flags])}: {len(found)} nodes, at most {worst:.1e} apart")
sys.exit(1 if failed else 0)
