#!/usr/bin/env python3
"""Fits ontology/linking.tsv and ontology/confidence.tsv on annotated pages.

    zhengtu eval --pages PAGES --gold GOLD --cases CASES.jsonl    or several DIRs at once by .ci/naming.py links
    .ci/linking.py fit CASES.jsonl[:WEIGHT] ...     writes both tables; needs numpy and scipy
    .ci/linking.py fold CASES.jsonl[:WEIGHT] ...    what the fit is worth on pages that it has not seen
    .ci/linking.py check CASES.jsonl ...            how many figures are right, by the confidence given

Each figure has an agency, a programme and a place, and each programme a runner, chosen among candidates by a conditional
logit: the weights of what speaks for a candidate, added up. They are fitted by maximum likelihood with a quadratic
penalty; of several right answers any may be given, and a file's WEIGHT says how often each of its cases counts. The
place of a figure is told by its agency too: fit twice, with new cases in between. A figure's confidence comes from four parts: the shape that its indicator was read by, and how far each
chosen link is ahead of the next candidate. Each part has a share of right ones, drawn to the part's own mean by three
more; a monotone fit (pool adjacent violators) turns their product into the share of figures right in all four.
"""
import collections
import json
import os
import random
import sys

KINDS = ("agency", "programme", "location")
SLOTS = (*KINDS, "runner")
PARTS = ("shape", *KINDS)
PENALTY = 6.0
STEP, LAST = 40, 12  # as in src/relate/attach/mod.rs
TABLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "ontology")


def read(paths):
    cases = []
    for path in paths:
        path, _, weight = path.partition(":")
        with open(path, encoding="utf-8") as lines:
            cases += [{"source": path, "weight": float(weight or 1), **json.loads(line)} for line in lines]
    return [case for case in cases if "name" not in case["answers"]]


def logit(matrix, row, right, shares, penalty):
    """The weights of a conditional logit: `row` says of which case an answer (a row of the matrix) is, `shares` how much each
    case counts."""
    import numpy as np
    from scipy import optimize

    def loss(weights):
        sums = matrix @ weights
        top = np.full(len(shares), -np.inf)
        np.maximum.at(top, row, sums)
        powers = np.exp(sums - top[row])
        every, good = np.bincount(row, powers, len(shares)), np.bincount(row, powers * right, len(shares))
        slope = matrix.T @ ((powers / every[row] - powers * right / good[row]) * shares[row])
        return penalty / 2 * weights @ weights - (shares * (np.log(good) - np.log(every))).sum(), slope + penalty * weights

    start = np.zeros(matrix.shape[1])
    return optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x


def fit(kind, cases):
    """The weight of each sign, in hundredths of a logit."""
    import numpy as np
    from scipy import sparse

    number, rows, shares = {}, [], []
    for case in cases:
        answers = case["answers"].get(kind, [])
        if any(right for right, _ in answers) and not all(right for right, _ in answers):
            rows.append([(right, [number.setdefault(sign, len(number)) for sign in signs]) for right, signs in answers])
            # Most programmes have no runner that is told; one that is missed costs as much as one too many.
            none = 0.5 if kind == "runner" and answers[-1][0] else 1.0
            shares.append(case["weight"] * none * (0.5 if case["optional"] else 1.0))
    flat = [answer for row in rows for answer in row]
    row = np.repeat(np.arange(len(rows)), [len(answers) for answers in rows])
    at = [(i, sign) for i, (_, signs) in enumerate(flat) for sign in signs]
    matrix = sparse.csr_matrix((np.ones(len(at)), tuple(zip(*at))), shape=(len(flat), len(number)))
    right = np.array([right for right, _ in flat], dtype=bool)
    shares = np.array(shares)

    found = logit(matrix, row, right, shares, PENALTY)
    return {sign: round(100 * found[i]) for sign, i in number.items()}


def chosen(weights, answers):
    """The answer taken, whether it is right, and its step ahead of the next one."""
    sums = sorted(((-sum(weights.get(sign, 0) for sign in signs), i) for i, (_, signs) in enumerate(answers)))
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


def write_links(path, tables, least=5):
    with open(path, "w", encoding="utf-8") as out:
        print("# slot	clue	value	value	hundredths of a logit", file=out)
        print("# What speaks for linking a figure to an entity, or a programme to its runner. Written by .ci/linking.py from annotated pages; what a clue and", file=out)
        print("# its values are: src/lexicon/link.rs. Signs that weigh less than five hundredths are left out.", file=out)
        for kind in SLOTS:
            for sign, weight in sorted(tables[kind].items()):
                if abs(weight) >= least:
                    print(kind, *sign.split(" "), weight, sep="\t", file=out)


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
    """Weights fitted without some pages, and the cases of those pages."""
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
    """The weights in use."""
    tables = {slot: {} for slot in SLOTS}
    with open(os.path.join(TABLES, "linking.tsv"), encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                kind, *sign, weight = line.rstrip("\n").split("\t")
                tables[kind][" ".join(sign)] = int(weight)
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
