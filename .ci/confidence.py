#!/usr/bin/env python3
"""Fits ontology/confidence.tsv on annotated pages.

    .ci/confidence.py SCORE_PY FACTS.jsonl PAGES GOLD [PAGES GOLD …] > ontology/confidence.tsv
    .ci/confidence.py --check SCORE_PY FACTS.jsonl PAGES GOLD [PAGES GOLD …]

FACTS.jsonl is what `zhengtu extract` prints for all the pages. A figure has four parts: the shape that its indicator was
read by, and the ways in which agency, programme and location were found. Each part has a share of right ones, drawn to
the part's own mean by three more. Their product orders the figures; a monotone fit (pool adjacent violators) turns it
into the share of figures that were right in all four parts. `--check` prints that share for each confidence given.
"""
import collections
import glob
import importlib.util
import json
import os
import re
import sys

PARTS = ("shape", "agency", "programme", "location")


def load(path):
    spec = importlib.util.spec_from_file_location("score", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(score, facts, pages, golds):
    """For each figure read where one stands on the page: its rule, its confidence, and which parts are right."""
    for file in sorted(glob.glob(os.path.join(golds, "*.json"))):
        stem = os.path.basename(file)[:-5]
        gold = json.load(open(file, encoding="utf-8"))
        page = score.Page(open(os.path.join(pages, stem + ".txt"), encoding="utf-8").read())
        read = facts[score.doc_stem(stem)]
        links, entities = {}, {}
        for kind, key in score.ENTITY.items():
            pairs = score.pair_up(kind, gold[key], read[kind], score.entity_found)
            links[kind] = {found: wanted for wanted, found in pairs.items()}
            entities[kind] = {one["id"]: one for one in gold[key]}
        bare = lambda text: re.sub(r"\s", "", text)
        spans = {}
        for metric in gold["metrics"]:
            at = page.bare.find(bare(metric["quote"])) + bare(metric["quote"]).find(bare(metric["number"]))
            spans[metric["id"]] = (at, at + len(bare(metric["number"])))
        for fact in read["metric"]:
            low, high = page.span(fact["number"])
            shared = lambda m: min(high, spans[m["id"]][1]) - max(low, spans[m["id"]][0])
            best = max(gold["metrics"], key=shared, default=None)
            if best is None or shared(best) <= 0:
                yield fact, dict.fromkeys(PARTS, False)
                continue
            if best.get("optional"):
                continue
            same = all(score.close(fact.get(k), best.get(k)) for k in ("value", "value_max", "from"))
            phrases = (best["indicator"], *best.get("also", []))
            alike = max(score.similarity(fact.get("indicator"), phrase) for phrase in phrases) >= 0.6
            right = {"shape": same and score.same_unit(fact.get("unit"), best["unit"]) and alike}
            for kind in score.ENTITY:
                mine = links[kind].get(fact.get(kind), fact.get(kind))
                fine = score.accepted(best[kind])
                if any(one and entities[kind][one].get("optional") for one in fine):
                    fine = [*fine, None]
                right[kind] = mine in fine
            yield fact, right


def fit(cases):
    seen, right = collections.Counter(), collections.Counter()
    for fact, good in cases:
        for part, how in zip(PARTS, fact["rule"].split(".")[1:]):
            seen[part, how] += 1
            right[part, how] += good[part]
    share = {}
    for part in PARTS:
        mean = sum(right[key] for key in seen if key[0] == part) / sum(seen[key] for key in seen if key[0] == part)
        for key in seen:
            if key[0] == part:
                share[key] = round(100 * (right[key] + 3 * mean) / (seen[key] + 3))
    print("# part	how it was read	hundredths right	right	seen")
    print("# Written by .ci/confidence.py from annotated pages: how many figures were right in that part (right + 3 x the")
    print("# part's share) / (seen + 3); `whole`: how many were right in all four, for a product of the four from here on.")
    for key in sorted(seen):
        print(*key, share[key], right[key], seen[key], sep="\t")
    products = []
    for fact, good in cases:
        product = 1
        for key in zip(PARTS, fact["rule"].split(".")[1:]):
            product *= share[key]
        products.append((product // 1_000_000, all(good.values())))
    pools = []
    for product, good in sorted(products):
        if pools and pools[-1][0] == product:
            pools[-1][1] += good
            pools[-1][2] += 1
        else:
            pools.append([product, int(good), 1])
    merged = []
    for pool in pools:
        merged.append(pool)
        while len(merged) > 1 and (
            merged[-2][1] / merged[-2][2] >= merged[-1][1] / merged[-1][2] or merged[-2][2] < 30 or merged[-1][2] < 30 and pool is pools[-1]
        ):
            last = merged.pop()
            merged[-1] = [merged[-1][0], merged[-1][1] + last[1], merged[-1][2] + last[2]]
    for low, good, count in merged:
        print("whole", low, round(100 * (good + 0.5) / (count + 1)), good, count, sep="\t")


def check(cases):
    bins = collections.defaultdict(lambda: [0, 0])
    for fact, good in cases:
        one = bins[fact["confidence"]]
        one[0] += all(good.values())
        one[1] += 1
    print("confidence  right  figures")
    for given in sorted(bins, reverse=True):
        print(f"{given:10.2f}  {bins[given][0] / bins[given][1]:5.2f}  {bins[given][1]:7}")
    for floor in (0.9, 0.8, 0.7):
        good = sum(right for given, (right, _) in bins.items() if given >= floor)
        count = sum(count for given, (_, count) in bins.items() if given >= floor)
        if count:
            print(f"{floor} and more: {good} of {count} right ({good / count:.2f})")


def main():
    arguments = sys.argv[1:]
    checks = arguments[:1] == ["--check"]
    path, facts, *folders = arguments[checks:]
    score = load(path)
    read = score.read_facts(facts)
    cases = [case for pages, golds in zip(folders[::2], folders[1::2]) for case in judged(score, read, pages, golds)]
    (check if checks else fit)(cases)


if __name__ == "__main__":
    main()
