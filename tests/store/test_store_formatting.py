"""fmt and convert: canonical bytes, records in their own files, workbooks and back."""

from __future__ import annotations

import pytest
from store_community import GRID, HEADER, HOUSEHOLDS, OTHER, TWO_HOUSES, write

from gridctl.store.faults import NotFound, Refused
from gridctl.store.formatting import Formatted, convert, fmt
from gridctl.store.workspace import Workspace

BOOK = HOUSEHOLDS.replace(".yaml", ".xlsx")


def formatted(community, text, path=HOUSEHOLDS):
    write(community, path, text)
    fmt(Workspace.open(community))
    return (community / path).read_text(encoding="utf-8")


def test_canonical_files_stay(community):
    assert fmt(Workspace.open(community)) == Formatted()
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == TWO_HOUSES


def test_checking_writes_nothing(community):
    write(community, HOUSEHOLDS, "\ufeff" + TWO_HOUSES)
    assert fmt(Workspace.open(community), check=True) == Formatted((HOUSEHOLDS,))
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8").startswith("\ufeff")


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TWO_HOUSES.encode(),
        TWO_HOUSES.replace("\n", "\r\n").encode(),
        TWO_HOUSES.encode("gb18030"),
        TWO_HOUSES.encode("utf-16"),
        TWO_HOUSES.replace('"', "").encode(),
        TWO_HOUSES.removeprefix(HEADER).encode(),
    ],
    ids=["mark", "crlf", "gbk", "utf-16", "plain", "no header"],
)
def test_bytes_are_put_right(community, data):
    assert formatted(community, data) == TWO_HOUSES
    assert Workspace.open(community).load_findings() == ()


def test_settings_keep_their_words(community):
    text = "community:   清荷社区 # 名称\r\n"
    write(community, "ledgers/gridctl.yaml", b"\xef\xbb\xbf" + text.encode())
    assert fmt(Workspace.open(community)).changed == ("ledgers/gridctl.yaml",)
    assert (community / "ledgers/gridctl.yaml").read_bytes() == text.replace("\r", "").encode()


def test_order_labels_and_values(community):
    text = f"""\
- occupancy: rented
  id: H000000000002
  note: 0101  # 原样
  标准地址: 甲路1号
  网格编码: "{GRID}"
  自创: x
# 第一户
- 编号: H000000000001
  居住状态: 空房
  网格编码: "{GRID}"
"""
    assert (
        formatted(community, text)
        == HEADER
        + f"""\
# 第一户
- 编号: "H000000000001"
  网格编码: "{GRID}"
  居住状态: "闲置"
- 编号: "H000000000002"
  网格编码: "{GRID}"
  标准地址: "甲路1号"
  居住状态: "出租"
  备注: "0101"  # 原样
  自创: "x"
"""
    )


def test_in_english_and_back(community):
    write(community, "ledgers/gridctl.yaml", "language: en\n")
    fmt(Workspace.open(community))
    text = (community / HOUSEHOLDS).read_text(encoding="utf-8")
    assert '  occupancy: "owner_occupied"\n' in text
    assert '      relation: "household_head"\n' in text
    assert "编号" not in text
    assert '0102室"  # 门牌已换\n' in text
    assert "  # 户主常年在外\n  members:\n" in text
    write(community, "ledgers/gridctl.yaml", "language: zh\n")
    fmt(Workspace.open(community))
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == TWO_HOUSES


def test_a_field_under_two_names_is_left_to_its_writer(community):
    text = formatted(community, f'- 编号: "H1"\n  网格编码: "{GRID}"\n  户号: "1"\n  household_no: "2"\n')
    assert '  户号: "1"\n  household_no: "2"\n' in text


def test_values_on_no_code_list_stay(community):
    assert '居住状态: "也许"' in formatted(community, TWO_HOUSES.replace("闲置", "也许"))


def test_ids_are_given(community):
    formatted(community, f'- 网格编码: "{GRID}"\n  成员:\n    - 姓名: "虚构甲"\n')
    [entry] = Workspace.open(community).entries("households")
    assert entry.key.startswith("H")
    assert entry.record.members[0].id.startswith("P")
    assert len(entry.key) == len(entry.record.members[0].id) == 13


def test_a_record_moves_to_its_own_file_with_its_comments(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace(f'网格编码: "{GRID}"', f'网格编码: "{OTHER}"', 1))
    other = f"ledgers/households/{OTHER}.yaml"
    assert fmt(Workspace.open(community)).changed == (HOUSEHOLDS, other)
    assert "# 户主常年在外" in (community / other).read_text(encoding="utf-8")
    workspace = Workspace.open(community)
    assert [entry.key for entry in workspace.entries("households")] == ["H000000000002", "H000000000001"]
    assert workspace.load_findings() == ()
    assert fmt(workspace) == Formatted()


