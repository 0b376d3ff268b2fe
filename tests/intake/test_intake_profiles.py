"""What somebody said about a sender's layout is kept, found again, and may be edited by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from intake_sheets import GRID_1, added, citizen, codes, records, statuses

from gridctl.findings.message import message
from gridctl.intake.columns.profiles import field_named, fingerprint, load_profiles, profile_named, save_profile
from gridctl.intake.plan import plan_import
from gridctl.intake.questions import conflicting, profile_from, unsure_headings
from gridctl.store.faults import UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEAD = ["房屋编码*", "姓名", "与户主关系", "身份证明", "口粮田", "干部评语"]
ROW = ["X1", "王小明", "户主", citizen("19800102"), "三亩", "好"]
ANSWERS = {"身份证明": "members.id_no", "口粮田": "", "干部评语": "note"}


def test_answers_are_kept_and_found_by_the_headings(ws: Workspace, book: Callable[..., Path]) -> None:
    path = book([HEAD, ROW], "派出所 月报.xlsx")
    first = plan_import(ws, [path], grid=GRID_1)
    asked = {question.heading: question.count for question in unsure_headings(first)}
    assert asked == dict.fromkeys(ANSWERS, 1)
    where = save_profile(ws.root, profile_from(first.sources[0], ANSWERS))
    assert where == "ledgers/imports/派出所 月报.yaml"
    profiles, faults = load_profiles(ws.root)
    assert faults == ()
    assert profiles[0].answers == ANSWERS
    # Another file of the same layout, its headings decorated otherwise.
    other = book([["房 屋 编码（必填）", "姓名*", "与户主关系", "身份证明：", "口粮田", "干部评语"], ROW], "八月.xlsx")
    plan = plan_import(ws, [other], grid=GRID_1, profiles=profiles)
    (house,) = added(plan, "households")
    assert house["members"][0]["id_no"] == ROW[3]
    assert house["members"][0]["note"] == "干部评语: 好"
    (used,) = (each for each in plan.findings if each.code == "I117")
    assert "派出所 月报" in message(used, "en")
    assert not list(unsure_headings(plan))


def test_a_profile_may_be_named_for_a_layout_that_is_nearly_the_same(ws: Workspace, book: Callable[..., Path]) -> None:
    save_profile(ws.root, profile_from(plan_import(ws, [book([HEAD, ROW])], grid=GRID_1).sources[0], ANSWERS))
    profiles, _ = load_profiles(ws.root)
    path = book([[*HEAD, "性别"], [*ROW, "男"]], "新表.xlsx")
    assert list(unsure_headings(plan_import(ws, [path], grid=GRID_1, profiles=profiles)))
    plan = plan_import(ws, [path], grid=GRID_1, profile=profile_named(profiles, "表"))
    assert not list(unsure_headings(plan))
    with pytest.raises(UsageFault) as unknown:
        profile_named(profiles, "没有")
    assert "表" in unknown.value.zh


def test_a_second_answer_for_a_layout_replaces_the_first(ws: Workspace, book: Callable[..., Path]) -> None:
    for name, answer in (("一.xlsx", ""), ("二.xlsx", "note")):
        source = plan_import(ws, [book([HEAD, ROW], name)], grid=GRID_1).sources[0]
        save_profile(ws.root, profile_from(source, {"口粮田": answer}))
    (profile,), _ = load_profiles(ws.root)
    assert (profile.name, profile.answers) == ("一", {"口粮田": "note"})


def test_a_profile_edited_by_hand(ws: Workspace) -> None:
    folder = ws.root / "ledgers" / "imports"
    folder.mkdir()
    (folder / "甲.yaml").write_text(
        "台账: 住户信息\n列:\n  身份证明: 证件号码\n  口粮田: 没有的字段\n", encoding="utf-8"
    )
    (folder / "乙.yaml").write_text("台账: 没有的台账\n", encoding="utf-8")
    (folder / "丙.yaml").write_text("- 一\n", encoding="utf-8")
    (folder / "丁.yaml").write_text('ledger: visits\ncolumns:\n  a: "-"\n  b: findings\n', encoding="utf-8")
    profiles, faults = load_profiles(ws.root)
    assert {each.name: dict(each.answers) for each in profiles} == {
        "甲": {"身份证明": "members.id_no"},
        "丁": {"a": "", "b": "findings"},
    }
    assert [each.place.path for each in faults] == [f"ledgers/imports/{name}.yaml" for name in ("丙", "乙", "甲")]
    assert "没有的字段" in message(faults[-1], "zh")
    # The store knows the folder: its files are not strangers in the ledgers.
    ws.refresh()
    assert "F112" not in {finding.code for finding in ws.load_findings()}


def test_words_of_answers() -> None:
    assert field_named("households", " 联系电话 ") == "members.phones"
    assert field_named("households", "不导入") == field_named("households", "-") == ""
    assert field_named("households", "备注") == "note"
    assert field_named("households", "月亮") is None
    assert fingerprint(["姓名*", "电 话"]) == fingerprint(["姓名", "电话（手机）"]) != fingerprint(["电话", "姓名"])


def test_conflicts_may_be_kept_one_by_one(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["房屋编码", "房屋地址", "姓名", "与户主关系", "民族", "联系电话"]
    old, new = (
        ["X1", "清荷路1号", "王小明", "户主", "汉族", "19900000001"],
        ["X1", "清荷路2号", "王小明", "户主", "回族", "19900000002"],
    )
    ws.apply(plan_import(ws, [book([head, old])], grid=GRID_1).changes)
    plan = plan_import(ws, [book([head, new])], grid=GRID_1)
    changes = {each.field.rpartition(".")[2]: each for each in conflicting(plan)}
    assert sorted(changes) == ["address", "ethnicity", "phones"]
    kept = changes["address"]
    again = plan_import(ws, [book([head, new])], grid=GRID_1, keep={(kept.ledger, kept.record, kept.field)})
    assert "I165" in codes(again)
    assert statuses(again) == ["changed"]
    ws.apply(again.changes)
    (house,) = records(ws, "households")
    assert house["address"] == "清荷路1号"
    assert house["members"][0]["ethnicity"] == "hui"
