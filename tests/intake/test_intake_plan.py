"""What an import plan says: counts, matches, conflicts, and what it never does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from intake_sheets import GRID_1, GRID_2, added, citizen, codes, phone, records, statuses, write_xlsx

from gridctl.demo.inbox import write_inbox
from gridctl.demo.incoming import split
from gridctl.demo.sample import sample
from gridctl.demo.write import settings, write_ledgers
from gridctl.findings.message import message
from gridctl.findings.registry import rules
from gridctl.intake.plan import plan_import
from gridctl.intake.records.merging import FieldChange
from gridctl.store.changeset import End, Set
from gridctl.store.faults import UsageFault
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CODE = "5133990010020010000100101"
WANG = citizen("19800102")
HEAD = ["房屋编码", "网格", "房屋地址", "姓名", "身份证号", "与户主关系", "联系电话", "备注"]


def row(**values: Any) -> list[Any]:
    base = {
        "code": CODE,
        "grid": "第一网格",
        "address": "清荷路8号101室",
        "name": "王小明",
        "id": WANG,
        "relation": "户主",
        "phone": phone(1),
        "note": "",
    }
    return list({**base, **values}.values())


@pytest.fixture
def filled(ws: Workspace, book: Callable[..., Path]) -> Workspace:
    """The community with one household of one person."""
    ws.apply(plan_import(ws, [book([HEAD, row()], "先.xlsx")]).changes)
    return ws


def sets(plan: Any) -> list[tuple[str, Any, Any]]:
    return [(c.field.partition("].")[2] or c.field, c.old, c.new) for c in plan.changes if isinstance(c, Set)]


def test_every_row_of_the_demo_inbox_ends_as_it_was_meant(tmp_path: Path) -> None:
    community = sample()
    write_ledgers(tmp_path, split(community).ledgers, settings())
    files = write_inbox(tmp_path / "收件 箱", community)
    ws = Workspace.open(tmp_path)
    plan = plan_import(ws, [each.path for each in files])
    for each, source in zip(files, plan.sources, strict=True):
        counts = source.counts
        assert source.ledger == each.ledger
        assert tuple(outcome.row + 1 for outcome in source.rows) == each.data_rows
        assert (counts.added, counts.changed, counts.unchanged, counts.rejected) == (
            each.new,
            each.changed,
            each.known,
            each.faulty,
        )
        found = {outcome.row + 1: outcome.findings for outcome in source.rows if outcome.findings}
        assert set(found) == {fault.row for fault in each.faults}
        for fault in each.faults:
            assert not fault.code or fault.code in {finding.code for finding in found[fault.row]}
    ws.apply(plan.changes)
    assert ws.load_findings() == ()
    again = plan_import(ws, [each.path for each in files])
    assert again.changes.changes == ()
    assert again.counts.unchanged == plan.counts.read - plan.counts.rejected


def test_changes_are_shown_field_by_field(filled: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(filled, [book([HEAD, row(address="清荷路8号102室", phone=phone(2))])])
    assert sets(plan) == [("address", "清荷路8号101室", "清荷路8号102室"), ("phones", [phone(1)], [phone(2)])]
    (outcome,) = plan.sources[0].rows
    assert outcome.status == "changed"
    assert FieldChange("households", outcome.record, "address", "清荷路8号101室", "清荷路8号102室") in outcome.changes


def test_conflicts_may_be_kept(filled: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(filled, [book([HEAD, row(address="别处9号", phone=phone(2))])], on_conflict="keep")
    assert not plan.changes
    assert statuses(plan) == ["unchanged"]
    assert codes(plan).count("I165") == 2


def test_a_blank_never_wipes(filled: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(filled, [book([HEAD, row(grid="", address="无", phone="—", relation="")])])
    assert not plan.changes
    assert statuses(plan) == ["unchanged"]


def test_fewer_phones_do_not_wipe_the_others(ws: Workspace, book: Callable[..., Path]) -> None:
    ws.apply(plan_import(ws, [book([HEAD, row(phone=f"{phone(1)}、{phone(2)}")], "先.xlsx")]).changes)
    assert not plan_import(ws, [book([HEAD, row(phone=phone(2))])]).changes


def test_notes_are_added_to_never_replaced(filled: Workspace, book: Callable[..., Path]) -> None:
    first = plan_import(filled, [book([HEAD, row(note="甲")])])
    filled.apply(first.changes)
    second = plan_import(filled, [book([HEAD, row(note="乙")])])
    assert sets(second) == [("note", "甲", "甲; 乙")]
    filled.apply(second.changes)
    assert not plan_import(filled, [book([HEAD, row(note="甲")])]).changes


def test_a_household_is_found_by_address_when_the_row_has_no_code(filled: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(filled, [book([HEAD, row(code="", address="清荷路 8号101室", phone=phone(3))])])
    assert statuses(plan) == ["changed"]


def test_a_household_is_found_by_its_members_id(filled: Workspace, book: Callable[..., Path]) -> None:
    rows = [["户号", "姓名", "身份证号", "与户主关系"], ["100001", "王小明", WANG, "户主"]]
    assert sets(plan_import(filled, [book(rows)])) == [("household_no", None, "100001")]


def test_a_name_alone_is_never_a_match(filled: Workspace, book: Callable[..., Path]) -> None:
    rows = [["房屋编码", "姓名", "出生日期", "与户主关系"], ["X2", "王小明", "1990-01-01", "户主"]]
    assert statuses(plan_import(filled, [book(rows)], grid=GRID_1)) == ["added"]
    rows = [["房屋编码", "姓名", "出生日期", "与户主关系"], [CODE, "王小明", "1990-01-01", "子"]]
    assert statuses(plan_import(filled, [book(rows, "二.xlsx")], grid=GRID_1)) == ["added"]


def test_a_corrected_id_number_of_the_same_person_is_a_change(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["房屋编码", "姓名", "出生日期", "身份证号", "与户主关系"], ["X2", "王小明", "1980-01-02", WANG, "户主"]]
    ws.apply(plan_import(ws, [book(rows, "先.xlsx")], grid=GRID_1).changes)
    other = citizen("19800102", 31)
    rows[1][3] = other
    assert sets(plan_import(ws, [book(rows)], grid=GRID_1)) == [("id_no", WANG, other)]


def test_rows_that_contradict_each_other_are_rejected(ws: Workspace, book: Callable[..., Path]) -> None:
    second = row(address="别处9号", name="李花", id=citizen("19820304"), relation="妻")
    plan = plan_import(ws, [book([HEAD, row(), second])])
    assert statuses(plan) == ["added", "rejected"]
    (finding,) = plan.sources[0].rows[1].findings
    assert (finding.code, finding.place.cell, finding.params["row"]) == ("I164", "C3", "2")


def test_a_rejected_row_changes_nothing(filled: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(filled, [book([HEAD, row(address="别处9号", phone="没有号码")])])
    assert statuses(plan) == ["rejected"]
    assert not plan.changes


def test_the_same_row_twice_counts_once(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEAD, row(), row()])])
    assert statuses(plan) == ["added", "unchanged"]
    assert len(plan.changes) == 1


def test_two_families_in_one_house(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["房屋编码", "户号", "姓名", "身份证号", "与户主关系"]
    rows = [head, [CODE, "1", "王小明", WANG, "户主"], [CODE, "2", "张三", citizen("19700101"), "户主"]]
    path = book(rows)
    plan = plan_import(ws, [path], grid=GRID_1)
    (house,) = added(plan, "households")
    assert house["household_no"] == "1"
    assert house["members"][1]["household_no"] == "2"
    ws.apply(plan.changes)
    assert not plan_import(ws, [path], grid=GRID_1).changes


def test_an_ended_record_is_not_reopened_unseen(filled: Workspace, book: Callable[..., Path]) -> None:
    (house,) = records(filled, "households")
    filled.apply(plan_end(house["id"]))
    plan = plan_import(filled, [book([HEAD, row()])])
    assert [finding.code for finding in plan.sources[0].rows[0].findings] == ["I171"]


def plan_end(record: str) -> Any:
    from gridctl.store.changeset import ChangeSet

    return ChangeSet((End("households", record, "other", "2026-09-01"),))


def test_an_unknown_grid_names_the_closest(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEAD, row(grid="第一网路")])])
    (finding,) = plan.sources[0].rows[0].findings
    assert (finding.code, finding.params["closest"], finding.place.cell) == ("I162", "第一网格", "B2")


@pytest.mark.parametrize("text", ["第一网格", "一网格", "第1网格", "1号网格", "清荷社区第一网格", GRID_1])
def test_a_grid_by_the_names_people_use(ws: Workspace, book: Callable[..., Path], text: str) -> None:
    assert added(plan_import(ws, [book([HEAD, row(grid=text)])]), "households")[0]["grid_code"] == GRID_1


def test_rows_without_a_grid_are_told(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEAD, row(grid="")])])
    assert statuses(plan) == ["added"]
    assert "I161" in codes(plan)


def test_a_business_is_not_matched_by_its_name_elsewhere(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["企业名称", "企业地址", "负责人"]
    ws.apply(plan_import(ws, [book([head, ["便利店", "清荷路1号", "孙八"]], "商户.xlsx")], grid=GRID_1).changes)
    assert statuses(plan_import(ws, [book([head, ["便利店", "清荷路1号", "孙九"]])], grid=GRID_1)) == ["changed"]
    assert statuses(plan_import(ws, [book([head, ["便利店", "清荷路99号", "孙九"]])], grid=GRID_1)) == ["added"]


def test_staff_nobody_can_tell_apart_are_told_and_kept_as_written(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [["走访日期", "走访对象", "走访人", "走访情况"], ["2026-07-01", "某户", "赵青", "好"]]
    plan = plan_import(ws, [book(rows)])
    assert added(plan, "visits")[0]["staff"] == ["赵青"]
    assert "I168" in codes(plan)
    assert added(plan_import(ws, [book(rows)], grid=GRID_2), "visits")[0]["staff"] == ["W03"]


def test_ids_are_the_same_every_time(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([HEAD, row(), row(code="X2", name="张三", id="")])
    assert plan_import(ws, [path]).changes == plan_import(ws, [path]).changes


def test_the_source_is_recorded(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEAD, row(), row(phone="x")])])
    trailers = plan.changes.trailers
    assert trailers["Import-1-File"] == "表.xlsx"
    assert trailers["Import-1-SHA256"] == plan.sources[0].book.sha256
    assert trailers["Import-1-Sheet"] == "Sheet1 -> households"
    assert "姓名 -> members.name" in trailers["Import-1-Columns"]
    assert trailers["Import-1-Rows"] == "read=2 added=1 changed=0 unchanged=0 rejected=1"


def test_one_bad_file_does_not_stop_the_others(ws: Workspace, book: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "坏.xlsx").write_bytes(b"")
    plan = plan_import(ws, [tmp_path / "坏.xlsx", book([HEAD, row()])])
    assert statuses(plan) == ["added"]
    assert "I102" in codes(plan)


@pytest.mark.parametrize("given", [{"ledger": "没有"}, {"grid": "第九网格"}])
def test_unknown_ledger_or_grid_is_a_usage_fault(
    ws: Workspace, book: Callable[..., Path], given: dict[str, str]
) -> None:
    with pytest.raises(UsageFault):
        plan_import(ws, [book([HEAD, row()])], **given)  # type: ignore[arg-type]


def test_personal_values_are_masked_in_findings(ws: Workspace, book: Callable[..., Path]) -> None:
    wrong = WANG[:-1] + ("1" if WANG[-1] != "1" else "2")
    plan = plan_import(ws, [book([HEAD, row(id=wrong), row(name="王 小明", phone=f"{phone(1)}/{phone(2)}")])])
    shown = repr(plan.findings) + "".join(message(each, "zh") + message(each, "en") for each in plan.findings)
    assert "S302" in shown
    for secret in (wrong, WANG, phone(1), phone(2), "王小明", "王 小明"):
        assert secret not in shown


def test_every_finding_has_its_rule() -> None:
    known = {rule.code for rule in rules()}
    for name in ("I1", "I11", "I12", "I13", "I14", "I15", "I16", "I17"):
        assert any(code.startswith(name) for code in known)


def test_staff_whom_grids_name_may_come_in_the_same_import(ws: Workspace, book: Callable[..., Path]) -> None:
    grids = [["网格编号", "网格名称", "网格员", "网格长"], ["513399001002009", "第九网格", "李小荷", "无人知"]]
    staff = [["姓名", "岗位", "所属网格", "联系电话"], ["李小荷", "专职", "第九网格", phone(7)]]
    files = [book(grids, "网格划分.xlsx"), book(staff, "网格员花名册.xlsx")]
    plan = plan_import(ws, files)
    (number,) = [each["staff_no"] for each in added(plan, "staff")]
    (grid,) = [each.data for each in plan.changes if each.ledger == "grids"]
    assert (grid["members"], grid["chief_staff"]) == ([number], "无人知")
    assert codes(plan).count("I168") == codes(plan).count("I149") == 1
    ws.apply(plan.changes)
    again = plan_import(ws, files)
    assert (statuses(again, 0), statuses(again, 1), bool(again.changes)) == (["unchanged"], ["unchanged"], False)


def test_two_rows_that_differ_in_one_service_do_not_overwrite_each_other(ws, tmp_path):
    rows = [
        ["姓名", "所属队伍", "联系电话", "活动名称", "服务日期", "服务时长"],
        ["丁一", "巡逻队", phone(1), "巡逻", "2026-10-08", 2],
        ["丁一", "巡逻队", phone(1), "巡逻", "2026-10-08", 3],
        ["丁一", "巡逻队", phone(1), "巡逻", "2026-10-09", 3],
        ["丁一", "巡逻队", phone(1), "巡逻", "2026-10-08", 2],
    ]
    plan = plan_import(ws, [write_xlsx(tmp_path / "志愿.xlsx", rows)], ledger="volunteers", grid=GRID_1)
    assert statuses(plan) == ["added", "rejected", "changed", "unchanged"]
    assert "I164" in [each.code for each in plan.sources[0].rows[1].findings]
