from __future__ import annotations

import re
from datetime import date

import pytest

from gridctl.exchange.choosing import Choice, choose, is_personal
from gridctl.exchange.export import SheetTable, export_ledger
from gridctl.exchange.front import front_sheet
from gridctl.exchange.records import personal_values, record_data, records
from gridctl.findings.message import shown_value
from gridctl.findings.table import Words
from gridctl.schema.col import walk
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.faults import NotFound, UsageFault
from gridctl.store.gridtree import grids_under
from gridctl.store.workspace import Workspace

HOUSEHOLDS = ledger("households")
MOBILE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
FULL_ID = re.compile(r"\d{17}[\dX]")
CITIZEN_ID = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dX](?!\d)")


def sheets(ws: Workspace, name: str, *columns: str, reveal: bool = False, **options) -> list[SheetTable]:
    about = ledger(name)
    return export_ledger(ws, about, choose([about], columns, reveal=reveal)[name], **options)


def labels(sheet: SheetTable) -> list[str]:
    return [each.zh for each in sheet.table.columns]


def column(sheet: SheetTable, label: str) -> list:
    at = labels(sheet).index(label)
    return [row[at] for row in sheet.table.rows]


def test_households_have_a_row_a_house_and_people_on_a_sheet_of_their_own(ws):
    houses, people, aliases = sheets(ws, "households")
    entries = list(ws.entries("households"))
    assert houses.name == Words("住户信息", "households")
    assert column(houses, "房屋编码") == [each.typed["house_code"] for each in entries]
    assert people.name.zh == "住户信息·成员"
    assert labels(people)[:4] == ["编号", "房屋编码", "标准地址", "人员编号"]
    assert set(column(people, "编号")) <= set(column(houses, "编号"))
    assert len(people.table.rows) == sum(
        not (each.get("moved_out") or each.get("death_date")) for e in entries for each in e.typed.get("members", ())
    )
    assert labels(aliases)[-3:] == ["别名地址", "别名类别", "别名来源"]


def test_coded_values_are_official_labels_with_a_list_to_choose_from(ws):
    houses = sheets(ws, "households")[0]
    assert Words("自住", "Owner-occupied") in column(houses, "居住状态")
    assert Words("自住", "Owner-occupied") in houses.choices["occupancy"]
    assert houses.choices["fire_exit"] == (Words("是", "yes"), Words("否", "no"))
    assert "house_code" not in houses.choices


def test_dates_are_dates_and_areas_numbers(ws):
    houses = sheets(ws, "households")[0]
    assert {type(each) for each in column(houses, "采集日期")} <= {date, type(None)}
    assert any(isinstance(each, float) for each in column(houses, "建筑面积"))
    kinds = {each.key: each.kind for each in houses.table.columns}
    assert (kinds["collected_on"], kinds["area_m2"], kinds["house_code"]) == ("date", "number", "text")


@pytest.mark.parametrize("about", LEDGERS, ids=lambda each: each.name)
def test_nothing_personal_leaves_any_ledger_unasked(ws, about):
    personal = {
        str(value)
        for entry in ws.entries(about.name)
        for path, col in walk(about.model)
        # Of addresses and running texts only numbers are masked.
        if col.col.sens >= 3 and col.part is None and col.col.mask not in ("address", "text")
        for value in leaves(entry.typed, path)
        # A visit may go to a grid, which is nobody.
        if not str(value).endswith("网格")
    }
    exported = export_ledger(ws, about, Choice())
    for sheet in exported:
        for at, each in enumerate(sheet.table.columns):
            if each.sens >= 3:
                assert personal.isdisjoint(str(row[at]) for row in sheet.table.rows)
    cells = [str(c) for sheet in exported for row in sheet.table.rows for c in row if c is not None]
    assert not [each for each in cells if CITIZEN_ID.search(each) or MOBILE.search(each)]
    assert all(sheet.personal == 0 for sheet in exported)
    assert all(int(each.sens) < 4 for sheet in exported for each in sheet.table.columns)


