"""Precision and recall on invented communities; the worst is what counts. No wrong pair is ever confirmed."""

from __future__ import annotations

import sys
from itertools import combinations

import pytest
from invented_people import HELD_OUT_SLIPS, SLIPS, TODAY, invent

from gridctl.addresses.people.derive import find_people
from gridctl.store.workspace import Workspace


def score(root, seed, houses, rate, slips):
    """Return (confirmed, suspected, true) pairs of mentions."""
    made = invent(seed, houses, rate, slips)
    made.write(root)
    people = find_people(Workspace.open(root, today=TODAY))
    found: dict[str, set[tuple[str, str]]] = {"confirmed": set(), "suspected": set()}
    for group in people.every:
        found[group.tier] |= set(combinations(sorted(each.ref for each in people.of(group)), 2))
    by_person: dict[int, list[str]] = {}
    for ref, entity in made.truth.items():
        by_person.setdefault(entity, []).append(ref)
    true = {pair for refs in by_person.values() for pair in combinations(sorted(refs), 2)}
    return found["confirmed"], found["suspected"] - found["confirmed"], true


def test_nobody_is_confirmed_where_nobody_is_entered_twice(tmp_path):
    confirmed, suspected, _ = score(tmp_path, 3, 200, 0.0, SLIPS)
    assert confirmed == set()
    assert len(suspected) <= 8 * 4


@pytest.mark.parametrize(("seed", "houses", "rate"), [(1, 60, 0.3), (2, 300, 0.2)])
def test_known_slips(tmp_path, seed, houses, rate):
    confirmed, suspected, true = score(tmp_path, seed, houses, rate, SLIPS)
    assert confirmed <= true
    assert len(confirmed) >= 0.7 * len(true)
    assert len((confirmed | suspected) & true) >= 0.97 * len(true)
    assert len(suspected) <= 3 * len(suspected & true)


def test_slips_kept_out_of_development(tmp_path, capsys):
    confirmed, suspected, true = score(tmp_path, 41, 300, 0.25, HELD_OUT_SLIPS)
    right = len(confirmed & true)
    with capsys.disabled():
        sys.stdout.write(
            f"\npersons, held out: precision {right / len(confirmed):.4f}, confirmed {right / len(true):.3f}, "
            f"with suspected {len((confirmed | suspected) & true) / len(true):.3f} of {len(true)} pairs\n"
        )
    assert confirmed <= true
    assert len((confirmed | suspected) & true) >= 0.95 * len(true)
