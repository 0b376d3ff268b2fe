"""Sex and birth date come from the citizen id where the sheet is silent, and only there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake_sheets import GRID_1, added, citizen, codes, records, statuses

from gridctl.findings.message import message
from gridctl.intake.plan import plan_import

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEAD = ["房屋编码", "房屋地址", "居住状态", "姓名", "与户主关系", "身份证号", "性别", "人口类别"]
WANG = ["X1", "清荷路1号", "自住", "王小明", "户主", citizen("19800102"), "", "户籍"]
LI = ["X1", "清荷路1号", "自住", "李花", "妻", citizen("19820304", 12), "女", "户籍"]
CHILD = ["X1", "清荷路1号", "自住", "王安", "子", "", "", "户籍"]


def test_only_what_the_sheet_does_not_say_is_filled(ws: Workspace, book: Callable[..., Path]) -> None:
    plan = plan_import(ws, [book([HEAD, WANG, LI, CHILD])], grid=GRID_1)
    wang, li, child = added(plan, "households")[0]["members"]
    assert (wang["sex"], wang["birth_date"]) == ("male", "1980-01-02")
    assert (li["sex"], li["birth_date"]) == ("female", "1982-03-04")
    assert not {"sex", "birth_date"} & child.keys()
    told = {each.params["label"]: each for each in plan.findings if each.code == "I155"}
    assert {label: each.params["count"] for label, each in told.items()} == {"性别": "1", "出生日期": "2"}
    assert told["性别"].place.cell == "F2"
    assert "1980" not in message(told["出生日期"], "zh") + message(told["出生日期"], "en")
    ws.apply(plan.changes)
    again = plan_import(ws, [book([HEAD, WANG, LI, CHILD], "二.xlsx")], grid=GRID_1)
    assert statuses(again) == ["unchanged"] * 3
    assert "I155" not in codes(again)


def test_the_ledgers_own_values_stay(ws: Workspace, book: Callable[..., Path]) -> None:
    without = [each for each in HEAD if each != "性别"]
    said = [*WANG[:5], "", "女", *WANG[7:]]
    ws.apply(plan_import(ws, [book([HEAD, said])], grid=GRID_1).changes)
    row = [*WANG[:6], *WANG[7:]]
    plan = plan_import(ws, [book([without, row], "二.xlsx")], grid=GRID_1)
    ws.apply(plan.changes)
    (member,) = records(ws, "households")[0]["members"]
    assert (member["sex"], member["birth_date"], member["id_no"]) == ("female", "1980-01-02", WANG[5])


def test_other_documents_say_nothing_and_nothing_is_filled_unasked(ws: Workspace, book: Callable[..., Path]) -> None:
    head = [*HEAD, "证件类型"]
    file = book(
        [head, [*WANG, "护照"], [*LI[:5], citizen("19820304", 12), "", "户籍", "居民身份证"]], "流动人口登记表.xlsx"
    )
    people = added(plan_import(ws, [file], grid=GRID_1), "households")[0]["members"]
    assert [each.get("sex") for each in people] == [None, "female"]
    unfilled = plan_import(ws, [file], grid=GRID_1, fill=False)
    assert [each.get("sex") for each in added(unfilled, "households")[0]["members"]] == [None, None]
    assert not {"I155", "I128"} & set(codes(unfilled))


def test_the_title_says_what_kind_of_people_these_are(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [[cell for at, cell in enumerate(row) if HEAD[at] != "人口类别"] for row in (HEAD, WANG, LI)]
    plan = plan_import(ws, [book([["清荷社区流动人口登记表"], *rows])], grid=GRID_1)
    assert [each["kind"] for each in added(plan, "households")[0]["members"]] == ["migrant", "migrant"]
    assert "I128" in codes(plan)
    assert (
        "kind"
        not in added(
            plan_import(ws, [book([["清荷社区流动人口登记表"], *rows])], grid=GRID_1, fill=False), "households"
        )[0]["members"][0]
    )


def test_other_ledgers_too(ws: Workspace, book: Callable[..., Path]) -> None:
    rows = [
        ["姓名", "身份证号", "手机", "所属网格", "服务队"],
        ["周全", citizen("19900506"), "19900000001", "第一网格", "先锋队"],
    ]
    (person,) = added(plan_import(ws, [book(rows)], ledger="volunteers"), "volunteers")
    assert (person["sex"], person["birth_year"]) == ("male", 1990)


def test_tidied_birth_dates_are_not_told(ws: Workspace, book: Callable[..., Path]) -> None:
    head = ["房屋编码", "房屋地址", "姓名", "出生日期"]
    plan = plan_import(ws, [book([head, ["X1", "清荷路１号", "王 小明", "1980年1月2日"]])], grid=GRID_1)
    told = {each.code: message(each, "zh") for each in plan.findings}
    assert "1980" in told["I144"]
    assert "1月2日" not in told["I144"]
    assert "01-02" not in told["I144"]
    assert "小" not in told["I140"]


def test_a_disability_certificate_begins_with_the_holder_s_citizen_id(ws: Workspace, book: Callable[..., Path]) -> None:
    number = citizen("19680412", 11)
    wrong = number[:-1] + ("1" if number[-1] != "1" else "2")
    rows = [
        ["持证残疾人名册"],
        ["姓名", "残疾人证号", "残疾类别", "残疾等级"],
        ["钱多", number + "42", "肢体", "二级"],
        ["陈果", wrong + "42", "肢体", "二级"],
    ]
    plan = plan_import(ws, [book(rows)])
    assert statuses(plan) == ["added", "rejected"]
    (found,) = added(plan, "special_groups")
    assert (found["id_no"], found["birth_date"], found["basis"]) == (number, "1968-04-12", number + "42")
