"""Precision and recall on invented communities; the worst is what counts."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest
from invented_town import build_town
from invented_typing import HELD_OUT_STYLES, OPERATORS, STYLES, list_houses

from gridctl.addresses.duplicates import HouseRow, find_duplicates


def score(seed, houses, rate, styles, operators, column):
    """Return (confirmed pairs, right ones, true pairs, suspected pairs)."""
    town = build_town(seed, houses)
    rows = list_houses(town, seed, rate, styles, operators)
    house_of = {row.id: row.house for row in rows}
    groups = find_duplicates(HouseRow(row.id, "", row.address, town.community if column else "") for row in rows)
    confirmed = {pair for group in groups if group.tier == "confirmed" for pair in combinations(group.rows, 2)}
    suspected = {pair for group in groups if group.tier == "suspected" for pair in combinations(group.rows, 2)}
    right = sum(house_of[a] == house_of[b] for a, b in confirmed)
    counts: dict[int, int] = {}
    for house in house_of.values():
        counts[house] = counts.get(house, 0) + 1
    return len(confirmed), right, sum(n * (n - 1) // 2 for n in counts.values()), len(suspected)


@pytest.mark.parametrize(
    ("seed", "houses", "rate", "column"),
    [(31, 60, 0.3, True), (32, 300, 0.05, False), (33, 800, 0.1, True), (34, 800, 0.3, False),
     (35, 1200, 0.02, True), (36, 600, 0.0, False)],
)  # fmt: skip
def test_known_ways_of_typing(seed, houses, rate, column):
    found, right, true, suspected = score(seed, houses, rate, STYLES, OPERATORS, column)
    assert found == right
    assert right >= 0.97 * true
    assert suspected <= 3 * true


@pytest.mark.parametrize(("seed", "houses", "rate"), [(41, 600, 0.1), (42, 1200, 0.2)])
def test_ways_of_typing_kept_out_of_development(seed, houses, rate, capsys):
    found, right, true, _ = score(seed, houses, rate, HELD_OUT_STYLES, OPERATORS, column=True)
    precision, recall = right / found, right / true
    with capsys.disabled():
        sys.stdout.write(f"\nheld out, seed {seed}: precision {precision:.4f}, recall {recall:.4f}, {true} pairs\n")
    assert precision >= 0.99
    assert 2 * precision * recall / (precision + recall) >= 0.9
