"""Settling one person's several entries: nobody is lost, references follow, and it can be undone byte for byte."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from invented_people import SLIPS, TODAY, invent

from gridctl.addresses.people.decisions import person_key
from gridctl.addresses.people.derive import derive_people, find_people
from gridctl.addresses.people.issues import issues
from gridctl.addresses.people.merging import plan_people
from gridctl.store.workspace import Workspace
from gridctl.text.citizen_id import complete

if TYPE_CHECKING:
    from pathlib import Path

GRID, OTHER_GRID = "513399001002001", "513399001002002"
ONE, TWO = (f"51339900100201000010{n:05d}" for n in (10301, 10302))
ID_NO = complete("51339919400102001")
SLIP = ID_NO[:10] + "9" + ID_NO[11:]

HOUSES = f"""\
# 走访手记
- 编号: "H1"
  房屋编码: "{ONE}"
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
"""
SECOND = f"""\
- 编号: "H2"
  房屋编码: "{TWO}"
  网格编码: "{OTHER_GRID}"
  标准地址: "清荷路14号"
  居住状态: "自住"
  成员:
    - 人员编号: "P2"
      姓名: "安小禾"
      证件号码: "{SLIP}"  # 手写的
      学历: "小学"
      联系电话:
        - "19900010002"
"""
LISTS = {
    f"ledgers/special_groups/{OTHER_GRID}.yaml": (
        f'- 编号: "S1"\n  人员编号: "P2"\n  姓名: "安小禾"\n  人群类别: "高龄老人"\n  网格编码: "{OTHER_GRID}"\n'
        f'  房屋编码: "{TWO}"\n'
        f'- 编号: "S2"\n  姓名: "安小禾"\n  证件号码: "{ID_NO}"\n  人群类别: "高龄老人"\n  网格编码: "{OTHER_GRID}"\n'
        '  自理能力: "完全自理"\n'
    ),
    f"ledgers/volunteers/{GRID}.yaml": (
        f'- 编号: "V1"\n  姓名: "安小禾"\n  证件号码: "5133**********{ID_NO[14:]}"\n  网格编码: "{GRID}"\n'
        '  联系电话:\n    - "19900010001"\n'
    ),
    f"ledgers/visits/{GRID}/2026-06.yaml": (
        f'- 编号: "W1"\n  走访日期: "2026-06-02"\n  网格编码: "{GRID}"\n  走访对象类别: "人员"\n  走访对象编号: "P2"\n'
        '  下次走访日期: "2026-09-02"\n'
    ),
}


def decision(verdict: str, *refs: str, keeper: str = "", key: str = "D1") -> str:
    people = "".join(f'    - 所在登记: "{ref}"\n' for ref in refs)
    kept = f'  保留登记: "{keeper}"\n' if keeper else ""
    who = '  判断人: "安小禾"\n  判断日期: "2026-06-30"\n'
    return f'- 编号: "{key}"\n  判断: "{verdict}"\n  所判人员:\n{people}{kept}{who}'


SAME = decision("同一", "households:H1:P1", "households:H2:P2", keeper="households:H1:P1")


def community(root: Path, decisions: str = "", first: str = HOUSES, second: str = SECOND) -> Workspace:
    files = {**LISTS, f"ledgers/households/{GRID}.yaml": first, f"ledgers/households/{OTHER_GRID}.yaml": second,
             "ledgers/gridctl.yaml": '社区: "清荷社区"\n'}  # fmt: skip
    if decisions:
        files["ledgers/decisions/decisions.yaml"] = decisions
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")
    return Workspace.open(root, today=TODAY)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in (root / "ledgers").rglob("*.yaml")}


def settled(root: Path, decisions: str, *, confirmed: bool = False, **houses: str):
    ws = community(root, decisions, **houses)
    plan = plan_people(ws, find_people(ws), confirmed=confirmed)
    ws.apply(plan.changes)
    return Workspace.open(root, today=TODAY), plan


def test_the_wrong_registration_ends_and_everything_follows(tmp_path):
    ws, plan = settled(tmp_path, SAME)
    first, second = (ws.get("households", key).record.members[0] for key in ("H1", "H2"))
    assert (first.moved_out, first.phones, first.education) == (None, ["19900010001", "19900010002"], "primary")
    assert (second.moved_out, second.leave_reason, second.id_no) == (TODAY, "duplicate", ID_NO)
    (kept, merged) = (ws.get("special_groups", key).record for key in ("S1", "S2"))
    assert (kept.person, kept.id_no, kept.house_code, kept.grid_code) == ("P1", ID_NO, ONE, GRID)
    assert kept.care_ability == "independent"
    assert (merged.status, merged.end_reason) == ("ended", "merged")
    volunteer = ws.get("volunteers", "V1").record
    assert (volunteer.id_no, volunteer.person) == (ID_NO, "P1")
    assert ws.get("visits", "W1").record.target == "P1"
    assert plan.persons == 1
    people = find_people(ws)
    assert people.groups == []
    assert not plan_people(ws, people).changes


def test_without_a_decision_nobody_is_moved(tmp_path):
    ws, plan = settled(tmp_path, "", confirmed=True)
    assert [member.moved_out for key in ("H1", "H2") for member in ws.get("households", key).record.members] == [
        None
    ] * 2
    assert ws.get("households", "H2").record.members[0].id_no == ID_NO
    assert [each.code for each in plan.findings] == ["P322"]
    again = plan_people(ws, find_people(ws), confirmed=True)
    assert not again.changes
    nothing = plan_people(ws, find_people(ws))
    assert (nothing.changes.changes, nothing.findings) == ((), [])


DEAD = '      死亡日期: "2026-05-01"\n'


def test_lists_of_the_dead_end_and_nobody_visits_them(tmp_path):
    ws, _ = settled(tmp_path, "", confirmed=True, first=HOUSES + DEAD, second="[]\n")
    ended = [ws.get(ledger, key).record for ledger, key in (("special_groups", "S2"), ("volunteers", "V1"))]
    assert [(each.end_reason, each.end_date) for each in ended] == [("died", date(2026, 5, 1))] * 2
    decided = SAME + decision("同一", "households:H1:P1", "special_groups:S2", key="D2")
    ws, _ = settled(tmp_path / "decided", decided, first=HOUSES + DEAD)
    assert ws.get("households", "H2").record.members[0].death_date == date(2026, 5, 1)
    assert ws.get("visits", "W1").record.next_visit is None


def test_a_living_entry_is_not_declared_dead_unasked(tmp_path):
    ws, plan = settled(tmp_path, "", confirmed=True, first=HOUSES + DEAD)
    assert ws.get("households", "H2").record.members[0].death_date is None
    assert ws.get("special_groups", "S2").record.status == "active"
    assert [each.code for each in plan.findings] == ["P322"]


def test_the_departed_leave_the_list(tmp_path):
    left = HOUSES + '      离开日期: "2026-03-01"\n      离开原因: "搬离"\n'
    ws, _ = settled(tmp_path, "", confirmed=True, first=left, second="[]\n")
    entry = ws.get("special_groups", "S2").record
    assert (entry.end_reason, entry.end_date) == ("moved_away", date(2026, 3, 1))
    assert ws.get("volunteers", "V1").record.status == "active"


def test_values_that_differ_are_told_and_kept(tmp_path):
    first = HOUSES + '      学历: "大学本科"\n'
    ws, plan = settled(tmp_path, SAME, first=first)
    assert ws.get("households", "H1").record.members[0].education == "undergraduate"
    assert [(each.code, each.field) for each in plan.findings] == [("P321", "members[P1].education")]


def together(people, *refs: str) -> bool:
    return any(set(refs) <= {each.ref for each in people.of(group)} for group in people.every)


def test_different_is_for_ever_also_for_a_member_entered_anew(tmp_path):
    ws = community(tmp_path / "before")
    people = find_people(ws)
    assert together(people, "households:H1:P1", "households:H2:P2")
    keys = {each.ref: person_key(each) for each in people.mentions.values()}
    told = "".join(
        f'    - 所在登记: "{ref}"\n      身份键: "{keys[ref]}"\n' for ref in ("households:H1:P1", "households:H2:P2")
    )
    different = decision("不同").replace("  所判人员:\n", f"  所判人员:\n{told}")
    assert not together(find_people(community(tmp_path / "a", different)), "households:H1:P1", "households:H2:P2")
    anew = community(tmp_path / "b", different, HOUSES.replace("P1", "P8"), SECOND.replace("P2", "P9"))
    assert not together(find_people(anew), "households:H1:P8", "households:H2:P9")


def test_two_valid_ids_are_never_united(tmp_path):
    second = SECOND.replace(SLIP, complete("51339919400102003"))
    ws = community(tmp_path, SAME, second=second)
    plan = plan_people(ws, find_people(ws))
    assert {each.code for each in plan.findings} == {"P322"}
    assert ws.get("households", "H2").record.members[0].moved_out is None


def test_contradictory_decisions_are_a_finding_and_not_carried_out(tmp_path):
    third = "volunteers:V1"
    decided = (
        SAME
        + decision("同一", "households:H2:P2", third, key="D2")
        + decision("不同", "households:H1:P1", third, key="D3")
    )
    ws = community(tmp_path, decided)
    people = derive_people(ws)
    assert [(each.decision, each.against) for each in people.judged.conflicts()] == [("D3", ("D1", "D2"))]
    assert ws.index().sql("SELECT decision FROM person_conflicts") == [("D3",)]
    plan = plan_people(ws, people)
    assert not any(change.ledger == "households" for change in plan.changes)
    assert "P322" in {each.code for each in plan.findings}


LINES = ["      # 门牌已换\n", '      人员备注: "待核"\n', '      籍贯: "青禾区"\n', ""]


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(
    keeper=st.sampled_from(["households:H1:P1", "households:H2:P2"]),
    extra=st.lists(st.sampled_from(LINES), min_size=2, max_size=2),
    dead=st.sampled_from(["", DEAD]),
)
def test_settling_then_inverting_restores_every_byte(one_root, keeper, extra, dead):
    root = one_root
    name = '      姓名: "安小禾"\n'
    first, second = (text.replace(name, name + more) for text, more in zip((HOUSES, SECOND), extra, strict=True))
    ws = community(root, SAME.replace('保留登记: "households:H1:P1"', f'保留登记: "{keeper}"'), first + dead, second)
    before = files(root)
    plan = plan_people(ws, find_people(ws))
    ws.apply(plan.changes)
    assert files(root) != before
    ws.apply(plan.changes.inverted())
    assert files(root) == before
    ws.close()


@pytest.fixture(scope="module")
def one_root(tmp_path_factory):
    """A folder for all examples of a property: each writes all of its files, and the index follows."""
    return tmp_path_factory.mktemp("examples")


@pytest.mark.parametrize("seed", [5])
def test_an_invented_community_settled_has_nothing_left_to_settle_and_can_be_undone(tmp_path, seed):
    invent(seed, 80, 0.4, SLIPS).write(tmp_path)
    ws = Workspace.open(tmp_path, today=TODAY)
    before = files(tmp_path)
    plan = plan_people(ws, find_people(ws), confirmed=True)
    phones = {phone for each in ws.entries("households") for member in each.record.members for phone in member.phones}
    ws.apply(plan.changes)
    now = Workspace.open(tmp_path, today=TODAY)
    people = find_people(now)
    left = {issue for group in people.groups if group.tier == "confirmed" for issue in issues(people.of(group))}
    assert left <= {"two-houses", "not-linked"}
    assert not plan_people(now, people, confirmed=True).changes
    kept = {phone for each in now.entries("households") for member in each.record.members for phone in member.phones}
    assert phones <= kept
    now.apply(plan.changes.inverted())
    assert files(tmp_path) == before
