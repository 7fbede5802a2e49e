#!/usr/bin/env python3
"""Holds the numbers of `zhengtu eval --json` against those of the reference scorer.

    .ci/same.py SCORES.json EVAL.json       fails when a row of SCORES is missing in EVAL, or differs
"""
import json
import sys


def rows(path):
    with open(path, encoding="utf-8") as file:
        scores = json.load(file)
    tables = {"total": scores["total"], **scores["pages"]}
    return {(table, row): counts for table, its in tables.items() for row, counts in its.items()}


def main():
    wanted, found = (rows(path) for path in sys.argv[1:3])
    wrong = [key for key, counts in wanted.items() if found.get(key) != counts]
    for table, row in wrong:
        print(f"error: {table}, {row}: {found.get((table, row))}, expected {wanted[table, row]}", file=sys.stderr)
    print(f"{len(wanted) - len(wrong)} of {len(wanted)} rows of zhengtu eval are those of the reference")
    return 1 if wrong or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