def test_a_record_joins_those_of_its_file(community):
    other = f"ledgers/households/{OTHER}.yaml"
    third = TWO_HOUSES.split("- 编号")[2].replace("H000000000002", "H0000000000015")
    write(community, other, f"# 二网格\n# 只此一户\n\n- 编号{third}")
    assert fmt(Workspace.open(community)).changed == (HOUSEHOLDS, other)
    workspace = Workspace.open(community)
    keys = [entry.key for entry in workspace.entries("households")]
    assert keys == ["H000000000001", "H0000000000015", "H000000000002"]
    assert (community / other).read_text(encoding="utf-8") == HEADER + "# 二网格\n# 只此一户\n[]\n"


@pytest.mark.parametrize(
    "text", ["- 编号: [\n", '- 编号: "H1"\n  户号: "1"\n  户号: "2"\n', "x: 1\n", '- 编号: &a "H1"\n']
)
def test_what_cannot_be_read_whole_is_left_alone(community, text):
    write(community, HOUSEHOLDS, text)
    assert fmt(Workspace.open(community)) == Formatted((), (HOUSEHOLDS,))
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == text


def test_only_chosen_files(community):
    write(community, HOUSEHOLDS, "\ufeff" + TWO_HOUSES)
    workspace = Workspace.open(community)
    for nothing in ("ledgers/none.yaml", "households2"):
        with pytest.raises(NotFound):
            fmt(workspace, [nothing])
    assert fmt(workspace, ["ledgers/gridctl.yaml"]) == Formatted()
    assert fmt(workspace, ["ledgers/households/"], check=True).changed == (HOUSEHOLDS,)
    assert fmt(workspace, ["住户信息"]).changed == (HOUSEHOLDS,)


def test_to_a_workbook_and_back(community):
    workspace = Workspace.open(community)
    before = [entry.data for entry in workspace.entries("households")]
    assert convert(workspace, ["households"], "xlsx") == Formatted((BOOK,))
    assert not (community / HOUSEHOLDS).exists()
    assert [entry.data for entry in workspace.entries("households")] == before
    assert workspace.load_findings() == ()
    assert str(workspace.place("households", "H000000000001", "members[1].sex")) == f"{BOOK}!成员!G3"
    assert fmt(workspace) == Formatted()
    assert convert(workspace, [BOOK], "xlsx") == Formatted()
    write(community, "ledgers/registers/staff.yaml", "[]\n")
    workspace.refresh()
    # A register stays a file when it is empty, as a workbook too.
    assert convert(workspace, ["staff"], "xlsx").changed == ("ledgers/registers/staff.xlsx",)
    assert fmt(workspace, ["staff"], check=True) == Formatted()
    assert convert(workspace, [BOOK], "yaml") == Formatted((HOUSEHOLDS,))
    text = TWO_HOUSES.replace("  # 户主常年在外\n", "").replace("  # 门牌已换", "")
    assert (community / HOUSEHOLDS).read_text(encoding="utf-8") == text


def test_faults_of_workbooks_point_at_cells(community):
    write(community, HOUSEHOLDS, TWO_HOUSES.replace("1982-03-04", "1982-13-04").replace("标准地址", "标谁地址", 1))
    workspace = Workspace.open(community)
    convert(workspace, ["households"], "xlsx")
    found = {finding.code: str(finding.place) for finding in workspace.load_findings()}
    assert found["S202"] == f"{BOOK}!成员!H3"
    assert found["S102"] == f"{BOOK}!住户信息!A2"
    assert found["S101"].startswith(f"{BOOK}!住户信息!")


def test_a_shard_in_two_formats_is_a_finding_and_is_not_converted(community):
    workspace = Workspace.open(community)
    convert(workspace, ["households"], "xlsx")
    write(community, HOUSEHOLDS, TWO_HOUSES)
    workspace.refresh()
    codes = [finding.code for finding in workspace.load_findings()]
    assert codes.count("F119") == 1
    assert codes.count("F116") == 2
    with pytest.raises(Refused):
        convert(workspace, ["households"], "xlsx")


def test_a_broken_file_is_not_converted(community):
    write(community, HOUSEHOLDS, "- 编号: [\n")
    assert convert(Workspace.open(community), ["households"], "xlsx") == Formatted((), (HOUSEHOLDS,))
