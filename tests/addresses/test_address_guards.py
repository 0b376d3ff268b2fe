"""What must not be confirmed although the parts are equal; and what a list's order and cut must not change."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.doubles.duplicates import HouseRow, find_duplicates
from gridctl.addresses.doubles.guards import doubtful
from gridctl.addresses.places.gazetteer import KeyInfo
from gridctl.addresses.reading.parse import parse
from gridctl.addresses.reading.prefix import Context


def keys_of(places):
    """Keys as if these addresses had been read to houses of the place given."""
    return {
        row: KeyInfo(f"|{place}{house}", True, {"compound": place, "room": house}, (), ())
        for row, (place, house, _) in places.items()
    }


def doubts(places):
    keys = keys_of(places)
    groups = {}
    for row, info in keys.items():
        groups.setdefault(info.key, []).append(row)
    groups = {key: ids for key, ids in groups.items() if len(ids) > 1}
    return doubtful(groups, {row: text for row, (_, _, text) in places.items()}, keys)


def test_two_texts_that_differ_in_a_number_only_are_never_confirmed():
    assert doubts({"a": ("柳岸", "1", "柳岸花园3栋501"), "b": ("柳岸", "1", "柳岸花园3栋502")}) == {
        "|柳岸1": "same-form-other-numbers"
    }
    assert doubts({"a": ("柳岸", "1", "柳岸花园3栋501"), "b": ("柳岸", "1", "柳岸花园三栋501")}) == {}


def test_a_place_of_which_most_houses_come_out_double_was_misread():
    places = {}
    for house in range(30):
        places[f"a{house}"] = ("柳岸", str(house), f"柳岸花园{house}号甲")
        if house < 25:
            places[f"b{house}"] = ("柳岸", str(house), f"柳岸花园{house}乙")
    found = doubts(places)
    assert len(found) == 25
    assert set(found.values()) == {"place-doubled"}


def test_a_place_of_few_houses_may_all_be_double():
    places = {f"{side}{n}": ("柳岸", str(n), f"柳岸花园{n}{side}") for n in range(5) for side in ("甲", "乙")}
    assert doubts(places) == {}


@pytest.mark.parametrize(
    "text",
    ["柳岸花园3栋2单元501室7", "柳岸花园3栋4栋2单元501室", "柳岸花园3栋2单元501室6单元", "柳岸花园3栋商铺5号7号铺9号"],
)
def test_a_number_that_no_part_takes_makes_the_address_unsafe(text):
    """Such an address is never confirmed to be one without that number."""
    plain = {"柳岸花园3栋2单元501室", "柳岸花园3栋商铺5号"}
    rows = [HouseRow(str(n), "", address) for n, address in enumerate([text, *plain])]
    assert not any("0" in group.rows and group.tier == "confirmed" for group in find_duplicates(rows))


def test_what_is_learned_of_heads_does_not_hang_on_the_order_of_a_long_list():
    rng = random.Random(5)
    addresses = [
        f"云州市青禾区{street}街道{name}路{number}号"
        for street in ["柳溪", "荷塘", "桐林"]
        for name in ["清荷", "望江", "沁园", "青松"]
        for number in range(1, 800)
    ]
    learned = Context.learn(addresses)
    assert {"云州市", "青禾区", "柳溪街道", "荷塘街道", "桐林街道"} <= learned.admin
    assert Context.learn(rng.sample(addresses, len(addresses))).admin == learned.admin


TOWNS = [build_town(seed, 120, unseen=seed % 2 == 1) for seed in (81, 82, 83)]
LISTED = [
    HouseRow(f"{town.community}{row.id}", "", row.address, town.community)
    for seed, town in enumerate(TOWNS, 81)
    for row in list_houses(town, seed, 0.3, STYLES, OPERATORS)
]


def groups(rows):
    return {(frozenset(group.rows), group.tier, group.reasons) for group in find_duplicates(rows)}


@settings(max_examples=10, deadline=None)
@given(st.sets(st.sampled_from(sorted(town.community for town in TOWNS))), st.randoms(use_true_random=False))
def test_a_list_split_by_communities_has_the_groups_of_the_whole(chosen, rng):
    first = [row for row in LISTED if row.community in chosen]
    second = [row for row in LISTED if row.community not in chosen]
    rng.shuffle(second)
    assert groups(first) | groups(second) == groups(LISTED)


@settings(max_examples=50, deadline=None)
@given(st.sampled_from(LISTED))
def test_the_canonical_form_of_a_canonical_form_is_itself(row):
    canonical = parse(row.address).canonical
    assert parse(canonical).canonical == canonical
