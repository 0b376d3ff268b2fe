"""Split, re-address, renumber, move to another grid: everything follows, and it can be undone byte for byte."""

from __future__ import annotations

import pytest
from codes_community import (
    BUILDING,
    CELL,
    GRID,
    HOUSES,
    ONE,
    OTHER,
    THREE,
    TWO,
    community,
    files,
    households,
    reopened,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gridctl.addresses.changes.gridmoves import Going, plan_move
from gridctl.addresses.changes.readdressing import plan_readdress
from gridctl.addresses.changes.renumbering import plan_renumber
from gridctl.addresses.changes.splitting import Wish, plan_split
from gridctl.cli.deriving import derive_for_check
from gridctl.rules.check import check
from gridctl.store.faults import NotFound, UsageFault

GRID_SCHEME = """\
community: "清荷社区"
division_code: "513399001002"
house_code_scheme:
  name: "grid_building_room"
  building: "19"
  segments:
    - {name: "community", length: "12", of: "community"}
    - {name: "grid", length: "2", of: "grid"}
    - {name: "building", length: "5"}
    - {name: "room", length: "6"}
"""


def codes(ws):
    return {each.key: each.record.house_code for each in ws.entries("households")}


def referring(ws):
    """The house code of each record that refers to one."""
    return {
        each.key: each.record.house_code
        for name in ("businesses", "special_groups", "visits", "cases")
        for each in ws.entries(name)
        if each.record.house_code
    }


def carried_out(root, plan, ws):
    ws.apply(plan.changes)
    return reopened(root)


# renumber


def test_two_codes_swap_and_each_is_still_found_by_its_old_one(tmp_path):
    ws = community(tmp_path)
    before = referring(ws)
    plan = plan_renumber(ws, BUILDING, [("10301", "10302"), (TWO, ONE)])
    assert plan.findings == []
    ws = carried_out(tmp_path, plan, ws)
    assert codes(ws) == {"H1": TWO, "H2": ONE, "H3": THREE}
    assert referring(ws) == {key: {ONE: TWO, TWO: ONE}[code] for key, code in before.items()}
    assert [each.house_code for each in ws.get("households", "H1").record.aliases] == [ONE]
    assert check(ws, select=["C"], derive=derive_for_check) == []


def test_codes_move_up_in_a_chain_and_come_back(tmp_path):
    ws = community(tmp_path)
    ws = carried_out(
        tmp_path, plan_renumber(ws, BUILDING, [("010301", "010302"), ("010302", "010303"), ("010303", "010304")]), ws
    )
    assert codes(ws) == {"H1": TWO, "H2": THREE, "H3": f"{BUILDING}010304"}
    plan = plan_renumber(ws, BUILDING, [(TWO, ONE), (THREE, TWO), ("10304", THREE)])
    assert plan.findings == []
    ws = carried_out(tmp_path, plan, ws)
    assert codes(ws) == {"H1": ONE, "H2": TWO, "H3": THREE}


@pytest.mark.parametrize(
    ("pairs", "fault", "told"),
    [
        ([("10301", "10304"), ("302", "304")], "C342", "two houses"),
        ([("10301", "10302")], "C342", "H2 has it"),
        ([("10301", "10309")], "C342", "never used again"),
        ([("10301", ONE[:-1])], "C343", "C101"),
        ([("10301", "6" + ONE[1:])], "C343", "C103"),
    ],
)
def test_what_is_not_one_to_one_changes_nothing(tmp_path, pairs, fault, told):
    ended = (
        f'- 编号: "H9"\n  房屋编码: "{BUILDING}010309"\n  网格编码: "{GRID}"\n  标准地址: "清荷路12号1栋1单元309室"\n'
        '  状态: "注销"\n  注销原因: "拆除"\n  注销日期: "2026-01-01"\n'
    )
    plan = plan_renumber(community(tmp_path, **households(HOUSES + ended)), BUILDING, pairs)
    assert not plan.changes
    assert {each.code for each in plan.findings} == {fault}
    assert told in str(dict(plan.findings[0].params))


def test_the_rooms_of_the_addresses_become_the_last_digits(tmp_path):
    swapped = HOUSES.replace("301室", "30X室").replace("302室", "301室").replace("30X室", "302室")
    ws = community(tmp_path, **households(swapped.replace("303室", "")))
    plan = plan_renumber(ws, BUILDING, by_address=True)
    assert [(each.code, each.record) for each in plan.findings] == [("C344", "H3")]
    assert codes(carried_out(tmp_path, plan, ws)) == {"H1": TWO, "H2": ONE, "H3": THREE}


def test_a_building_gets_a_code_of_its_own_too(tmp_path):
    ws = community(tmp_path)
    new = BUILDING[:-1] + "7"
    ws = carried_out(tmp_path, plan_renumber(ws, BUILDING, to=new), ws)
    assert codes(ws) == {key: new + code[19:] for key, code in (("H1", ONE), ("H2", TWO), ("H3", THREE))}
    assert [each.key for each in ws.entries("buildings")] == [new]
    assert {each.record.building_code for each in ws.entries("households")} == {new}
    assert ws.get("visits", "W3").record.target == new


def test_an_unknown_building_or_house_is_told(tmp_path):
    ws = community(tmp_path)
    with pytest.raises(NotFound):
        plan_renumber(ws, "99", [("1", "2")])
    with pytest.raises(NotFound):
        plan_renumber(ws, BUILDING, [("999", "1")])
    with pytest.raises(UsageFault, match="twice"):
        plan_renumber(ws, BUILDING, [("10301", "1"), (ONE, "2")])


# split


def test_one_record_becomes_two_houses(tmp_path):
    ws = community(tmp_path)
    plan = plan_split(ws, ONE, Wish("清荷路12号1栋1单元304室", people=("柳青",)))
    assert {(each.code, each.record) for each in plan.findings} == {("C341", "W1"), ("C341", "C1")}
    ws = carried_out(tmp_path, plan, ws)
    (new,) = codes(ws).keys() - {"H1", "H2", "H3"}
    fresh = f"{BUILDING}010304"
    assert codes(ws)[new] == fresh
    record = ws.get("households", new).record
    assert ([each.id for each in record.members], record.grid_code, record.occupancy) == (
        ["P2"],
        GRID,
        "owner_occupied",
    )
    assert [each.id for each in ws.get("households", "H1").record.members] == ["P1"]
    # Whom it is about, then where it is, decides; the visit to the house and the case stay and are told of.
    assert referring(ws) == {"B1": ONE, "B2": fresh, "S1": fresh, "W1": ONE, "W2": fresh, "W4": TWO, "C1": ONE}


def test_somebody_says_what_goes_along_and_what_stays(tmp_path):
    ws = community(tmp_path)
    wish = Wish("清荷路12号1栋1单元304室", take=frozenset(("W1", "C1")), stay=frozenset(("B2",)))
    plan = plan_split(ws, ONE, wish)
    assert {each.record for each in plan.findings} == {"S1", "W2"} - {"S1", "W2"}
    ws = carried_out(tmp_path, plan, ws)
    fresh = f"{BUILDING}010304"
    assert referring(ws) == {"B1": ONE, "B2": ONE, "S1": ONE, "W1": fresh, "W2": ONE, "W4": TWO, "C1": fresh}
    (new,) = codes(ws).keys() - {"H1", "H2", "H3"}
    assert ws.get("visits", "W1").record.target == new


def test_of_two_records_under_one_code_one_gets_its_own(tmp_path):
    ws = community(tmp_path, **households(HOUSES.replace(TWO, ONE)))
    with pytest.raises(UsageFault, match="--house"):
        plan_split(ws, ONE, Wish())
    plan = plan_split(ws, ONE, Wish(house="H2"))
    ws = carried_out(tmp_path, plan, ws)
    # 302 was given to a visit before: a free number is taken.
    assert codes(ws) == {"H1": ONE, "H2": f"{BUILDING}000302", "H3": THREE}
    # A visit to a record of its own tells; the case does not.
    assert referring(ws)["W1"] == ONE
    assert [each.record for each in plan.findings] == ["B2", "C1"]


@pytest.mark.parametrize(
    ("wish", "told"),
    [
        (Wish("清荷路12号1幢1单元301"), "own"),
        (Wish("清荷路9号", people=("柳河",)), "柳河"),
        (Wish("清荷路9号", take=frozenset(("W4",))), "W4"),
        (Wish("清荷路9号", code=TWO), "used before"),
        (Wish(), "--address"),
    ],
)
def test_a_wish_that_does_not_fit_is_refused(tmp_path, wish, told):
    with pytest.raises((UsageFault, NotFound), match=told):
        plan_split(community(tmp_path), ONE, wish)


# re-address


def test_a_new_address_keeps_the_old_one_and_businesses_follow(tmp_path):
    ws = community(tmp_path)
    plan = plan_readdress(ws, [(ONE, "荷塘路3号1栋1单元301室")])
    assert [(each.code, each.record) for each in plan.findings] == [("C346", "B2")]
    ws = carried_out(tmp_path, plan, ws)
    house = ws.get("households", "H1").record
    assert house.address == "荷塘路3号1栋1单元301室"
    assert [(each.text, each.kind) for each in house.aliases] == [("清荷路12号1栋1单元301室", "former")]
    assert ws.get("businesses", "B1").record.address == "荷塘路3号1栋1单元301室"
    assert not plan_readdress(ws, [("H1", "荷塘路3号1栋1单元301室")]).changes


@pytest.mark.parametrize(
    "wanted",
    [
        [(ONE, "清荷路12号1幢一单元302")],
        [(ONE, "荷塘路3号"), (TWO, "荷塘路3号")],
        [(ONE, "荷塘路1号"), (ONE, "荷塘路2号")],
    ],
)
def test_two_houses_never_get_one_address(tmp_path, wanted):
    plan = plan_readdress(community(tmp_path), wanted)
    assert not plan.changes
    assert {each.code for each in plan.findings} == {"C345"}


def test_addresses_may_swap(tmp_path):
    one, two = "清荷路12号1栋1单元301室", "清荷路12号1栋1单元302室"
    ws = community(tmp_path)
    plan = plan_readdress(ws, [(ONE, two), (TWO, one)])
    ws = carried_out(tmp_path, plan, ws)
    assert [ws.get("households", key).record.address for key in ("H1", "H2")] == [two, one]


# move to another grid


def grids_of(ws):
    return {
        each.key: each.record.grid_code
        for name in ("households", "businesses", "special_groups", "volunteers", "visits", "cases", "buildings")
        for each in ws.entries(name)
    }


def test_a_house_goes_with_all_that_belongs_to_it(tmp_path):
    ws = community(tmp_path)
    plan = plan_move(ws, Going(houses=(ONE,)), OTHER)
    assert [(each.code, each.record) for each in plan.findings] == [("C347", "H1")]
    ws = carried_out(tmp_path, plan, ws)
    gone = {key for key, grid in grids_of(ws).items() if grid == OTHER}
    assert gone == {"H1", "B1", "B2", "S1", "V1", "W1", "W2", "C1"}
    assert (tmp_path / f"ledgers/visits/{OTHER}/2026-06.yaml").is_file()
    assert "# 门上贴的" in (tmp_path / f"ledgers/households/{OTHER}.yaml").read_text(encoding="utf-8")
    assert "# 常年在外" in (tmp_path / f"ledgers/households/{OTHER}.yaml").read_text(encoding="utf-8")
    # The scheme says that the grid in a code stays as it was given.
    assert codes(ws)["H1"] == ONE
    assert ws.get("households", "H1").record.cell_code is None


def test_a_building_goes_with_its_entry_and_new_codes_where_asked(tmp_path):
    code = f"51339900100202{BUILDING[14:]}010101"
    taken = f'- 编号: "H8"\n  房屋编码: "{code}"\n  网格编码: "{OTHER}"\n  标准地址: "荷塘路3号"\n'
    ws = community(tmp_path, **{f"ledgers__households__{OTHER}.yaml": taken})
    ws = carried_out(tmp_path, plan_move(ws, Going(buildings=(BUILDING,)), OTHER, recode_stale=True), ws)
    # Building 00001 of that grid is another.
    assert codes(ws)["H1"] == "5133990010020200002010301"
    assert [each.key for each in ws.entries("buildings")] == ["5133990010020200002"]
    assert set(grids_of(ws).values()) == {OTHER}
    assert {each.record.building_code for each in ws.entries("households")} == {"5133990010020200002", None}
    assert referring(ws)["C1"] == codes(ws)["H1"]
    assert [each.house_code for each in ws.get("households", "H3").record.aliases] == [None, THREE]


def test_a_scheme_whose_grid_does_not_stay_gives_new_codes(tmp_path):
    ws = community(tmp_path, **{"ledgers__gridctl.yaml": GRID_SCHEME})
    ws = carried_out(tmp_path, plan_move(ws, Going(houses=(ONE, TWO)), OTHER), ws)
    assert codes(ws) == {"H1": f"51339900100202{ONE[14:]}", "H2": f"51339900100202{TWO[14:]}", "H3": THREE}
    assert not check(ws, select=["C10", "C2"], derive=derive_for_check)


def test_a_whole_grid_is_taken_over(tmp_path):
    ws = community(tmp_path)
    ws = carried_out(tmp_path, plan_move(ws, Going(grid=GRID), OTHER), ws)
    assert set(grids_of(ws).values()) == {OTHER}
    old, new = ws.get("grids", GRID).record, ws.get("grids", OTHER).record
    assert (old.status, old.end_reason, new.predecessors) == ("ended", "merged", [GRID])
    assert ws.get("grids", CELL).record.parent == OTHER
    assert ws.get("households", "H1").record.cell_code == CELL
    assert [each.record.grids for each in ws.entries("staff")] == [[OTHER], [OTHER]]
    assert not check(ws, select=["G104", "G114", "G115", "X101", "X102"], derive=derive_for_check)


@pytest.mark.parametrize("going", [Going(houses=("H7",)), Going(buildings=("7",)), Going(grid="7"), Going()])
def test_what_is_not_there_cannot_go(tmp_path, going):
    ws = community(tmp_path)
    with pytest.raises((NotFound, UsageFault)):
        plan_move(ws, going, OTHER)
    with pytest.raises(NotFound):
        plan_move(ws, Going(houses=("H1",)), "513399001002009")


# all of them

ROOMS = st.permutations(["010301", "010302", "010303", "010304"])


def planned(ws, operation, rooms):
    if operation == "renumber":
        return plan_renumber(ws, BUILDING, zip(("010301", "010302", "010303"), rooms, strict=False))
    if operation == "split":
        return plan_split(ws, ONE, Wish("清荷路12号1栋1单元304室", people=("P2",), take=frozenset(("W1",))))
    if operation == "readdress":
        addresses = [f"清荷路12号1栋1单元{room[-3:]}室" for room in rooms]
        return plan_readdress(ws, zip((ONE, TWO, THREE), addresses, strict=False))
    if operation == "grid":
        return plan_move(ws, Going(grid=GRID), OTHER, recode_stale=True)
    return plan_move(ws, Going(houses=(ONE, THREE)), OTHER, recode_stale=operation == "recode")


LINES = ["  # 门牌已换\n", '  备注: "待核"\n', '  户号: "19"\n', "", '  户号: "20"  # 本上没有\n']


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    operation=st.sampled_from(["renumber", "split", "readdress", "grid", "house", "recode"]),
    rooms=ROOMS,
    extra=st.lists(st.sampled_from(LINES), min_size=3, max_size=3),
)
def test_undoing_restores_every_byte(one_root, operation, rooms, extra):
    text = HOUSES
    for number, line in enumerate(extra, 1):
        head, mark, tail = text.partition(f'编号: "H{number}"\n')
        place = f'  楼栋编码: "{BUILDING}"\n'
        text = head + mark + tail.replace(place, place + line, 1)
    root = one_root
    ws = community(root, **households(text))
    before = files(root)
    plan = planned(ws, operation, rooms)
    ws.apply(plan.changes)
    assert (files(root) != before) == bool(plan.changes)
    ws.apply(plan.changes.inverted())
    assert files(root) == before
    ws.close()


@pytest.fixture(scope="module")
def one_root(tmp_path_factory):
    """A folder for all examples of a property: each writes all of its files, and the index follows."""
    return tmp_path_factory.mktemp("examples")


@settings(max_examples=6, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(rooms=ROOMS, again=ROOMS)
def test_any_renumbering_is_one_to_one_and_no_code_passes_to_a_stranger(one_root, rooms, again):
    root = one_root
    ws = community(root)
    first = {key: f"{BUILDING}{room}" for key, room in zip(("H1", "H2", "H3"), rooms, strict=False)}
    ws = carried_out(root, plan_renumber(ws, BUILDING, list(first.items())), ws)
    assert codes(ws) == first
    second = {key: f"{BUILDING}{room}" for key, room in zip(first, again, strict=False)}
    plan = plan_renumber(ws, BUILDING, list(second.items()))
    if plan.findings:
        # Only a code that had gone out of use, as an alias of another house.
        assert {each.code for each in plan.findings} == {"C342"}
        assert set(second.values()) - set(first.values())
    else:
        assert codes(carried_out(root, plan, ws)) == second