def leaves(data, path):
    if not path:
        return data if isinstance(data, list) else [data]
    if isinstance(data, list):
        return [leaf for each in data for leaf in leaves(each, path)]
    value = data.get(path[0]) if isinstance(data, dict) else None
    return [] if value is None else leaves(value, path[1:])


def test_masked_columns_say_so_and_sensitive_ones_are_left_out(ws):
    people = sheets(ws, "households")[1]
    assert "姓名" in [each.zh for each in people.masked]
    assert all(name is None or "*" in name for name in column(people, "姓名"))
    assert all(re.fullmatch(r"\d{4}-\*\*-\*\*", each) for each in column(people, "出生日期"))
    assert "证件号码" in [each.zh for each in people.left_out]
    assert "证件号码" not in labels(people)
    assert "民族" not in labels(people)


def test_named_sensitive_columns_are_there_but_masked(ws):
    (people,) = sheets(ws, "households", "证件号码", "members.ethnicity", reveal=False)
    assert labels(people) == ["证件号码", "民族"]
    shown = [each for each in column(people, "证件号码") if each]
    assert shown
    assert not any(FULL_ID.fullmatch(each) for each in shown)
    assert set(column(people, "民族")) <= {"***", None}
    assert people.choices == {}


def test_reveal_shows_only_the_named_columns_and_counts_personal_values(ws):
    (people,) = sheets(ws, "households", "members.name", "relation", reveal=True)
    assert labels(people) == ["姓名", "与户主关系"]
    assert people.personal == len(people.table.rows)
    assert people.masked == ()
    assert not any("*" in each for each in column(people, "姓名"))
    whole = sheets(ws, "households", reveal=True)
    assert "证件号码" in labels(whole[1])
    assert whole[1].left_out == ()


def test_all_columns_can_be_asked_for_also_empty_ones(ws):
    default, everything = sheets(ws, "households")[0], sheets(ws, "households", "全部")[0]
    assert "注销原因" not in labels(default)
    assert {"注销原因", "不动产单元号"} <= set(labels(everything))


def test_person_rows_have_the_house_in_front_and_keep_vacant_houses(ws):
    (flat,) = sheets(ws, "households", "house_code", "姓名", rows="person")
    houses, people, *_ = sheets(ws, "households")
    assert labels(flat) == ["房屋编码", "姓名"]
    assert set(column(flat, "房屋编码")) == set(column(houses, "房屋编码"))
    assert sum(each is not None for each in column(flat, "姓名")) == len(people.table.rows)


def test_labels_and_keys_of_one_sheet_are_unique(ws):
    for about in LEDGERS:
        for sheet in export_ledger(ws, about, Choice(everything=True), rows="person"):
            keys = [each.key for each in sheet.table.columns]
            assert len(set(keys)) == len(keys)
            for language in ("zh", "en"):
                headings = [each.label(language) for each in sheet.table.columns]
                assert len(set(headings)) == len(headings), sheet.name


def test_a_column_is_known_by_label_name_and_block():
    found = choose([HOUSEHOLDS], ["House Code", "成员.姓名", "members.id_no"], reveal=False)["households"]
    assert found.named == {("house_code",), ("members", "name"), ("members", "id_no")}
    # The record's own field goes before its blocks' of the same name.
    assert choose([HOUSEHOLDS], ["note"], reveal=False)["households"].named == {("note",)}
    block = choose([HOUSEHOLDS], ["地址别名"], reveal=False)["households"]
    assert block.carries(("aliases", "text"), HOUSEHOLDS.column("note"))


def test_an_unknown_column_is_a_usage_fault():
    with pytest.raises(UsageFault, match="nickname") as caught:
        choose([HOUSEHOLDS], ["姓名", "nickname"], reveal=False)
    assert "nickname" in caught.value.zh
    assert "姓名" not in caught.value.zh


def test_a_grid_is_named_by_code_or_name_and_includes_those_below(ws):
    code = next(each for each in ws.entries("grids") if each.typed.get("parent")).typed["parent"]
    name = ws.get("grids", code).typed["name"]
    assert grids_under(ws, name) == grids_under(ws, code)
    assert len(grids_under(ws, code)) > 1
    with pytest.raises(NotFound):
        grids_under(ws, "没有的网格")


