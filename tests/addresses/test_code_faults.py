"""Every fault of house codes that is known from practice is told apart from the others; and what is given is new."""

from __future__ import annotations

import pytest
from codes_community import (
    BUILDING,
    FILES,
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

from gridctl.addresses.codes.assigning import plan_codes, used_codes
from gridctl.addresses.doubles.derive import derive
from gridctl.cli.codes_check import faults_table
from gridctl.cli.deriving import derive_for_check
from gridctl.rules.check import check, fix

CHECKED = """\
community: "清荷社区"
division_code: "513399001002"
house_code_scheme:
  name: "checked"
  check: "mod11-2"
  segments:
    - {name: "community", length: "12", of: "community"}
    - {name: "serial", length: "12"}
"""
ENDED = (
    f'- 编号: "H9"\n  房屋编码: "{TWO}"\n  网格编码: "{GRID}"\n  标准地址: "清荷路9号"\n'
    '  状态: "注销"\n  注销原因: "拆除"\n  注销日期: "2026-01-01"\n'
)
H2 = f'"{TWO}"'
# A code with the right check character.
SOUND = "5133990010020000000000021"


def coded(code: str) -> dict[str, str]:
    """H2 with another code, and no visit that names the old one."""
    visits = FILES[f"ledgers/visits/{GRID}/2026-06.yaml"].replace(f'  房屋编码: "{TWO}"\n', "")
    return households(HOUSES.replace(H2, f'"{code}"')) | {f"ledgers__visits__{GRID}__2026-06.yaml": visits}


FAULTS = {
    "same address, different codes": (households(HOUSES.replace("303室", "302室")), {("C202", "H2"), ("C202", "H3")}),
    "same code, different addresses": (households(HOUSES.replace(THREE, ONE)), {("C201", "H1"), ("C201", "H3")}),
    "one house twice under one code": (
        households(HOUSES.replace(THREE, ONE).replace("303室", "301室")),
        {("C208", "H1"), ("C208", "H3")},
    ),
    "too short": (coded(TWO[:-1]), {("C101", "H2")}),
    "too long": (coded(TWO + "1"), {("C101", "H2")}),
    "a letter": (coded(TWO[:-1] + "A"), {("C101", "H2")}),
    "a building's code": (coded(BUILDING), {("C102", "H2")}),
    "another community": (coded("513399001009" + TWO[12:]), {("C103", "H2")}),
    "a stale grid": (coded(f"51339900100202{TWO[14:]}"), {("C104", "H2")}),
    "scientific notation": (coded("5.13E+24"), {("S333", "H2")}),
    "zeros after the fifteenth digit": (coded(TWO[:15] + "0" * 10), {("C105", "H2")}),
    "a trailing .0": (coded(TWO + ".0"), {("S333", "H2")}),
    "full-width": (coded("５" + TWO[1:]), {("C106", "H2")}),
    "a blank within": (coded(f"{TWO[:12]} {TWO[12:]}"), {("C106", "H2")}),
    "an orphan": (
        {f"ledgers__businesses__{GRID}.yaml": FILES[f"ledgers/businesses/{GRID}.yaml"].replace(ONE, ONE[:-1] + "9")},
        {("C204", "B1"), ("C204", "B2")},
    ),
    "an orphan case": (
        {f"ledgers__cases__{GRID}__2026-06.yaml": FILES[f"ledgers/cases/{GRID}/2026-06.yaml"].replace(ONE, "9" * 25)},
        {("C204", "C1")},
    ),
    "an alias that is another's code": (
        households(HOUSES.replace('别名地址: "老厂宿舍3号"', f'别名地址: "老厂宿舍3号"\n      原房屋编码: "{ONE}"')),
        {("C205", "H3")},
    ),
    "used again after ending": (households(HOUSES + ENDED), {("C207", "H2")}),
    "a check digit": (
        coded(SOUND) | {"ledgers__gridctl.yaml": CHECKED},
        {("C107", "H1"), ("C107", "H3")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_told_and_only_it(tmp_path, fault):
    changed, expected = FAULTS[fault]
    ws = community(tmp_path, **changed)
    table, found = faults_table(ws)
    assert {(each.code, each.record) for each in found} == expected
    assert len(table.rows) == len(found)


def test_full_width_codes_are_put_right(tmp_path):
    ws = community(tmp_path, **coded("５" + TWO[1:]))
    ws.apply(fix(check(ws, select=["C106"], derive=derive_for_check)))
    assert f'房屋编码: "{TWO}"' in files(tmp_path)[f"ledgers/households/{GRID}.yaml"].decode()


def test_the_community_of_these_tests_is_clean(tmp_path):
    assert check(community(tmp_path), select=["C"], derive=derive_for_check) == []


# Where a code may have been used: each makes the room's own number taken for the house without a code.
ROOM = f"{BUILDING}020501"
USES = {
    "in use": f'- 编号: "H8"\n  房屋编码: "{ROOM}"\n  网格编码: "{GRID}"\n  标准地址: "清荷路8号"\n',
    "ended": ENDED.replace(TWO, ROOM),
    "alias": f'- 编号: "H8"\n  网格编码: "{GRID}"\n  标准地址: "清荷路8号"\n  地址别名:\n    - 原房屋编码: "{ROOM}"\n',
    "alias of an ended one": ENDED.replace(f'  房屋编码: "{TWO}"\n', "")
    .replace('"清荷路9号"\n', f'"清荷路9号"\n  地址别名:\n    - 原房屋编码: "{ROOM}"\n'),
}  # fmt: skip
ELSEWHERE = {
    "decided": {
        "ledgers__decisions__decisions.yaml": (
            f'- 编号: "D1"\n  判断: "不同"\n  所判房屋:\n    - 房屋编码: "{ROOM}"\n    - 房屋编码: "{ONE}"\n'
            '  判断人: "安小禾"\n  判断日期: "2026-06-30"\n'
        )
    },
    "kept by a decision": {
        "ledgers__decisions__decisions.yaml": (
            f'- 编号: "D1"\n  判断: "同一"\n  保留编码: "{ROOM}"\n  判断人: "安小禾"\n  判断日期: "2026-06-30"\n'
        )
    },
    "a case": {
        f"ledgers__cases__{OTHER}__2026-06.yaml": (
            f'- 编号: "C9"\n  事件编号: "2026-9"\n  发生日期: "2026-06-05"\n  网格编码: "{OTHER}"\n'
            f'  房屋编码: "{ROOM}"\n'
        )
    },
    "a name of the register": {
        "ledgers__registers__addresses.yaml": f'- 编号: "A1"\n  房屋编码: "{ROOM}"\n  别名: "老楼"\n'
    },
}
WITHOUT = f'- 编号: "H7"\n  网格编码: "{GRID}"\n  楼栋编码: "{BUILDING}"\n  标准地址: "清荷路12号1栋2单元501室"\n'


@pytest.mark.parametrize("use", [*USES, *ELSEWHERE])
def test_a_code_that_was_ever_used_is_not_given(tmp_path, use):
    ws = community(tmp_path, **households(HOUSES + WITHOUT + USES.get(use, "")), **ELSEWHERE.get(use, {}))
    assert ROOM in used_codes(ws.index())
    given = {each.record: each.new for each in plan_codes(ws).changes}
    assert given["H7"] != ROOM
    assert given["H7"].startswith(BUILDING)


def test_a_free_code_is_the_room_s_own(tmp_path):
    ws = community(tmp_path, **households(HOUSES + WITHOUT))
    assert [each.new for each in plan_codes(ws).changes] == [ROOM]


@settings(max_examples=3, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(lost=st.sets(st.sampled_from(["H1", "H2", "H3"]), min_size=1), rooms=st.permutations(["301", "302", "303"]))
def test_codes_given_are_new_and_sound_and_given_once(tmp_path_factory, lost, rooms):
    text = HOUSES
    for key, code, room in zip(("H1", "H2", "H3"), (ONE, TWO, THREE), rooms, strict=True):
        if key in lost:
            text = text.replace(f'编号: "{key}"\n  房屋编码: "{code}"', f'编号: "{key}"', 1)
        text = text.replace(f"1单元{code[-3:]}室", f"1单元@{room}室")
    root = tmp_path_factory.mktemp("assign")
    ws = community(root, **households(text.replace("@", "")))
    used, before = used_codes(ws.index()), files(root)
    plan = plan_codes(ws)
    given = [each.new for each in plan.changes]
    assert {each.record for each in plan.changes} == lost
    assert len(set(given)) == len(given)
    assert not used & set(given)
    ws.apply(plan.changes)
    ws = reopened(root)
    derive(ws)
    assert ws.index().sql("SELECT * FROM code_faults WHERE code <> 'C104'") == []
    assert not plan_codes(ws).changes
    ws.apply(plan.changes.inverted())
    assert files(root) == before
