"""One code at two houses: found in invented communities whose codes were given twice, and nowhere else."""

from __future__ import annotations

import random
import sys

from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.codes.shared import code_pairs
from gridctl.addresses.doubles.duplicates import Alias, HouseRow, canonical_keys


def two_houses(rows, keys):
    return [(each.code, each.one, each.other) for each in code_pairs(rows, keys) if each.houses == "two"]


def keys_and_codes(*listed):
    rows = [HouseRow(str(n), code, address) for n, (code, address) in enumerate(listed)]
    return two_houses(rows, canonical_keys(rows))


def test_two_doors_under_one_code():
    assert keys_and_codes(("C1", "柳岸花园3栋501室"), ("C1", "柳岸花园3栋502室"), ("C2", "柳岸花园3栋502室")) == [
        ("C1", "0", "1")
    ]


def test_two_ways_of_typing_one_house_share_their_code_rightly():
    assert (
        keys_and_codes(("C1", "柳岸花园3栋501室"), ("C1", "柳岸花园3-501"), ("", "柳岸花园3栋1"), ("", "路9号")) == []
    )


def test_an_address_that_leaves_a_part_out_is_no_proof():
    units = [("", f"柳岸花园3栋{unit}单元{floor}01室") for unit in (1, 2) for floor in range(1, 5)]
    assert keys_and_codes(*units, ("C1", "柳岸花园3栋2单元301室"), ("C1", "柳岸花园3栋301室")) == []
    assert len(keys_and_codes(*units, ("C1", "柳岸花园3栋2单元301室"), ("C1", "柳岸花园3栋401室"))) == 1


def test_score_of_codes_given_to_a_second_house(capsys):
    found = right = true = alike = 0
    for seed in range(500, 520):
        rng = random.Random(seed)
        town = build_town(seed, 300, unseen=True)
        listed = list_houses(town, seed, 0.1, STYLES, OPERATORS)
        codes = {row.id: f"C{row.house}" for row in listed}
        for row in rng.sample(listed, 12):
            codes[row.id] = codes[rng.choice(listed).id]
        rows = [HouseRow(row.id, codes[row.id], row.address, town.community) for row in listed]
        register = [Alias(town.community, alias, name) for alias, name in town.aliases.items()]
        pairs = {frozenset(pair[1:]) for pair in two_houses(rows, canonical_keys(rows, register))}
        house = {row.id: row.house for row in listed}
        loose = {row.id for row in listed if row.undecidable}
        shared = {
            frozenset((a, b)) for a in codes for b in codes if a < b and codes[a] == codes[b] and not {a, b} & loose
        }
        two = {pair for pair in shared if len({house[row] for row in pair}) == 2}
        found += len(pairs & shared)
        right += len(pairs & two)
        true += len(two)
        alike += len(shared - two)
    f1 = 2 * right / (found + true)
    false_alarms = (found - right) / alike
    with capsys.disabled():
        sys.stdout.write(
            f"\none code, two houses: F1 {f1:.4f}, {true} pairs; false alarms {false_alarms:.4f} of {alike}\n"
        )
    assert f1 >= 0.99
    assert false_alarms <= 0.01


def test_a_code_of_very_many_rows_is_told_once_a_row_whatever_their_addresses():
    rows = [HouseRow(f"R{number:02d}", "0000", "清荷路12号1栋1单元301室", "") for number in range(60)]
    pairs = code_pairs(rows, {})
    assert {(each.one, each.houses) for each in pairs} == {("R00", "two")}
    assert [each.other for each in pairs] == [row.id for row in rows[1:]]
