"""Merging houses that were judged the same: nobody is lost, references follow, and it can be undone byte for byte."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from gridctl.addresses.changes.merging import plan_merges
from gridctl.addresses.changes.residents import same_person, unite
from gridctl.addresses.codes.references import code_references, person_references
from gridctl.addresses.doubles.derive import derive
from gridctl.store.workspace import Workspace
from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from pathlib import Path

GRID = "513399001002001"
KEPT, OLD, THIRD = (f"51339900100201000010{n:05d}" for n in (10301, 10302, 10303))
ID_NO = complete("51339919800102001")
HOUSEHOLDS = f"ledgers/households/{GRID}.yaml"

HOUSES = f"""\
# 网格员手记：三条其实是一家
- 编号: "H1"
  房屋编码: "{KEPT}"
  网格编码: "{GRID}"
  标准地址: "清荷路12号1栋1单元301室"
  居住状态: "自住"
  成员:
    - 人员编号: "P1"
      姓名: "安小禾"
      证件号码: "{ID_NO}"
      # 常年在外
      联系电话:
        - "19900010001"
- 编号: "H2"
  房屋编码: "{OLD}"  # 旧码
  网格编码: "{GRID}"
  标准地址: "清荷路12号1-1-301"
  建筑面积: "88.5"
  居住状态: "出租"
  成员:
    - 人员编号: "P2"
      姓名: "安小禾"
      性别: "女"
      证件号码: "{ID_NO}"
      联系电话:
        - "19900010002"
    - 人员编号: "P3"
      姓名: "柳青"
      出生日期: "2010-05-06"
- 编号: "H3"
  房屋编码: "{THIRD}"
  网格编码: "{GRID}"
  标准地址: "清荷路12号1栋1单元303室"
  居住状态: "闲置"
