from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console

from gridctl.render.changes import change_data, changes_markdown, counts, print_changes, record_changes
from gridctl.store.changeset import Add, ChangeSet, End, Merge, Move, Remove, Reopen, Set, Unmerge
from gridctl.text.width import display_width

GRID = "513399001002001"
HOUSE = {
    "id": "H1",
    "house_code": "C1",
    "grid_code": GRID,
    "address": "清荷路12号3栋2单元301室",
    "members": [{"id": "P1", "name": "李小花"}],
}
ID = "513399195001010010"


def known(ledger: str, key: str):
    return HOUSE if (ledger, key) == ("households", "H1") else {}


def shown(*changes, language="zh", reveal=False, most=0) -> str:
    records = record_changes(ChangeSet(changes), language, reveal=reveal, lookup=known)
    buffer = StringIO()
    print_changes(Console(file=buffer, width=120), records, language, most=most)
    return buffer.getvalue()


def test_a_field_is_told_by_its_label_with_old_and_new_value():
    text = shown(Set("households", "H1", "occupancy", "vacant", "rented"))
    assert f"住户信息 · 网格 {GRID}" in text
    assert "~ 修改 H1  C1  清荷路12号3栋2单元301室" in text
    assert "居住状态：闲置 → 出租" in text
    assert "共 1 条记录：修改 1。" in text
    english = shown(Set("households", "H1", "fire_exit", None, True), language="en")
    assert "fire exit: (empty) → yes" in english
    assert f"households · grid {GRID}" in english
    assert "1 record: 1 changed." in english


def test_members_are_told_by_their_masked_names():
    assert "成员 李*花 · 联系电话：（空） → 199****0001" in shown(
        Set("households", "H1", "members[P1].phones", None, ["19900000001"])
    )
    text = shown(Set("households", "H1", "members[P9@1]", None, {"id": "P9", "name": "王大明", "sex": "male"}))
    assert "成员 王*明：新增" in text
    assert "性别 男" in text
    assert "成员 P8 · 姓名" in shown(Set("households", "H1", "members[P8].name", "甲乙丙", None))


def test_of_a_block_that_stays_only_what_differs_is_told():
    old = {"approved_by": "区网格办", "valid_to": "2026-12-31"}
    new = {"approved_by": "区网格办", "valid_to": "2026-10-31", "doc_no": "2号"}
    text = shown(Set("matters", "01-01-01", "admission", old, new))
    assert "准入 · 准入截止：2026-12-31 → 2026-10-31；准入 · 准入文号：（空） → 2号" in text
    assert "区网格办" not in text


def test_long_lines_go_on_under_their_own_words_within_the_width():
    address = "清荷路12号柳岸花园3栋2单元301室" * 3
    change = ChangeSet((Add("households", "H2", HOUSE | {"address": address}),))
    buffer = StringIO()
    print_changes(Console(file=buffer, width=60), record_changes(change, "zh", lookup=known), "zh")
    lines = buffer.getvalue().splitlines()
    assert max(map(display_width, lines)) <= 60
    assert all(line.startswith("      ") for line in lines[2:-1])
    assert not any(line.endswith(" ") for line in lines)


def test_a_step_is_told_with_whom_it_goes_to_and_why():
    step = {"step": "dispatch", "at": "2026-07-01T09:00:00", "by": "QH001", "to": "QH002", "note": "就近"}
    text = shown(Set("cases", "C1", "steps[2]", None, step))
    assert "QH002" in text
    assert "就近" in text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_personal_values_are_masked_everywhere_unless_revealed(language):
    changes = (
        Set("households", "H1", "members[P1].id_no", None, ID),
        Set("households", "H1", "members[P1].birth_date", None, "1950-01-01"),
        Set("households", "H1", "owner_phones", ["19900000001"], ["19900000002"]),
        Add("volunteers", "V1", {"id": "V1", "name": "王大明", "id_no": ID, "phones": ["19900000003"]}),
        Remove("special_groups", "S1", {"id": "S1", "name": "赵小云", "category": "disabled", "basis": "残疾人证"}),
    )
    records = record_changes(ChangeSet(changes), language, lookup=known)
    forms = (
        shown(*changes, language=language),
        changes_markdown(records, language),
        str(change_data(ChangeSet(changes), lookup=known)),
    )
    for text in forms:
        for secret in (ID, "1950-01-01", "19900000002", "19900000003", "王大明", "赵小云", "残", "isab"):
            assert secret not in text
    revealed = shown(*changes, language=language, reveal=True)
    for secret in (ID, "1950-01-01", "19900000002", "王大明"):
        assert secret in revealed
    assert ID in str(change_data(ChangeSet(changes), reveal=True, lookup=known))


