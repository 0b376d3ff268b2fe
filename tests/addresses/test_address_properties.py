"""What must not matter: how a list is cut, what its compounds are called; and what must: a single digit."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.doubles.duplicates import HouseRow, canonical_keys, find_duplicates
from gridctl.addresses.doubles.match import compare
from gridctl.addresses.places.gazetteer import Gazetteer
from gridctl.addresses.reading.parse import parse

TOWN = build_town(23, 150)
LISTED = [HouseRow(row.id, "", row.address) for row in list_houses(TOWN, 23, 0.3, STYLES, OPERATORS)]
CONFIRMED = [group for group in find_duplicates(LISTED) if group.tier == "confirmed"]
KNOWN, KEYS = Gazetteer.learn(LISTED)
# What tells one dwelling from the next; a compound's road and plate may be left out or wrong.
TELLING = {"group", "row", "building", "unit", "room", "house", "shop"}


def groups(rows):
    return {(frozenset(group.rows), group.tier) for group in find_duplicates(rows)}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_makes_the_same_groups(seed):
    assert groups(random.Random(seed).sample(LISTED, len(LISTED))) == groups(LISTED)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10_000))
def test_a_list_cut_in_two_and_learned_jointly_makes_the_same_groups(seed):
    rng = random.Random(seed)
    first = {row.id for row in LISTED if rng.random() < 0.5}
    parts = [[row for row in LISTED if (row.id in first) is side] for side in (True, False)]
    assert canonical_keys(parts[0] + parts[1]) == canonical_keys(LISTED)
    assert groups(parts[1] + parts[0]) == groups(LISTED)


@settings(max_examples=8, deadline=None)
@given(st.sampled_from(sorted({house.compound for house in TOWN.houses if house.compound})))
def test_a_compound_renamed_everywhere_changes_nothing(name):
    # A name of as many characters that is like no other of the town.
    stem = "鹭洲澜岸汀浦"[: max(1, len(name) - 2)]
    renamed = [row._replace(address=row.address.replace(name, stem + name[len(stem) :])) for row in LISTED]
    assert len({row.address for row in renamed}) == len({row.address for row in LISTED})
    whole = {row.id for row in LISTED if name in row.address}
    before = {group for group, tier in groups(LISTED) if tier == "confirmed" and group <= whole}
    after = {group for group, tier in groups(renamed) if tier == "confirmed"}
    assert before <= after


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_changing_one_digit_leaves_the_group(data):
    group = data.draw(st.sampled_from(CONFIRMED))
    row = data.draw(st.sampled_from(group.rows))
    typed = next(each.address for each in LISTED if each.id == row)
    numbers = [part for part in parse(typed).parts if part.kind in TELLING]
    digits = [at for part in numbers for at in range(part.start, part.end) if typed[at] in "123456789"]
    if not digits:
        return
    at = data.draw(st.sampled_from(digits))
    digit = data.draw(st.sampled_from(sorted(set("123456789") - {typed[at]})))
    changed = [
        each._replace(address=typed[:at] + digit + typed[at + 1 :]) if each.id == row else each for each in LISTED
    ]
    others = set(group.rows) - {row}
    for found in find_duplicates(changed):
        assert not (row in found.rows and others & set(found.rows) and found.tier == "confirmed")


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LISTED), st.sampled_from(LISTED))
def test_verdicts_by_a_list_are_symmetric_and_agree_with_its_groups(a, b):
    one, other = compare(a.address, b.address, known=KNOWN), compare(b.address, a.address, known=KNOWN)
    assert one.verdict == other.verdict
    together = any({a.id, b.id} <= set(group.rows) for group in CONFIRMED)
    assert not together or one.verdict == "same"


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(LISTED))
def test_the_canonical_form_of_a_listed_house_is_read_as_it_was_written(row):
    info = KEYS[row.id]
    written = info.key.partition("|")[2]
    if info.complete:
        assert KNOWN.key(written).key == info.key
