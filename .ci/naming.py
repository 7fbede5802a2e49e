#!/usr/bin/env python3
"""Fits ontology/naming.tsv, which says what names a programme, on annotated pages; needs numpy and scipy.

    .ci/naming.py fit ZHENGTU DIR[:WEIGHT] ...     writes the table; DIR holds pages and gold
    .ci/naming.py links ZHENGTU OUT DIR[:WEIGHT] ...   the cases that linking.py fits: with the names as the table in use
                                                   chooses them, and as one does that had not seen the page
    .ci/naming.py fold ZHENGTU DIR[:WEIGHT] ...    what eval says with both tables, and with ones that had not seen the page

Each place where a name may stand (a noun of programmes, a quotation, a title) has candidates, each with hints, and the
answer that there is none: a conditional logit, fitted by maximum likelihood with a quadratic penalty. Gold may hold
programmes alone. A DIR's WEIGHT says how often each of its cases counts. The sentences of tests/reading are learned
with each fit.
"""
import collections
import functools
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import linking
import numpy as np
from scipy import optimize, sparse

PENALTY, PAGES, LEAST = 4.0, 3, 10
OWN = 8  # how often a sentence of tests/reading counts
ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
TABLE = os.path.join(ROOT, "ontology", "naming.tsv")


def evaluate(program, folder, *options):
    """What eval prints of a folder's pages, whatever it thinks of its gold."""
    command = [program, "eval", "--pages", f"{folder}/pages", "--gold", f"{folder}/gold", *options]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout


def sentences(room):
    """The sentences of tests/reading with what they say, as pages with gold."""
    for part in ("pages", "gold"):
        os.makedirs(os.path.join(room, part))
    folder, blocks = os.path.join(ROOT, "tests", "reading"), []
    for name in sorted(os.listdir(folder)):
        if name.endswith(".txt"):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                blocks += re.split(r"\n(?=# )", file.read())
    for at, block in enumerate(blocks):
        text = "\n".join(line[1:].removeprefix(" ") for line in block.split("\n") if line.startswith(">"))
        with open(os.path.join(room, "pages", f"{at}.txt"), "w", encoding="utf-8") as out:
            out.write(text)
        with open(os.path.join(room, "gold", f"{at}.json"), "w", encoding="utf-8") as out:
            json.dump({"doc": str(at), **gold(block, re.sub(r"\s", "", text))}, out, ensure_ascii=False)
    return room


def gold(block, text):
    """What a block of tests/reading says, as an annotation; a figure whose number is not found by its value is left out."""
    told = lambda kind, pattern: re.findall(rf"^{kind} +{pattern}$", block, re.M)
    agencies = [{"id": name, "name": name, "kind": "government", "mentions": []} for name in told("agency", "(.*)")]
    programmes = [{"id": name, "name": name, "kind": kind, "mentions": [name]} for name, kind in told("programme", r"(.*) \((\w+)\)")]
    paths = [path.split("/") for path in told("location", "(.*)")]
    # A figure may be measured over what lies around a place.
    paths += [path[:deep] for path in paths for deep in range(1, len(path))]
    paths = list({path[-1]: path for path in reversed(paths)}.values())
    locations = [{"id": path[-1], "name": path[-1], "path": path, "level": "county", "mentions": []} for path in paths]
    metrics = []
    for indicator, value, unit, links in told("figure", r"(.*) = (\d+(?:\.\d+)?)\S* .*?(\S+) \w+ \| (.*)"):
        number = spelled(text, float(value), "" if unit == "-" else unit)
        ends = [None if one == "-" else one for one in links.split(" | ")[:3]]
        known = (agencies, programmes, locations)
        if number and all(end is None or any(one["id"] == end for one in all_) for end, all_ in zip(ends, known)):
            metrics.append({
                "id": f"M{len(metrics)}", "quote": number, "number": number, "value": float(value), "unit": unit.strip("-") or None,
                "indicator": indicator, "bound": "eq", "agency": ends[0], "programme": ends[1], "location": ends[2],
            })  # fmt: skip
    relations = [{"s": s, "p": "implements", "o": o, "quote": ""} for s, o in told("implements", "(.*) → (.*)")]
    return {"agencies": agencies, "programmes": programmes, "locations": locations, "metrics": metrics, "relations": relations}