def test_a_grid_keeps_to_its_records(ws):
    grid = "513399001002001"
    (houses, *_) = sheets(ws, "households", grids=grids_under(ws, grid))
    assert set(column(houses, "网格编码")) == {grid}
    (registered, *_) = sheets(ws, "grids", grids=grids_under(ws, grid))
    assert set(column(registered, "网格编码")) == grids_under(ws, grid)


def test_the_front_sheet_says_what_when_and_which_version(ws):
    exported = sheets(ws, "households")
    front = front_sheet(ws, exported, grid="一网格")
    cells = {str(row[0].zh): row for row in front.rows if row[0] is not None}
    assert cells["数据日期"][2] == "2026-09-30"
    assert ws.git.head().startswith(cells["数据版本"][2].zh)
    assert cells["住户信息·成员"][1] == len(exported[1].table.rows)
    text = "\n".join(str(row[2].zh) for row in front.rows if isinstance(row[2], Words))
    assert "已打码：" in text
    assert "证件号码" in text
    revealed = front_sheet(ws, sheets(ws, "households", reveal=True), reveal=True)
    assert re.search(r"本文件含 \d+ 个完整的个人信息", revealed.notes[0].zh)


def test_the_front_sheet_tells_of_changes_not_committed(community, tmp_path):
    import shutil

    root = tmp_path / "副本"
    shutil.copytree(community, root)
    (root / "ledgers" / "households" / "513399001002009.yaml").write_text("", encoding="utf-8")
    changed = Workspace.open(root)
    assert "未提交" in front_sheet(changed, []).rows[2][2].zh
    shutil.rmtree(root / ".git")
    assert front_sheet(Workspace.open(root), []).rows[2][2].en == "not in Git"


def test_data_for_machines_have_english_names_and_masks(ws):
    about = ledger("households")
    found = [record_data(about, each, Choice()) for each in records(ws, about, grids=None, ended=False)]
    assert found[0]["occupancy"] in {"owner_occupied", "rented", "vacant"}
    people = [each for house in found for each in house.get("members", ())]
    assert people
    assert all("*" in each["name"] and "id_no" not in each for each in people)
    assert personal_values(about, found[0]) >= 1


def test_ended_records_and_people_who_left_are_exported_only_when_asked(tmp_path):
    from gridctl.demo.settings import DIVISION

    folder = tmp_path / "ledgers" / "households"
    folder.mkdir(parents=True)
    (tmp_path / "ledgers" / "gridctl.yaml").write_text(f'division_code: "{DIVISION}"\n', encoding="utf-8")
    (folder / "513399001002001.yaml").write_text(
        '- 编号: "H1"\n  房屋编码: "A1"\n  网格编码: "513399001002001"\n  居住状态: "没有这种"\n  成员:\n'
        '    - 人员编号: "P1"\n      姓名: "王小明"\n'
        '    - 人员编号: "P2"\n      姓名: "王大明"\n      离开日期: "2026-01-02"\n'
        '- 编号: "H2"\n  房屋编码: "A2"\n  网格编码: "513399001002001"\n  状态: "注销"\n',
        encoding="utf-8",
    )
    ws = Workspace.open(tmp_path)
    houses, people = sheets(ws, "households")
    # A value that is not on the code list is exported as it stands.
    assert column(houses, "居住状态") == [Words("没有这种", "没有这种")]
    assert column(people, "姓名") == ["王*明"]
    houses, people = sheets(ws, "households", include_ended=True)
    assert column(houses, "编号") == ["H1", "H2"]
    assert len(people.table.rows) == 2


def test_messages_and_exports_mask_the_same_fields() -> None:
    value = "清荷路12号3栋2单元301室"
    for about in LEDGERS:
        for path, column in walk(about.model):
            if column.kind != "text" or column.col.mask == "text" or column.part is not None:
                continue
            told = shown_value(about.name, ".".join(path), value)
            assert (told == value) is not is_personal(column), (about.name, path)
    assert shown_value("households", "address", value) == value
    assert shown_value("special_groups", "address", value) == "清荷路12号3栋*单元***室"
