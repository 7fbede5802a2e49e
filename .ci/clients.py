#!/usr/bin/env python3
"""Real clients ask three questions of a served example store, and each gets the same right answer.

    .ci/clients.py http://127.0.0.1:7878 NODE_FOLDER

Needs SPARQLWrapper and rdflib from the Python index; NODE_FOLDER has @comunica/query-sparql from the npm registry.
"""
import json, subprocess, sys, urllib.error, urllib.request
from pathlib import Path

from rdflib import Graph
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

base, node = sys.argv[1].rstrip("/"), Path(sys.argv[2])
endpoint = base + "/sparql"
PREFIXES = """PREFIX zt: <https://w3id.org/zhengtu/ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX schema: <http://schema.org/>
"""
# What the example pages say, as README.md has it; each question has one column.
QUESTIONS = {
    "who ran 15分钟医保服务圈": (
        'SELECT DISTINCT ?name { ?agency zt:implements ?programme ; rdfs:label ?name . ?programme rdfs:label "15分钟医保服务圈"@zh }',
        lambda found: {"湘乡市医疗保障局", "陇西县医疗保障局", "开化县医疗保障局", "兴国县医疗保障局"} <= set(found),
    ),
    "figures with their words": (
        "SELECT ?words { ?s a schema:Observation ; zt:evidence ?e . ?e <http://www.w3.org/ns/oa#exact> ?words } ORDER BY ?words LIMIT 20",
        lambda found: len(found) == 20 and all(any(c.isdigit() or c in "一二三四五六七八九十百千万两半" for c in words) for words in found),
    ),
    "number of pages": ("SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a zt:Page }", lambda found: found == ["12"]),
}


def wrapper(query, method="GET", direct=False):
    client = SPARQLWrapper(endpoint)
    client.setQuery(PREFIXES + query)
    client.setReturnFormat(JSON)
    client.setMethod(method)
    if direct:
        client.setRequestMethod(POSTDIRECTLY)
    return [next(iter(row.values()))["value"] for row in client.query().convert()["results"]["bindings"]]


def rdflib(method):
    def ask(query):
        return [str(row[0]) for row in Graph(SPARQLStore(endpoint, method=method)).query(PREFIXES + query)]

    return ask


def comunica(kind):
    script = node / "ask.mjs"
    script.write_text(
        "import {QueryEngine} from '@comunica/query-sparql';\n"
        "const [query, value, type] = process.argv.slice(2);\n"
        "const rows = await (await new QueryEngine().queryBindings(query, {sources: [type ? {type, value} : value]})).toArray();\n"
        "console.log(JSON.stringify(rows.map(row => [...row.values()][0].value)));\n"
    )

    def ask(query):
        command = ["node", script.name, PREFIXES + query, endpoint, kind]
        return json.loads(subprocess.run(command, cwd=node, check=True, capture_output=True, text=True, timeout=120).stdout)

    return ask


CLIENTS = {
    "SPARQLWrapper, GET": wrapper,
    "SPARQLWrapper, form": lambda query: wrapper(query, POST),
    "SPARQLWrapper, body": lambda query: wrapper(query, POST, True),
    "rdflib SPARQLStore, GET": rdflib("GET"),
    "rdflib SPARQLStore, POST": rdflib("POST"),
    "rdflib SPARQLStore, form": rdflib("POST_FORM"),
    "Comunica, told that it is SPARQL": comunica("sparql"),
    "Comunica, by the service description": comunica(""),
}

failed = 0
for name, ask in CLIENTS.items():
    for question, (query, right) in QUESTIONS.items():
        found = ask(query)
        if not right(found):
            failed += 1
            print(f"FAIL {name}: {question}: {found}")
    print(f"{name}: {len(QUESTIONS)} questions")
try:
    wrapper("SELECT * {")
    failed += 1
    print("FAIL a query that is none raised nothing")
except QueryBadFormed:
    pass
try:
    urllib.request.urlopen(base + "/update", b"update=CLEAR+ALL")
    failed += 1
    print("FAIL an update was taken")
except urllib.error.HTTPError as refused:
    if refused.code != 403 or b"zhengtu build" not in refused.read():
        failed += 1
        print(f"FAIL an update was refused with {refused.code}")
sys.exit(1 if failed else 0)
