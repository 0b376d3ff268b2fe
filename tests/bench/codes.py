"""Doubles in a list of houses: accuracy, CPU and memory beside what people use today, on invented communities.

Contenders: equal after an OpenRefine-style fingerprint; rapidfuzz within blocks of equal numbers; splink on DuckDB
on the address, its letters and its numbers, trained on the true labels; gridctl. rapidfuzz and splink get their best
threshold by the truth, which flatters them. Each runs in a process of its own on the same list; CPU is
of all its threads, for the work alone; the ratios are what to compare between machines. Names are unseen and half of
the rows typed again are typed in ways that development never looked at.
Run: ``uv run --group bench python tests/bench/codes.py [HOUSES A COMMUNITY]``.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "addresses"))

from codes_splink import linked
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses
from unseen_typing import UNSEEN_OPERATORS, UNSEEN_STYLES

from gridctl.addresses.doubles.duplicates import HouseRow, find_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable

Pairs = set[tuple[str, str]]
Rows = list[HouseRow]

_NUMBERS = re.compile("[0-9]+")
_NOT_WORD = re.compile(r"[^\w]")
_COMMUNITIES = ((501, 0.02, False), (502, 0.1, True), (503, 0.3, False), (504, 0.3, True), (505, 0.1, False))


def fingerprint(rows: Rows) -> dict[str, Pairs]:
    """Rows whose texts are equal after NFKC, without punctuation, their words sorted."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        plain = unicodedata.normalize("NFKC", row.address).casefold()
        key = " ".join(sorted(set(_NOT_WORD.sub(" ", plain).split())))
        by_key[f"{row.community} {key}"].append(row.id)
    return {"": {pair for ids in by_key.values() for pair in combinations(sorted(ids), 2)}}


def fuzzy(rows: Rows) -> dict[str, Pairs]:
    """Rows with equal numbers and similar texts, by threshold. Without blocks it is quadratic and worse."""
    from rapidfuzz import fuzz

    blocks: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        numbers = _NUMBERS.findall(unicodedata.normalize("NFKC", row.address))
        blocks[row.community, *numbers].append(row)
    scored: dict[str, Pairs] = {str(threshold): set() for threshold in range(60, 100, 5)}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            similarity = fuzz.ratio(a.address, b.address)
            for threshold, pairs in scored.items():
                if similarity >= int(threshold):
                    pairs.add((min(a.id, b.id), max(a.id, b.id)))
    return scored


def ours(rows: Rows) -> dict[str, Pairs]:
    """The pairs of confirmed groups."""
    groups = (sorted(group.rows) for group in find_duplicates(rows) if group.tier == "confirmed")
    return {"": {pair for ids in groups for pair in combinations(ids, 2)}}


CONTENDERS: dict[str, Callable[[Rows], dict[str, Pairs]]] = {
    "fingerprint": fingerprint,
    "rapidfuzz": fuzzy,
    "splink": linked,
    "gridctl": ours,
}


def invented(houses: int) -> tuple[Rows, Pairs]:
    """The list, and its pairs of rows of one house that can be decided."""
    rows: Rows = []
    true: Pairs = set()
    for seed, rate, unseen in _COMMUNITIES:
        town = build_town(seed, houses, unseen=True)
        town.aliases.clear()  # nobody can guess them
        ways = (UNSEEN_STYLES, UNSEEN_OPERATORS) if unseen else (STYLES, OPERATORS)
        by_house: dict[int, list[str]] = defaultdict(list)
        for row in list_houses(town, seed, rate, *ways):
            rows.append(HouseRow(f"{seed}{row.id}", f"{seed}-{row.house}", row.address, town.community))
            if not row.undecidable:
                by_house[row.house].append(rows[-1].id)
        true |= {pair for ids in by_house.values() for pair in combinations(sorted(ids), 2)}
    return rows, true


def scores(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1; 1 where nothing was to be found and nothing was."""
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def one(name: str, houses: int) -> None:
    """Run one contender in this process and print its figures: the best threshold's, and the worst community's."""
    rows, true = invented(houses)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cpu, wall = time.process_time(), time.perf_counter()
    found = CONTENDERS[name](rows)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    threshold, best = max(found.items(), key=lambda item: scores(item[1], true)[2])
    by_community = [
        scores(*({pair for pair in pairs if pair[0].startswith(str(seed))} for pairs in (best, true)))
        for seed, _, _ in _COMMUNITIES
    ]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told = {"score": scores(best, true), "worst": min(each[2] for each in by_community), "threshold": threshold}
    print(
        json.dumps(
            told | {"rows": len(rows), "cpu": cpu, "wall": wall, "mb": peak / 1024, "own": (peak - before) / 1024}
        )
    )


def main() -> None:
    houses = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    told = {}
    for name in CONTENDERS:
        command = [sys.executable, __file__, "--one", name, str(houses)]
        told[name] = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    base = told["gridctl"]
    print(f"{base['rows']} rows in {len(_COMMUNITIES)} communities")
    print("             precision  recall      F1   worst   CPU s    rows/s   x CPU  peak MB")
    for name, each in told.items():
        precision, recall, f1 = each["score"]
        print(
            f"{name:12} {precision:9.4f} {recall:7.4f} {f1:7.4f} {each['worst']:7.4f} {each['cpu']:7.2f} "
            f"{each['rows'] / each['cpu']:9,.0f} {each['cpu'] / base['cpu']:7.2f} {each['mb']:8.0f}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], int(sys.argv[3]))
    else:
        main()
