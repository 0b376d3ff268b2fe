import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses

from gridctl.addresses.doubles.duplicates import Alias, HouseRow, canonical_keys, find_duplicates
from gridctl.addresses.doubles.match import compare
from gridctl.addresses.places.gazetteer import Gazetteer


def rows_of(*addresses, community="清荷社区"):
    return [HouseRow(str(place), f"C{place}", address, community) for place, address in enumerate(addresses)]


def block(
    compound="柳岸花园", road="清荷路97号", buildings=3, units=2, floors=4, form="{road}{compound}{b}栋{u}单元{f}0{d}室"
):
    return [
        form.format(road=road, compound=compound, b=b, u=u, f=f, d=d)
        for b in range(1, buildings + 1)
        for u in range(1, units + 1)
        for f in range(1, floors + 1)
        for d in (1, 2)
    ]


def groups_with(rows, *more, aliases=()):
    """Return the groups that rows added to a list make, as (addresses, tier, reasons)."""
    listed = rows_of(*rows, *more)
    texts = {row.id: row.address for row in listed}
    return [
        (tuple(texts[row] for row in group.rows), group.tier, group.reasons)
        for group in find_duplicates(listed, aliases)
    ]


def test_the_plate_stands_for_the_compound_that_is_known_to_stand_there():
    found = groups_with(block(), "清荷路97号3栋2单元401")
    assert found == [
        (
            ("清荷路97号柳岸花园3栋2单元401室", "清荷路97号3栋2单元401"),
            "confirmed",
            ("same-parts", "compound-from-plate"),
        )
    ]


def test_a_missing_unit_is_filled_if_the_building_has_one():
    found = groups_with(block(units=1), "柳岸花园3栋401")
    assert [(tier, reasons) for _, tier, reasons in found] == [("confirmed", ("same-parts", "unit-filled"))]


def test_a_missing_unit_is_suspected_if_the_building_has_several():
    found = groups_with(block(), "柳岸花园3栋401")
    assert [(len(texts), tier, reasons) for texts, tier, reasons in found] == [(2, "suspected", ("missing-unit",))] * 2


def test_a_missing_phase_is_suspected_unless_the_plate_decides():
    rows = block(compound="柳岸花园一期", road="清荷路97号") + block(compound="柳岸花园二期", road="清荷路99号")
    assert {tier for _, tier, _ in groups_with(rows, "柳岸花园3栋2单元401")} == {"suspected"}
    assert [tier for _, tier, _ in groups_with(rows, "清荷路99号柳岸花园3栋2单元401")] == ["confirmed"]


def test_a_plate_of_another_phase_is_a_contradiction_and_not_confirmed():
    rows = block(compound="柳岸花园一期", road="清荷路97号") + block(compound="柳岸花园二期", road="清荷路99号")
    assert {tier for _, tier, _ in groups_with(rows, "清荷路99号柳岸花园一期3栋2单元401")} <= {"suspected"}


@pytest.mark.parametrize("typed", ["柳案花园", "岸柳花园", "柳岸花圆", "柳花园"])
def test_a_rare_spelling_of_a_name_whose_houses_are_known_is_corrected(typed):
    found = groups_with(block(), f"{typed}3栋2单元401")
    assert [(tier, reasons) for _, tier, reasons in found] == [("confirmed", ("same-parts", "compound-corrected"))]


def test_names_one_character_apart_that_both_have_houses_stay_two():
    west = [f"西谷村{group}组{house}号" for group in range(1, 5) for house in range(1, 20)]
    assert groups_with(west, "西洋村1组3号", "西洋村9组40号") == []


def test_sides_and_numerals_in_names_are_never_corrected():
    rows = [f"清荷东路{number}号" for number in range(1, 40)]
    assert groups_with(rows, "清荷西路7号") == []


def test_an_alias_of_the_register_names_the_same_compound():
    aliases = [Alias("清荷社区", "老纺织厂家属院", "柳岸花园")]
    found = groups_with(block(), "老纺织厂家属院3-2-4-1", aliases=aliases)
    assert [(tier, reasons) for _, tier, reasons in found] == [("confirmed", ("same-parts", "alias"))]


def test_strokes_are_read_by_the_habit_of_the_place():
    rows = [f"纺织厂宿舍{row}排{house}号" for row in range(1, 6) for house in range(1, 9)]
    assert [tier for _, tier, _ in groups_with(rows, "纺织厂宿舍3-7号")] == ["confirmed"]
    by_unit = [f"清荷路20号{unit}单元{floor}0{door}室" for unit in (1, 2) for floor in (1, 2, 3) for door in (1, 2)]
    assert [tier for _, tier, _ in groups_with(by_unit, "清荷路20号2-302")] == ["confirmed"]


def test_one_name_in_two_communities_is_two_places():
    first = [HouseRow(f"a{n}", "", address, "清荷社区") for n, address in enumerate(block(road=""))]
    second = [HouseRow(f"b{n}", "", address, "望江社区") for n, address in enumerate(block(road=""))]
    assert find_duplicates(first + second) == []
    bare = [HouseRow(row.id, "", row.community + row.address) for row in first + second]
    assert find_duplicates(bare) == []


def test_too_many_rows_under_one_key_are_not_confirmed():
    found = find_duplicates(rows_of(*[f"柳岸花园3栋2单元501室（{name}家）" for name in "赵钱孙李周吴郑王冯陈卫蒋沈"]))
    assert [(group.tier, group.reasons[-1]) for group in found] == [("suspected", "too-many-rows")]


def test_a_group_says_which_rows_in_the_order_of_the_list():
    (group,) = find_duplicates(rows_of("柳岸花园3栋2单元501", "柳岸花园3-2-502", "柳岸花园3-2-501"))
    assert (group.rows, group.tier, group.key) == (("0", "2"), "confirmed", "清荷社区|柳岸花园3栋2单元501室")


def test_keys_tell_what_is_missing():
    keys = canonical_keys(rows_of(*block(), "柳岸花园3栋401"))
    *_, (_, last) = keys.items()
    assert (last.complete, last.missing, last.parts["building"]) == (False, ("unit",), "3")


def test_a_ledgers_knowledge_serves_addresses_that_are_not_in_it():
    known, _ = Gazetteer.learn(rows_of(*block(units=1)))
    assert compare("清荷路97号3栋401", "柳案花园3-1-401", known=known, community="清荷社区").verdict == "same"
    assert compare("清荷路97号3栋401", "柳案花园3-1-402", known=known, community="清荷社区").verdict == "different"


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_the_order_of_rows_is_no_matter(seed):
    town = build_town(21, 150)
    rows = [HouseRow(row.id, "", row.address) for row in list_houses(town, 21, 0.3, STYLES, OPERATORS)]
    shuffled = random.Random(seed).sample(rows, len(rows))
    assert canonical_keys(rows) == canonical_keys(shuffled)


@pytest.mark.parametrize("rows", [[], rows_of("")])
def test_lists_with_nothing_in_them(rows):
    assert find_duplicates(rows) == []
