#!/usr/bin/env python3
"""Holds `zhengtu validate` against pyshacl (needs it installed): the built-in shapes, and shapes that most graphs break.

    .ci/shacl.py ZHENGTU STORE
"""
import os
import subprocess
import sys

import pyshacl
import rdflib

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")


def ours(zhengtu, store, shapes):
    """Each break as (component, focus, path, value)."""
    command = [zhengtu, "validate", "--store", store, "--shapes", shapes, "--format", "ntriples"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode > 1:
        sys.exit(done.stderr)
    return results(rdflib.Graph().parse(data=done.stdout, format="nt"))


def theirs(graph, shapes):
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes, inference="none", advanced=False)
    return results(report)


def results(report):
    one = lambda result, name: str(report.value(result, SH[name]))
    found = set()
    for result in report.subjects(rdflib.RDF.type, SH.ValidationResult):
        component = one(result, "sourceConstraintComponent").rpartition("#")[2]
        # SHACL leaves open which values a count names.
        value = "" if "Count" in component else one(result, "value")
        found.add((component, one(result, "focusNode"), one(result, "resultPath"), value))
    return found


def main():
    zhengtu, store = sys.argv[1:]
    done = subprocess.run([zhengtu, "export", "--store", store, "--format", "ntriples"], capture_output=True, text=True)
    graph = rdflib.Graph().parse(data=done.stdout, format="nt")
    for name in ("ontology/shapes.ttl", "tests/shapes/strict.ttl"):
        shapes = os.path.join(ROOT, name)
        mine, other = ours(zhengtu, store, shapes), theirs(graph, shapes)
        for title, some in (("only zhengtu", mine - other), ("only pyshacl", other - mine)):
            for one in sorted(some)[:5]:
                print(title, *one)
        print(f"{name}: {len(mine)} breaks, {len(other)} by pyshacl, {len(mine ^ other)} differ")
        if mine != other:
            sys.exit(1)


if __name__ == "__main__":
    main()