def spelled(text, value, unit):
    """The words of the first number in digits that has this value."""
    for found in re.finditer(r"(\d+(?:\.\d+)?)(?:余|多)?(万|亿)?(?:余|多)?", text):
        if abs(float(found[1]) * {"万": 1e4, "亿": 1e8}.get(found[2], 1) - value) < 1e-6 * max(1, value):
            if text.startswith(unit[:1], found.end()):
                return found[0] + (unit if text.startswith(unit, found.end()) else "")
    return None


def read(program, folders, room):
    """The cases of each folder: folder, page, weight, which answers are right, the hints of each."""
    cases = []
    for at, one in enumerate(folders):
        folder, _, weight = one.partition(":")
        file = os.path.join(room, f"{at}.jsonl")
        evaluate(program, folder, "--cases", file)
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                case = json.loads(line)
                answers = case["answers"].get("name")
                if answers:
                    share = float(weight or 1) * (0.5 if case["optional"] else 1)
                    cases.append((folder, case["page"], share, [right for right, _ in answers], [hints for _, hints in answers]))
    return cases


def logit(matrix, row, right, shares):
    """The weights of a conditional logit: `row` says of which case an answer (a row of the matrix) is, `shares` how much each
    case counts."""

    def loss(weights):
        sums = matrix @ weights
        top = np.full(len(shares), -np.inf)
        np.maximum.at(top, row, sums)
        powers = np.exp(sums - top[row])
        every, good = np.bincount(row, powers, len(shares)), np.bincount(row, powers * right, len(shares))
        slope = matrix.T @ ((powers / every[row] - powers * right / good[row]) * shares[row])
        return PENALTY / 2 * weights @ weights - (shares * (np.log(good) - np.log(every))).sum(), slope + PENALTY * weights

    start = np.zeros(matrix.shape[1])
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def fit(cases):
    """The weight of each hint, in hundredths of a logit."""
    pages = collections.defaultdict(set)
    for folder, page, _, _, answers in cases:
        for hint in {hint for hints in answers for hint in hints}:
            pages[hint].add((folder, page))
    number = {hint: at for at, hint in enumerate(sorted(hint for hint in pages if len(pages[hint]) >= PAGES))}
    rows, columns, row, good, shares = [], [], [], [], []
    for _, _, share, right, answers in cases:
        if any(right) and not all(right):
            for is_right, hints in zip(right, answers):
                known = [number[hint] for hint in hints if hint in number]
                rows += [len(row)] * len(known)
                columns += known
                row.append(len(shares))
                good.append(is_right)
            shares.append(share)
    matrix = sparse.csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(row), len(number)))
    row, good, shares = np.array(row), np.array(good), np.array(shares)

    found = logit(matrix, row, good, shares)
    return {hint: round(100 * found[at]) for hint, at in number.items()}


def write(path, weights, none=()):
    with open(path, "w", encoding="utf-8") as out:
        print("# hint	what it says	hundredths of a logit", file=out)
        print("# What speaks for words to be the name of a programme. Written by .ci/naming.py from annotated pages; what a", file=out)
        print(f"# hint is: src/lexicon/naming.rs. What weighs less than {LEAST} hundredths is left out.", file=out)
        for hint, weight in sorted({**dict.fromkeys(none, 0), **weights}.items()):
            said = hint.partition("\t")[2]
            if said and said == said.strip() and (abs(weight) >= LEAST or hint in none):
                print(hint, weight, sep="\t", file=out)


def table():
    with open(TABLE, encoding="utf-8") as lines:
        return [line.rpartition("\t")[0] for line in lines if not line.startswith("#")]


def split(cases, folds=5):
    """In which fold each page is held out."""
    pages = sorted({(folder, stem(page)) for folder, page, *_ in cases})
    random.Random(1).shuffle(pages)
    return {page: at % folds for at, page in enumerate(pages)}


