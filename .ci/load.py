#!/usr/bin/env python3
"""Throughput of `zhengtu serve` beside oxigraph's own server on the same data, interleaved.

    .ci/load.py ZHENGTU STORE OXIGRAPH [--rounds 3] [--seconds 5] [--soak 600]

ZHENGTU and OXIGRAPH are programs (`pip install oxigraph==0.5.13` brings the latter), STORE a store. Needs wrk (a Debian
package). Three loads: a bare ASK, the look-up of a thing, and a join of two hops from an agency, over all things of the
store in turn. Prints requests a second and the 99th percentile of each, and the ratio of each round; everything talks
to 127.0.0.1 and is ended at the end. `ours` has all limits and its workers on; `bare` is the same without remembered
answers (--cache 0). With --soak, `bare` then answers look-ups for so many seconds at half of the speed that it showed: errors,
the 99th percentile, and memory at the beginning and at the end.
"""
import argparse, json, re, statistics, subprocess, sys, tempfile, time, urllib.parse, urllib.request
from pathlib import Path

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("zhengtu")
parser.add_argument("store")
parser.add_argument("oxigraph")
parser.add_argument("--rounds", type=int, default=3)
parser.add_argument("--seconds", type=int, default=5)
parser.add_argument("--soak", type=int, default=0)
given = parser.parse_args()

JSON = "application/sparql-results+json"
NS = "https://w3id.org/zhengtu/ns#"
THINGS = f"SELECT DISTINCT ?s {{ ?s a ?c VALUES ?c {{ <http://schema.org/Observation> <{NS}Programme> <http://www.w3.org/ns/org#Organization> }} }} LIMIT 20000"
AGENCIES = f"SELECT DISTINCT ?a {{ ?a <{NS}implements> ?p }} LIMIT 2000"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
LOOK = "SELECT ?p ?o WHERE { <%s> ?p ?o } LIMIT 50"
JOIN = f"SELECT ?p ?lp ?l ?ll WHERE {{ <%s> <{NS}implements> ?p . ?p {LABEL} ?lp ; <{NS}takesPlaceIn> ?l . ?l {LABEL} ?ll }} LIMIT 100"


def ask(url, query):
    request = urllib.request.Request(url, query.encode(), {"Content-Type": "application/sparql-query", "Accept": JSON})
    with urllib.request.urlopen(request) as answer:
        return [row for binding in json.load(answer)["results"]["bindings"] for row in [next(iter(binding.values()))["value"]]]


def wait(url, process):
    for _ in range(600):
        try:
            urllib.request.urlopen(url + "?query=" + urllib.parse.quote("ASK {}")).read()
            return
        except OSError:
            if process.poll() is not None:
                sys.exit(f"error: {process.args[0]} has ended")
            time.sleep(0.1)
    sys.exit(f"error: no answer at {url}")


def script(folder, name, template, things, pause=0):
    """A wrk script that asks of one thing after the other, with a pause in milliseconds between."""
    path = Path(folder, name + ".lua")
    bodies = ",\n".join(json.dumps(template % thing, ensure_ascii=False) for thing in things)
    path.write_text(
        f'local bodies = {{\n{bodies}\n}}\nlocal n = 0\nwrk.method = "POST"\n'
        f'wrk.headers["Content-Type"] = "application/sparql-query"\nwrk.headers["Accept"] = "{JSON}"\n'
        "request = function()\n  n = n % #bodies + 1\n  return wrk.format(nil, nil, nil, bodies[n])\nend\n"
        + (f"delay = function() return {pause} end\n" if pause else "")
    )
    return path


def memory(process):
    """Megabytes of a server and all that it started, what they share counted once."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(stat.parent.name)] = int(stat.read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, ValueError):
            continue
    family = {process.pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    total = 0
    for member in family:
        try:
            total += int(re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{member}/smaps_rollup").read_text(), re.M)[1])
        except (OSError, TypeError):
            continue
    return total / 1024


def load(path, url, seconds=None, connections=8):
    """Requests a second, 99th percentile in milliseconds, answers that were none."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds or given.seconds}s", "--latency", "-s", str(path), url]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate = float(re.search(r"Requests/sec:\s*([\d.]+)", out)[1])
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", out).groups()
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return rate, float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit], int(bad[1]) if bad else 0


with tempfile.TemporaryDirectory() as folder:
    data = Path(folder, "graph.nt")
    subprocess.run([given.zhengtu, "export", "--store", given.store, "--format", "ntriples", "-o", data], check=True, stderr=subprocess.DEVNULL)
    serve = [given.zhengtu, "serve", "--store", given.store, "--bind"]
    peer = subprocess.Popen([given.oxigraph, "serve", "--bind", "127.0.0.1:7893"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    servers = {
        "ours": (subprocess.Popen([*serve, "127.0.0.1:7891"], stdout=subprocess.DEVNULL), "http://127.0.0.1:7891/sparql"),
        "bare": (subprocess.Popen([*serve, "127.0.0.1:7892", "--cache", "0"], stdout=subprocess.DEVNULL), "http://127.0.0.1:7892/sparql"),
        "oxigraph": (peer, "http://127.0.0.1:7893/query"),
    }
    try:
        for process, url in servers.values():
            wait(url, process)
        request = urllib.request.Request("http://127.0.0.1:7893/store?default", data.read_bytes(), {"Content-Type": "application/n-triples"}, method="POST")
        urllib.request.urlopen(request).read()
        ours = servers["ours"][1]
        things, agencies = ask(ours, THINGS), ask(ours, AGENCIES)
        print(f"{len(things)} things, {len(agencies)} agencies, {data.stat().st_size >> 20} MB of N-Triples")
        loads = {
            "ask": Path(folder, "ask.lua"),
            "look-up": script(folder, "look", LOOK, things),
            "join": script(folder, "join", JOIN, agencies),
        }
        loads["ask"].write_text(f'wrk.headers["Accept"] = "{JSON}"\n')
        failed = 0
        for name, path in loads.items():
            rates = {server: [] for server in servers}
            slow = {server: [] for server in servers}
            for _ in range(given.rounds):
                for server, (_, url) in servers.items():
                    rate, p99, bad = load(path, url + ("?query=ASK%7B%7D" if name == "ask" else ""))
                    rates[server].append(rate)
                    slow[server].append(p99)
                    failed += bad
            told = [f"{server} {statistics.median(rates[server]):,.0f}/s (p99 {statistics.median(slow[server]):.1f} ms)" for server in servers]
            ratios = {s: statistics.median(a / b for a, b in zip(rates[s], rates["oxigraph"])) for s in ("ours", "bare")}
            print(f"{name:8} {', '.join(told)}; to oxigraph: ours {ratios['ours']:.2f}, bare {ratios['bare']:.2f}", flush=True)
        print(f"{failed} answers were errors")
        if given.soak:
            process, url = servers["bare"]
            full = load(loads["look-up"], url)[0]
            calm = script(folder, "calm", LOOK, things, pause=max(1, round(64 / (full / 2) * 1000)))
            before = memory(process)
            rate, p99, bad = load(calm, url, given.soak, 64)
            print(f"{given.soak} s of look-ups at {rate:,.0f}/s, of {full:,.0f}/s that it can: {bad} errors, p99 {p99:.1f} ms, {before:.0f} MB before and {memory(process):.0f} MB after")
    finally:
        for process, _ in servers.values():
            process.terminate()
        for process, _ in servers.values():
            process.wait(10)
