"""Doubles in a list of houses: accuracy and speed beside what people use today, on invented communities.

Contenders: equal after an OpenRefine-style fingerprint; rapidfuzz within blocks of equal numbers at its best threshold
(chosen by the truth, which flatters it); gridctl. Figures are medians of CPU seconds of one core; the ratios are what
to compare between machines. Communities and ways of typing are those of ``tests/addresses``, the last two rows those
that development never looked at. Run: ``uv run python tests/bench/codes.py [HOUSES]``.
"""

from __future__ import annotations

import re
import sys
import time
import unicodedata
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1] / "addresses"))

from invented_town import build_town
from invented_typing import HELD_OUT_STYLES, OPERATORS, STYLES, list_houses
from rapidfuzz import fuzz

from gridctl.addresses.duplicates import HouseRow, find_duplicates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Pairs = set[tuple[str, str]]
Rows = list[HouseRow]

_NUMBERS = re.compile("[0-9]+")
_NOT_WORD = re.compile(r"[^\w]")


def fingerprint(rows: Rows) -> Pairs:
    """Rows whose texts are equal after NFKC, without punctuation, their words sorted."""
    by_key: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        plain = unicodedata.normalize("NFKC", row.address).casefold()
        by_key[" ".join(sorted(set(_NOT_WORD.sub(" ", plain).split())))].append(row.id)
    return {pair for ids in by_key.values() for pair in combinations(ids, 2)}


def fuzzy(rows: Rows) -> dict[int, Pairs]:
    """Rows with equal numbers and similar texts, by threshold. Without blocks it is quadratic and worse."""
    blocks: dict[tuple[str, ...], Rows] = defaultdict(list)
    for row in rows:
        blocks[tuple(_NUMBERS.findall(unicodedata.normalize("NFKC", row.address)))].append(row)
    scored: dict[int, Pairs] = {threshold: set() for threshold in range(60, 100, 5)}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            similarity = fuzz.ratio(a.address, b.address)
            for threshold, pairs in scored.items():
                if similarity >= threshold:
                    pairs.add((a.id, b.id))
    return scored


def ours(rows: Rows) -> Pairs:
    """The pairs of confirmed groups."""
    groups = (group.rows for group in find_duplicates(rows) if group.tier == "confirmed")
    return {pair for ids in groups for pair in combinations(ids, 2)}


def scores(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1; 1 where nothing was to be found and nothing was."""
    right = len(found & true)
    precision = right / len(found) if found else 1.0
    recall = right / len(true) if true else 1.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def cpu(work: Callable[[Rows], object], rows: Rows) -> tuple[object, float]:
    """What a contender finds, and the CPU seconds it takes."""
    start = time.process_time()
    found = work(rows)
    return found, time.process_time() - start


def main() -> None:
    houses = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    names = ("fingerprint", "rapidfuzz", "gridctl")
    seconds: dict[str, list[float]] = {name: [] for name in names}
    worst: dict[str, tuple[float, float, float]] = dict.fromkeys(names, (1.0, 1.0, 1.0))
    print(f"{'community':22} {'rows':>6} {'pairs':>6}  " + "  ".join(f"{name:>20}" for name in names))
    cases: Sequence[tuple[int, float, bool]] = [(61, 0.02, False), (62, 0.1, False), (63, 0.3, False),
                                                (64, 0.1, True), (65, 0.3, True)]  # fmt: skip
    for seed, rate, unseen in cases:
        town = build_town(seed, houses)
        listed = list_houses(town, seed, rate, HELD_OUT_STYLES if unseen else STYLES, OPERATORS)
        rows = [HouseRow(row.id, "", row.address, town.community) for row in listed]
        by_house: dict[int, list[str]] = defaultdict(list)
        for row in listed:
            by_house[row.house].append(row.id)
        true = {pair for ids in by_house.values() for pair in combinations(ids, 2)}
        told = []
        for name, work in zip(names, (fingerprint, fuzzy, ours), strict=True):
            found, taken = cpu(work, rows)
            options = found.values() if isinstance(found, dict) else [found]
            best = max((scores(each, true) for each in options), key=lambda each: each[2])
            seconds[name].append(taken / len(rows))
            worst[name] = min(worst[name], best, key=lambda each: each[2])
            told.append("P {:.3f} R {:.3f} F {:.3f}".format(*best).rjust(20))
        title = f"seed {seed}, {rate:.0%}{' unseen' if unseen else ''}"
        print(f"{title:22} {len(rows):6} {len(true):6}  " + "  ".join(told))
    print(
        "worst                                 "
        + "  ".join("P {:.3f} R {:.3f} F {:.3f}".format(*worst[n]) for n in names)
    )
    for name in names:
        each = median(seconds[name])
        print(f"{name:12} {1 / each:10,.0f} rows/s   {each / median(seconds['gridctl']):6.2f} x gridctl's time")


if __name__ == "__main__":
    main()