def unseen(cases, room):
    """For each fold a folder with the table fitted without its pages, and which pages these are."""
    fold = split(cases)
    for at in sorted(set(fold.values())):
        folder = os.path.join(room, f"without-{at}")
        os.makedirs(folder)
        weights = fit([case for case in cases if fold[case[0], stem(case[1])] != at])
        # A row of a user's table takes the place of the one built in, so what is not fitted weighs nothing.
        write(os.path.join(folder, "naming.tsv"), weights, none=table())
        yield folder, {page for page, number in fold.items() if number == at}


def figures(program, folders, room, *options):
    """The cases of linking.py; pages whose gold holds programmes alone have none."""
    for folder, _, weight in (one.partition(":") for one in folders):
        file = os.path.join(room, "figures.jsonl")
        evaluate(program, folder, "--cases", file, *options)
        with open(file, encoding="utf-8") as lines:
            for case in map(json.loads, lines):
                page = stem(case["page"])
                if "name" not in case["answers"] and linked(folder, page):
                    yield dict(case, source=folder, weight=float(weight or 1)), (folder, page)


@functools.cache
def linked(folder, page):
    gold = os.path.join(folder, "gold", f"{page}.json")
    if not os.path.exists(gold):
        return True  # a facts file holds everything
    with open(gold, encoding="utf-8") as file:
        gold = json.load(file)
    return bool(gold["metrics"] or gold["relations"])


def unseen_links(program, tables, folders, room, out):
    """Writes the cases of linking.py, each page with names chosen by weights that had not seen it."""
    for table, held in tables:
        for case, page in figures(program, folders, room, "--lexicon", table):
            if page in held:
                print(json.dumps(dict(case, unseen=True), ensure_ascii=False), file=out)


def links(program, cases, folders, room, out):
    """The cases of linking.py, each page with names chosen by weights that had not seen it, and by those in use."""
    unseen_links(program, unseen(cases, room), folders, room, out)
    for case, _ in figures(program, folders, room):
        print(json.dumps(dict(case, unseen=False), ensure_ascii=False), file=out)


def fold(program, cases, folders, room):
    """F1 of each folder: with the tables in use, and with tables fitted without the page."""
    rows = ("programme", "statement", "implements")
    counts = collections.defaultdict(collections.Counter)

    def add(title, folder, scores):
        for row in rows:
            counts[title, folder, row].update({part: scores[row][part] for part in ("tp", "fp", "fn")})

    tables = list(unseen(cases, room))
    file = os.path.join(room, "links.jsonl")
    with open(file, "w", encoding="utf-8") as out:
        unseen_links(program, tables, folders, room, out)
    linking_cases = linking.read([file])
    for folder, held in tables:
        seen = [case for case in linking_cases if (case["source"], stem(case["page"])) not in held]
        linking.write_links(os.path.join(folder, "linking.tsv"), {slot: linking.fit(slot, seen) for slot in linking.SLOTS})
        for one in (one.partition(":")[0] for one in folders):
            for page, scores in json.loads(evaluate(program, one, "--lexicon", folder, "--json"))["pages"].items():
                if (one, stem(page)) in held:
                    add("unseen", one, scores)
    for one in (one.partition(":")[0] for one in folders):
        add("in use", one, json.loads(evaluate(program, one, "--json"))["total"])
        for title in ("in use", "unseen"):
            parts = [[counts[title, one, row][part] for part in ("tp", "fp", "fn")] for row in rows]
            shares = [2 * tp / max(1, 2 * tp + fp + fn) for tp, fp, fn in parts]
            print(f"{one} {title:7}" + "".join(f"  {row} {share:.3f}" for row, share in zip(rows, shares)), flush=True)


def stem(page):
    """A page's name as its gold has it."""
    return os.path.basename(page).split(".")[0]


def main():
    verb, program, *folders = sys.argv[1:]
    out = folders.pop(0) if verb == "links" else None
    with tempfile.TemporaryDirectory() as room:
        own = sentences(os.path.join(room, "own"))
        cases = read(program, [*folders, f"{own}:{OWN}"], room)
        if verb == "fit":
            write(TABLE, fit(cases))
        elif verb == "links":
            with open(out, "w", encoding="utf-8") as file:
                links(program, cases, [*folders, f"{own}:{OWN}"], room, file)
        else:
            fold(program, cases, folders, room)


if __name__ == "__main__":
    main()
