#!/usr/bin/env python3
"""Fits ontology/linking.tsv and ontology/confidence.tsv on annotated pages.

    zhengtu eval --pages PAGES --gold GOLD --cases CASES.jsonl    or several DIRs at once by .ci/naming.py links
    .ci/linking.py fit CASES.jsonl[:WEIGHT] ...     writes both tables; needs numpy and lightgbm
    .ci/linking.py fold CASES.jsonl[:WEIGHT] ...    what the fit is worth on pages that it has not seen
    .ci/linking.py check CASES.jsonl ...            how many figures are right, by the confidence given

Each figure has an agency, a programme and a place, and each programme a runner, chosen among candidates by a sum of
decision trees over what is told of each. They are fitted to put a right one first; a file's WEIGHT says how often each of
its cases counts. The place of a figure is told by its agency too: fit twice, with new cases in between. A figure's
confidence comes from four parts: the shape that its indicator was read by, and how far each chosen link is ahead of the
next candidate. Each part has a share of right ones, drawn to the part's own mean by three more; a monotone fit (pool
adjacent violators) turns their product into the share of figures right in all four.
"""
import collections
import json
import math
import os
import random
import sys

KINDS = ("agency", "programme", "location")
SLOTS = (*KINDS, "runner")
PARTS = ("shape", *KINDS)
STEP, LAST = 40, 12  # as in src/relate/attach/mod.rs
TREES = {
    "objective": "rank_xendcg", "num_leaves": 31, "max_depth": 5, "learning_rate": 0.1, "min_data_in_leaf": 20, "lambda_l2": 5,
    "feature_fraction": 0.3, "bagging_fraction": 0.8, "bagging_freq": 1, "seed": 1, "deterministic": True, "num_threads": 2, "verbose": -1,
}  # fmt: skip
ROUNDS = 100  # of a depth as in src/lexicon/tree.rs
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ontology")


def read(paths):
    cases = []
    for path in paths:
        path, _, weight = path.partition(":")
        with open(path, encoding="utf-8") as lines:
            cases += [{"source": path, "weight": float(weight or 1), **json.loads(line)} for line in lines]
    return [case for case in cases if "name" not in case["answers"]]


def fit(slot, cases):
    """The trees of a slot."""
    import lightgbm

    rows, right, groups, shares = [], [], [], []
    for case in cases:
        answers = case["answers"].get(slot, [])
        if any(right for right, _ in answers) and not all(right for right, _ in answers):
            rows += [told for _, told in answers]
            right += [is_right for is_right, _ in answers]
            groups.append(len(answers))
            # Most programmes have no runner that is told; one that is missed costs as much as one too many.
            none = 0.5 if slot == "runner" and answers[-1][0] else 1.0
            shares += [case["weight"] * none * (0.5 if case["optional"] else 1.0)] * len(answers)
    clues = sorted({clue for told in rows for clue in told})
    data = lightgbm.Dataset(table_of(rows, clues), right, group=groups, weight=shares, feature_name=clues, params={"verbose": -1})
    model = lightgbm.train(TREES, data, ROUNDS).dump_model()
    return [tree_of(tree["tree_structure"], clues) for tree in model["tree_info"]]


def table_of(rows, clues):
    import numpy as np

    at = {clue: number for number, clue in enumerate(clues)}
    table = np.zeros((len(rows), len(clues)), dtype=np.float32)
    for row, told in enumerate(rows):
        for clue, value in told.items():
            if clue in at:
                table[row, at[clue]] = value
    return table


def tree_of(node, clues):
    """A tree as nested triples: clue and value, the tree for less, the tree for as much or more; hundredths of a logit."""
    if "leaf_value" in node:
        return round(100 * node["leaf_value"])
    less, more = (tree_of(node[side], clues) for side in ("left_child", "right_child"))
    least = math.floor(node["threshold"]) + 1
    return less if less == more else ((clues[node["split_feature"]], least), less, more)


def weight(trees, told):
    """What is told of a candidate weighs that much, in hundredths of a logit."""
    total = 0
    for tree in trees:
        while not isinstance(tree, int):
            (clue, least), less, more = tree
            tree = less if told.get(clue, 0) < least else more
        total += tree
    return total