def test_a_change_hidden_by_its_mask_says_so():
    assert "199****0001 → 199****0001（改动处已打码）" in shown(
        Set("households", "H1", "household_phones", ["19900000001"], ["19911110001"])
    )


def test_every_kind_of_change_has_its_words():
    changes = (
        Add("households", "H2", {"id": "H2", "house_code": "C2", "grid_code": GRID, "members": [{"id": "P1"}]}),
        Remove("households", "H3", {"id": "H3", "house_code": "C3"}),
        End("households", "H4", "demolished", "2026-07-01", "旧城改造"),
        Reopen("households", "H5", "demolished", "2026-07-01"),
        Merge("households", "H6", "H1", "2026-07-01"),
        Unmerge("households", "H7", "H1", "2026-07-01"),
        Move("households", "H8", "ledgers/households/a.yaml", "ledgers/households/b.yaml"),
        Set("households", "H9", "layout", "一室", "两室"),
    )
    text = shown(*changes)
    for words in (
        "+ 新增 H2  C2", "成员 1 项", "- 删除 H3", "x 注销 H4", "拆除  2026-07-01  旧城改造", "o 恢复 H5",
        "x 合并 H6", "并入 H1  2026-07-01", "o 撤销合并 H7", "> 移动 H8", "文件：ledgers/households/a.yaml →",
        "一室 → 两室",
    ):  # fmt: skip
        assert words in text
    assert "共 8 条记录：新增 1，修改 1，注销 1，恢复 1，合并 1，撤销合并 1，移动 1，删除 1。" in text
    english = shown(*changes, language="en")
    for words in ("added H2", "members 1 items", "Demolished  2026-07-01", "into H1", "file: ledgers/"):
        assert words in english
    kinds = [each["kind"] for each in change_data(ChangeSet(changes))]
    assert kinds == ["add", "remove", "end", "reopen", "merge", "unmerge", "move", "set"]


def test_changes_of_one_record_are_one_entry_with_the_weightiest_word():
    changes = ChangeSet(
        (
            Set("households", "H1", "note", None, "一"),
            End("households", "H1", "other", "2026-07-01"),
            Remove("visits", "W1", {"id": "W1"}),
            Add("visits", "W1", {"id": "W1", "grid_code": GRID}),
        )
    )
    found = record_changes(changes, "zh", lookup=known)
    assert [(each.record, each.kind) for each in found] == [("H1", "end"), ("W1", "change")]
    assert counts(found) == {"change": 1, "end": 1}


def test_records_without_a_key_stay_apart():
    found = record_changes(ChangeSet((Add("households", "", {"address": "甲"}), Add("households", "", {}))), "zh")
    assert len(found) == 2
    assert found[0].title.startswith("（无编号）")


def test_only_so_many_records_are_printed_but_all_are_counted():
    text = shown(*(Add("households", f"H{n}", {"id": f"H{n}"}) for n in range(5)), most=2)
    assert "… 还有 3 条记录" in text
    assert "H3" not in text
    assert "共 5 条记录" in text


def test_no_changes():
    assert "没有改动。" in shown()
    assert changes_markdown([], "en") == "**No changes.**\n"


def test_markdown_keeps_stars_and_brackets():
    records = record_changes(ChangeSet((Set("households", "H1", "note", None, "[x](y) *z*"),)), "zh", lookup=known)
    text = changes_markdown(records, "zh")
    assert "- **修改** H1  C1  清荷路12号3栋2单元301室" in text
    assert "\\[x\\](y) \\*z\\*" in text


def test_data_keep_types_and_keys():
    changes = ChangeSet(
        (
            Set("households", "H1", "area_m2", 80, 90.5),
            Set("households", "H1", "fire_exit", None, True),
            Set("households", "H1", "occupancy", "vacant", "rented"),
            Set("households", "H1", "不认识", None, "一"),
        )
    )
    found = change_data(changes, lookup=known)
    assert [(each["old"], each["new"]) for each in found] == [
        (80, 90.5), (None, True), ("vacant", "rented"), (None, "一"),
    ]  # fmt: skip
    assert {each["grid"] for each in found} == {GRID}