"""
OTHERS = {
    "ledgers/gridctl.yaml": '社区: "清荷社区"\n',
    f"ledgers/businesses/{GRID}.yaml": (
        f'- 编号: "B1"\n  企业名称: "清荷面馆"\n  网格编码: "{GRID}"\n  房屋编码: "{OLD}"\n'
    ),
    f"ledgers/special_groups/{GRID}.yaml": (
        f'- 编号: "S1"\n  人员编号: "P2"\n  姓名: "安小禾"\n  网格编码: "{GRID}"\n  房屋编码: "{OLD}"\n'
        f'- 编号: "S2"\n  人员编号: "P3"\n  姓名: "柳青"\n  网格编码: "{GRID}"\n  房屋编码: "{OLD}"  # 随家人\n'
    ),
    f"ledgers/visits/{GRID}/2026-06.yaml": (
        f'- 编号: "W1"\n  走访日期: "2026-06-01"\n  网格编码: "{GRID}"\n  走访对象类别: "住户"\n  走访对象编号: "H2"\n'
        f'  房屋编码: "{OLD}"\n'
        f'- 编号: "W2"\n  走访日期: "2026-06-02"\n  网格编码: "{GRID}"\n  走访对象类别: "人员"\n  走访对象编号: "P2"\n'
    ),
}


def decision(key: str, verdict: str, *codes: str, keeper: str = "", day: str = "2026-06-30", more: str = "") -> str:
    houses = "".join(f'    - 房屋编码: "{code}"\n' for code in codes)
    kept = f'  保留编码: "{keeper}"\n' if keeper else ""
    who = f'  判断人: "安小禾"\n  判断日期: "{day}"\n'
    return f'- 编号: "{key}"\n  判断: "{verdict}"\n  所判房屋:\n{houses}{kept}{who}{more}'


def community(root: Path, decisions: str, households: str = HOUSES) -> Workspace:
    for path, text in {**OTHERS, HOUSEHOLDS: households, "ledgers/decisions/decisions.yaml": decisions}.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return Workspace.open(root, today=date(2026, 7, 1))


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledgers").rglob("*.yaml")}


def merged(root: Path, decisions: str, households: str = HOUSES):
    ws = community(root, decisions, households)
    plan = plan_merges(ws, derive(ws))
    ws.apply(plan.changes)
    return Workspace.open(root, today=date(2026, 7, 1)), plan


SAME = decision("D1", "同一", KEPT, OLD, keeper=KEPT)


def test_residents_are_united_and_conflicts_are_told(tmp_path):
    ws, plan = merged(tmp_path, SAME)
    house = ws.get("households", "H1").record
    assert [(each.id, each.name) for each in house.members] == [("P1", "安小禾"), ("P3", "柳青")]
    first = house.members[0]
    assert (first.sex, first.phones) == ("female", ["19900010001", "19900010002"])
    assert house.area_m2 == 88.5
    assert house.occupancy == "owner_occupied"
    assert [(each.code, each.field) for each in plan.findings] == [("C321", "occupancy")]


def test_the_old_code_is_an_alias_and_the_other_record_ended(tmp_path):
    ws, _ = merged(tmp_path, SAME)
    (alias,) = ws.get("households", "H1").record.aliases
    assert (alias.text, alias.house_code) == ("清荷路12号1-1-301", OLD)
    ended = ws.get("households", "H2").record
    assert (ended.status, ended.end_reason) == ("ended", "merged")
    assert [each.id for each in ended.members] == ["P2", "P3"]
    assert derive(ws).groups == []
    assert not plan_merges(ws, derive(ws)).changes


def test_references_follow_in_every_ledger(tmp_path):
    ws, _ = merged(tmp_path, SAME)
    assert ws.get("businesses", "B1").record.house_code == KEPT
    assert [(s.record.house_code, s.record.person) for s in ws.entries("special_groups")] == [
        (KEPT, "P1"),
        (KEPT, "P3"),
    ]
    assert [(v.record.target, v.record.house_code) for v in ws.entries("visits")] == [("H1", KEPT), ("P1", None)]


def test_the_decision_says_which_code_is_kept(tmp_path):
    ws, _ = merged(tmp_path, decision("D1", "同一", KEPT, OLD, keeper=OLD))
    assert ws.get("households", "H1").record.status == "ended"
    assert ws.get("households", "H2").record.house_code == OLD
    assert ws.get("households", "H2").record.aliases[0].house_code == KEPT


def test_three_records_become_one(tmp_path):
    chain = SAME + decision("D2", "同一", OLD, THIRD)
    ws, _ = merged(tmp_path, chain)
    aliases = ws.get("households", "H1").record.aliases
    assert [each.house_code for each in aliases] == [OLD, THIRD]


def test_contradictory_decisions_are_not_carried_out(tmp_path):
    contradiction = SAME + decision("D2", "同一", OLD, THIRD) + decision("D3", "不同", KEPT, THIRD)
    ws = community(tmp_path, contradiction)
    found = derive(ws)
    assert [(each.decision, each.against) for each in found.judged.conflicts()] == [("D3", ("D1", "D2"))]
    plan = plan_merges(ws, found)
    assert not plan.changes
    assert {each.code for each in plan.findings} == {"C322"}
    assert ws.index().sql("SELECT decision FROM decision_conflicts") == [("D3",)]


def test_a_later_decision_supersedes(tmp_path):
    ws = community(tmp_path, SAME + decision("D2", "不同", KEPT, OLD, day="2026-07-01", more='  取代判定: ["D1"]\n'))
    found = derive(ws)
    assert found.groups == []
    assert found.judged.conflicts() == []
    assert not plan_merges(ws, found).changes


def test_different_survives_a_new_code_and_a_new_spelling(tmp_path):
    different = decision("D1", "不同", KEPT, OLD)
    assert derive(community(tmp_path / "a", different)).groups == []
    respelled = HOUSES.replace("清荷路12号1-1-301", "云州市清荷路12号1幢一单元3楼1号")
    assert derive(community(tmp_path / "b", different, respelled)).groups == []
    by_id = different.replace(f'房屋编码: "{OLD}"', '住户编号: "H2"')
    assert derive(community(tmp_path / "c", by_id, HOUSES.replace(OLD, OLD[:-1] + "9"))).groups == []


def test_a_third_record_at_the_address_of_two_different_houses_is_suspected(tmp_path):
    third = HOUSES.replace("清荷路12号1栋1单元303室", "清荷路12号1幢1单元301")
    found = derive(community(tmp_path, decision("D1", "不同", KEPT, OLD), third)).groups
    assert [(group.rows, group.tier) for group in found] == [(("H1", "H3"), "suspected"), (("H2", "H3"), "suspected")]


LINES = ["  # 门牌已换\n", '  备注: "待核"\n', '  户号: "19"\n', "", '  户号: "20"  # 本上没有\n']


@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    decisions=st.sampled_from(
        [
            SAME,
            decision("D1", "同一", KEPT, OLD, keeper=OLD),
            SAME + decision("D2", "同一", OLD, THIRD),
            decision("D1", "同一", THIRD, OLD, KEPT, keeper=THIRD),
        ]
    ),
    extra=st.lists(st.sampled_from(LINES), min_size=3, max_size=3),
)
def test_merging_then_inverting_restores_every_byte(one_root, decisions, extra):
    text = HOUSES
    for number, line in enumerate(extra, 1):
        address = f'  网格编码: "{GRID}"\n'
        head, _, tail = text.partition(f'编号: "H{number}"\n')
        text = f'{head}编号: "H{number}"\n{tail.replace(address, address + line, 1)}'
    ws = community(one_root, decisions, text)
    before = files(one_root)
    plan = plan_merges(ws, derive(ws))
    ws.apply(plan.changes)
    assert files(one_root) != before
    ws.apply(plan.changes.inverted())
    assert files(one_root) == before
    ws.close()


@pytest.fixture(scope="module")
def one_root(tmp_path_factory):
    """A folder for all examples of a property: each writes all of its files, and the index follows."""
    return tmp_path_factory.mktemp("examples")


def test_no_referring_field_is_forgotten():
    assert {(each.ledger, each.name) for each in code_references()} >= {
        ("businesses", "house_code"), ("special_groups", "house_code"), ("visits", "house_code"),
        ("addresses", "house_code"),
    }  # fmt: skip
    assert {each.ledger for each in person_references()} >= {"special_groups", "volunteers"}


OTHER_ID = complete("51339919800102003")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"id_no": ID_NO}, {"id_no": f"{ID_NO[:6]}{ID_NO[8:17]}"}, True),
        ({"id_no": ID_NO, "name": "安小禾", "birth_date": "1980-01-02"},
         {"id_no": OTHER_ID, "name": "安小禾", "birth_date": "1980-01-02"}, False),
        ({"name": "安小禾", "birth_date": "1980-01-02"}, {"name": "安小禾", "birth_date": "1980-01-02"}, True),
        ({"name": "安小禾", "birth_date": "1980-01-02", "sex": "male"},
         {"name": "安小禾", "birth_date": "1980-01-02", "sex": "female"}, False),
        ({"name": "安小禾"}, {"name": "安小禾"}, False),
        ({"id_no": ID_NO[:6] + "********" + ID_NO[14:]}, {"id_no": ID_NO[:6] + "********" + ID_NO[14:]}, False),
        ({"id": "P1", "name": "甲"}, {"id": "P1"}, True),
    ],
)  # fmt: skip
def test_who_is_the_same_person(one, other, same):
    assert (same_person([one], other) is not None) is same
    assert (same_person([other], one) is not None) is same


def test_uniting_fills_extends_and_tells_conflicts():
    found = unite({"a": "1", "b": ["x"], "c": "3"}, {"a": "1", "b": ["x", "y"], "c": "4", "d": "5", "e": ""})
    assert [tuple(each) for each in found.changes] == [("b", ["x"], ["x", "y"]), ("d", None, "5")]
    assert [tuple(each) for each in found.conflicts] == [("c", "3", "4")]
