#!/usr/bin/env python3
"""Holds scores against their floors, which only ever go up.

    score.py … --json | .ci/floors.py            fails when a score is below its floor, or a floor was lowered
    score.py … --json | .ci/floors.py --raise    also lifts each floor to its score, cut to a hundredth
"""
import json
import math
import pathlib
import re
import subprocess
import sys
import tomllib

FILE = pathlib.Path(__file__).with_name("floors.toml")
NAME = ".ci/floors.toml"


def git(*arguments):
    done = subprocess.run(["git", "-C", FILE.parent.parent, *arguments], capture_output=True, text=True)
    return done.stdout if done.returncode == 0 else ""


def highest_before():
    """The highest floor of each name in the commits that are at hand."""
    highest = {}
    for commit in git("log", "--format=%H", "--", NAME).split():
        try:
            earlier = tomllib.loads(git("show", f"{commit}:{NAME}"))
        except tomllib.TOMLDecodeError:
            continue
        for name, floor in earlier.items():
            highest[name] = max(floor, highest.get(name, 0.0))
    return highest


def main():
    text = FILE.read_text(encoding="utf-8")
    floors, before = tomllib.loads(text), highest_before()
    scores = {name: row["f1"] for name, row in json.load(sys.stdin)["total"].items()}
    wrong = []
    for name, floor in floors.items():
        score = scores.get(name)
        if score is None:
            wrong.append(f"{name}: the scores have no such row")
            continue
        print(f"{name:12} {score:.3f}   floor {floor:.3f}")
        if score < floor:
            wrong.append(f"{name}: {score:.3f} is below its floor of {floor:.3f}")
    for name, floor in before.items():
        if floors.get(name, 0.0) < floor:
            wrong.append(f"{name}: its floor was {floor:.3f} before; floors only go up")
    if "--raise" in sys.argv[1:]:
        for name, floor in floors.items():
            lifted = math.floor(scores.get(name, 0.0) * 100) / 100
            if lifted > floor:
                text = re.sub(rf"(?m)^{re.escape(name)} *=.*$", f"{name} = {lifted}", text)
                print(f"{name}: floor raised from {floor} to {lifted}")
        FILE.write_text(text, encoding="utf-8")
    for line in wrong:
        print(f"error: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