def chosen(trees, answers):
    """Whether the answer taken is right, and its step ahead of the next one."""
    sums = sorted((-weight(trees, told), i) for i, (_, told) in enumerate(answers))
    ahead = sums[1][0] - sums[0][0] if len(sums) > 1 else 10**9
    return answers[sums[0][1]][0], min(ahead // STEP, LAST)


def judged(tables, cases):
    """Of each figure that the gold must have: its parts, and which of them are right."""
    for case in cases:
        if "shape" in case and not case["optional"]:
            links = {kind: chosen(tables[kind], case["answers"][kind]) for kind in KINDS}
            parts = [("shape", case["shape"])] + [(kind, str(links[kind][1])) for kind in KINDS]
            yield parts, [case["right"]] + [links[kind][0] for kind in KINDS]


def confidence(figures):
    """The rows of confidence.tsv."""
    seen, right = collections.Counter(), collections.Counter()
    for parts, good in figures:
        seen.update(parts)
        right.update(part for part, is_right in zip(parts, good) if is_right)
    share = {}
    for part in PARTS:
        own = [key for key in seen if key[0] == part]
        mean = sum(right[key] for key in own) / sum(seen[key] for key in own)
        share.update({key: round(100 * (right[key] + 3 * mean) / (seen[key] + 3)) for key in own})
    rows = [(*key, share[key], right[key], seen[key]) for key in sorted(seen, key=lambda key: (key[0], key[1].zfill(2)))]
    pools = collections.defaultdict(lambda: [0, 0])
    for parts, good in figures:
        product = 1
        for part in parts:
            product *= share[part]
        pool = pools[product // 1_000_000]
        pool[0] += all(good)
        pool[1] += 1
    merged = []
    for low in sorted(pools):
        merged.append([low, *pools[low]])
        # Pools are joined until their shares rise and each has thirty figures.
        while len(merged) > 1 and (
            merged[-2][1] * merged[-1][2] >= merged[-1][1] * merged[-2][2] or merged[-2][2] < 30
        ):
            _, good, count = merged.pop()
            merged[-1][1] += good
            merged[-1][2] += count
    if len(merged) > 1 and merged[-1][2] < 30:
        _, good, count = merged.pop()
        merged[-1][1] += good
        merged[-1][2] += count
    return rows + [("whole", low, round(100 * (good + 0.5) / (count + 1)), good, count) for low, good, count in merged]


def sure_runners(runners):
    """The rows of confidence.tsv for who runs a programme, by the steps ahead; never falling."""
    seen, right, rows, best = collections.Counter(), collections.Counter(), [], 0
    for _, ahead, is_right in runners:
        seen[ahead] += 1
        right[ahead] += is_right
    mean = sum(right.values()) / sum(seen.values())
    for ahead in sorted(seen):
        best = max(best, round(100 * (right[ahead] + 3 * mean) / (seen[ahead] + 3)))
        rows.append(("runner", str(ahead), best, right[ahead], seen[ahead]))
    return rows


def write_links(path, tables):
    def words(tree):
        if isinstance(tree, int):
            return str(tree)
        (clue, least), less, more = tree
        return f"{clue}<{least} {words(less)} {words(more)}"

    with open(path, "w", encoding="utf-8") as out:
        print("# slot	tree", file=out)
        print("# What links a figure to an entity, or a programme to its runner: decision trees over what is told of a candidate,", file=out)
        print("# whose hundredths of a logit are added up. A question stands before the tree for less and the tree for as much or", file=out)
        print("# more. Written by .ci/linking.py from annotated pages; what a clue is: src/lexicon/clue.rs.", file=out)
        for slot in SLOTS:
            for tree in tables[slot]:
                print(slot, words(tree), sep="\t", file=out)


def write(tables, rows):
    write_links(os.path.join(TABLES, "linking.tsv"), tables)
    with open(os.path.join(TABLES, "confidence.tsv"), "w", encoding="utf-8") as out:
        print("# part	how it was read	hundredths right	right	seen", file=out)
        print("# Written by .ci/linking.py from annotated pages: the shape of the indicator's clause; how many steps of 0.4 logits", file=out)
        print("# each link is ahead of the next candidate; how many figures were right in that part (right + 3 x the part's share)", file=out)
        print("# / (seen + 3). `whole`: how many were right in all four, for a product of the four from here on.", file=out)
        for row in rows:
            print(*row, sep="\t", file=out)


def folded(cases, folds=6):
    """Trees fitted without some pages, and the cases of those pages."""
    pages = sorted({(case["source"], case["page"]) for case in cases})
    random.Random(1).shuffle(pages)
    for i in range(folds):
        out = set(pages[i::folds])
        tables = {slot: fit(slot, [case for case in cases if (case["source"], case["page"]) not in out]) for slot in SLOTS}
        yield tables, [case for case in cases if (case["source"], case["page"]) in out]


def figures_of(tables, cases):
    """The figures that count, each with how it was judged."""
    return zip([case for case in cases if "shape" in case and not case["optional"]], judged(tables, cases))


def runners_of(tables, cases):
    """For each mention of a programme: in how many steps its runner is ahead, and whether it is right."""
    for case in cases:
        if "runner" in case["answers"]:
            right, ahead = chosen(tables["runner"], case["answers"]["runner"])
            yield case, ahead, right


def table():
    """The trees in use."""

    def tree(words):
        word = next(words)
        if "<" not in word:
            return int(word)
        clue, _, least = word.partition("<")
        return ((clue, int(least)), tree(words), tree(words))

    tables = {slot: [] for slot in SLOTS}
    with open(os.path.join(TABLES, "linking.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                slot, _, words = line.rstrip("\n").partition("\t")
                tables[slot].append(tree(iter(words.split(" "))))
    return tables


def summary(figures, title):
    count = len(figures)
    part = lambda i: sum(good[i] for _, good in figures) / count
    every = sum(all(good) for _, good in figures) / count
    print(f"{title}: {count} figures: " + "  ".join(f"{name} {part(i):.3f}" for i, name in enumerate(PARTS)) + f"  all {every:.3f}")


def by_source(pairs):
    groups = collections.defaultdict(list)
    for case, figure in pairs:
        groups[case["source"]].append(figure)
    for source, figures in groups.items():
        summary(figures, source)


def check(cases):
    tables, given = table(), {}
    with open(os.path.join(TABLES, "confidence.tsv"), encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    share = {(part, how): int(hundredths) for part, how, hundredths, *_ in rows}
    whole = sorted((int(how), hundredths) for (part, how), hundredths in share.items() if part == "whole")
    bins = collections.defaultdict(lambda: [0, 0])
    for parts, good in judged(tables, cases):
        product = 1
        for part in parts:
            product *= share.get(part, 60)
        sure = [hundredths for low, hundredths in whole if low <= product // 1_000_000] or [whole[0][1]]
        bins[sure[-1]][0] += all(good)
        bins[sure[-1]][1] += 1
    print("confidence  right  figures")
    for sure in sorted(bins, reverse=True):
        print(f"{sure / 100:10.2f}  {bins[sure][0] / bins[sure][1]:5.2f}  {bins[sure][1]:7}")
    for floor in (90, 80, 70):
        good = sum(right for sure, (right, _) in bins.items() if sure >= floor)
        count = sum(count for sure, (_, count) in bins.items() if sure >= floor)
        if count:
            print(f"{floor / 100} and more: {good} of {count} right ({good / count:.2f})")


def main():
    verb, *paths = sys.argv[1:]
    cases = read(paths)
    if verb == "fit":
        tables = {slot: fit(slot, cases) for slot in SLOTS}
        # How sure a link is, is told by pages that the weights have not seen.
        folds = list(folded(cases))
        unseen = [(weights, [case for case in held if case.get("unseen", True)]) for weights, held in folds]
        rows = confidence([figure for weights, held in unseen for figure in judged(weights, held)])
        write(tables, rows + sure_runners([one for weights, held in unseen for one in runners_of(weights, held)]))
        by_source(figures_of(tables, cases))
    elif verb == "fold":
        folds = list(folded(cases))
        by_source(pair for weights, held in folds for pair in figures_of(weights, held))
        runners = [right for weights, held in folds for _, _, right in runners_of(weights, held)]
        print(f"runners: {len(runners)} mentions: {sum(runners) / len(runners):.3f}")
    else:
        by_source(figures_of(table(), cases))
        check(cases)


if __name__ == "__main__":
    main()
