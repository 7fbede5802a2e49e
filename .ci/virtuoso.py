#!/usr/bin/env python3
"""Loads the N-Quads of a store into Virtuoso as they are, and asks both for the same.

    .ci/virtuoso.py ZHENGTU STORE

Needs virtuoso-t and isql-vt (the Debian package virtuoso-opensource-7-bin). The server listens on 127.0.0.1, in a folder of
its own, and is ended at the end.
"""
import re, subprocess, sys, tempfile, time
from pathlib import Path

zhengtu, store = sys.argv[1:]
PORT = "127.0.0.1:17111"
SETTINGS = """[Database]
DatabaseFile=v.db
ErrorLogFile=v.log
LockFile=v.lck
TransactionFile=v.trx
xa_persistent_file=v.pxa
[TempDatabase]
DatabaseFile=t.db
TransactionFile=t.trx
[Parameters]
ServerPort={port}
DirsAllowed={folder}
NumberOfBuffers=20000
"""
# what is counted: pattern of a query, the same for both
COUNTS = {
    "quads": "GRAPH ?g { ?s ?p ?o }",
    "figures": "GRAPH ?g { ?s a <http://schema.org/Observation> }",
    "figures with a value and a sentence": "GRAPH ?g { ?s <http://schema.org/value> ?v ; <https://w3id.org/zhengtu/ns#evidence> ?e . ?e <http://www.w3.org/ns/oa#exact> ?o }",
    "names in Chinese": 'GRAPH ?g { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?o } FILTER(lang(?o) = "zh")',
    "offices of health insurance, by IRI": 'GRAPH ?g { ?s a <http://www.w3.org/ns/org#Organization> } FILTER(contains(str(?s), "医疗保障局"))',
}


def ours(pattern):
    query = f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
    out = subprocess.run([zhengtu, "query", "--store", store, "--format", "csv", query], capture_output=True, text=True, check=True).stdout
    return int(out.split()[-1])


def theirs(statement, check=True):
    command = ["isql-vt", PORT, "dba", "dba", "BANNER=OFF", "VERBOSE=OFF", "PROMPT=OFF", "CSV=ON", f"EXEC={statement}"]
    return subprocess.run(command, capture_output=True, text=True, check=check).stdout


with tempfile.TemporaryDirectory() as folder:
    Path(folder, "virtuoso.ini").write_text(SETTINGS.format(port=PORT, folder=folder))
    subprocess.run([zhengtu, "export", "--store", store, "--format", "nquads", "-o", f"{folder}/graph.nq"], check=True, stderr=subprocess.DEVNULL)
    server = subprocess.Popen(["virtuoso-t", "-f", "-c", "virtuoso.ini"], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(240):
            if "1" in theirs("select 1;", check=False):
                break
            if server.poll() is not None:
                sys.exit(f"error: virtuoso-t has ended: {Path(folder, 'v.log').read_text()[-500:]}")
            time.sleep(0.5)
        theirs(f"ld_dir('{folder}', 'graph.nq', 'http://example.org/none'); rdf_loader_run();")
        failed = theirs("select ll_error from DB.DBA.LOAD_LIST where ll_error is not null;").strip()
        if failed:
            sys.exit(f"error: Virtuoso refuses the N-Quads: {failed}")
        graphs = f"FILTER(contains(str(?g), '/page/'))"
        wrong = 0
        for name, pattern in COUNTS.items():
            told = theirs(f"sparql select (count(*) as ?n) where {{ {pattern} {graphs} }};")
            found, expected = int(re.findall(r"\d+", told)[-1]), ours(pattern)
            wrong += found != expected or not found
            print(f"{name}: {found:,} in Virtuoso, {expected:,} here{'' if found == expected else '  WRONG'}")
        sys.exit(wrong)
    finally:
        server.terminate()
        server.wait(60)
