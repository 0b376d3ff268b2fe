from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.store.shardtext import UnreadableShardError, dump, header_of, pruned, splice
from gridctl.text.yamltree import read_tree

HEADER = "# yaml-language-server: $schema=../../schemas/households.json\n"
COMMENTED = """\
# of the file

# before H1
- 编号: "H1"
  地址: "3#楼"  # beside 地址
  # before 联系电话
  联系电话:
    # before 1234
    - "19900001234"  # beside 1234
    - "19900001235"
    # after the phones
  备注: "x"
  # after H1

# before H2
- 编号: H2
  说明: 'it''s'   # beside 说明

- 编号: "H3"
# at the end
"""

texts = st.text(min_size=1, max_size=12) | st.sampled_from(
    [
        '"',
        "\\",
        "#",
        " #x",
        ": ",
        " lead",
        "a\nb",
        "\u0085",
        "\u2028",
        "\ufeff",
        "😀",
        "\x7f",
        "- a",
        "NO",
        "~",
        "\t",
        "\ufffe",
        "'",
        "%",
    ]
)
values = st.recursive(
    texts,
    lambda inner: st.lists(inner, min_size=1, max_size=3) | st.dictionaries(texts, inner, min_size=1, max_size=3),
    max_leaves=6,
)
records_ = st.lists(st.dictionaries(texts, values, min_size=1, max_size=4), max_size=4)


def keyed(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {"编号": f"H{index}", **{k: v for k, v in body.items() if k != "编号"}} for index, body in enumerate(bodies)
    ]


def read(data: bytes) -> list[Any]:
    tree = read_tree(data)
    assert not tree.fatal
    assert isinstance(tree.value, list)
    return tree.value


def comments(data: bytes) -> set[str]:
    return {line[line.rindex("#") :] for line in data.decode().split("\n") if "#" in line}


def test_canonical_form() -> None:
    record = {"编号": "H1", "地址": "3#楼", "备注": 'a\n"b"', "空": None, "无": [], "联系电话": ["1", "2"],
              "成员": [{"编号": "P1", "电话": ["3"]}, {"编号": "P2"}], "on": {"a b": "c"}}  # fmt: skip
    assert dump([record], HEADER).decode() == HEADER + (
        '- 编号: "H1"\n  地址: "3#楼"\n  备注: "a\\n\\"b\\""\n  联系电话:\n    - "1"\n    - "2"\n'
        '  成员:\n    - 编号: "P1"\n      电话:\n        - "3"\n    - 编号: "P2"\n  "on":\n    "a b": "c"\n'
    )
    assert dump([], HEADER).decode() == HEADER + "[]\n"
    assert dump([{"编号": None}]) == b"[]\n"


@settings(max_examples=100, deadline=None)
@given(records_)
def test_what_is_dumped_is_read(records: list[dict[str, Any]]) -> None:
    data = dump(records, HEADER)
    tree = read_tree(data)
    assert tree.faults == []
    assert tree.value == records
    assert "\r" not in data.decode()
    assert data.endswith(b"\n")


@settings(max_examples=60, deadline=None)
@given(records_, records_)
def test_splice_into_canonical_bytes_is_dump(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> None:
    old, new = keyed(before), keyed(after)
    original = dump(old, HEADER)
    assert splice(original, old, "编号") == original
    spliced = splice(original, new, "编号")
    assert spliced == dump(new, HEADER)


def test_unchanged_content_keeps_its_bytes() -> None:
    original = COMMENTED.encode()
    assert splice(original, read(original), "编号") == original


def test_a_changed_neighbour_leaves_a_record_alone() -> None:
    records = read(COMMENTED.encode())
    records[0] = {**records[0], "备注": "y"}
    spliced = splice(COMMENTED.encode(), records, "编号").decode()
    assert spliced == COMMENTED.replace('"x"', '"y"')


def test_a_changed_record_keeps_comments_beside_their_fields() -> None:
    records = read(COMMENTED.encode())
    records[0] = {"编号": "H1", "地址": "4#楼", "联系电话": ["19900001230", "19900001234"], "新": "z"}
    spliced = splice(COMMENTED.encode(), records, "编号")
    assert read(spliced) == records
    text = spliced.decode()
    assert comments(spliced) == comments(COMMENTED.encode())
    assert '  地址: "4#楼"  # beside 地址\n  # before 联系电话\n' in text
    assert '    # before 1234\n    - "19900001234"  # beside 1234\n' in text
    assert splice(spliced, records, "编号") == spliced


def test_a_removed_record_takes_its_comments() -> None:
    records = read(COMMENTED.encode())
    spliced = splice(COMMENTED.encode(), records[1:], "编号").decode()
    assert "H1" not in spliced
    assert spliced.startswith("# of the file\n\n# before H2\n- 编号: H2\n")
    assert spliced.endswith("# at the end\n")
    assert splice(COMMENTED.encode(), [], "编号").decode() == "# of the file\n[]\n# at the end\n"


def test_comments_of_somebody_who_moves_go_along() -> None:
    old = """\
- 编号: "H2"
  成员:
    # of the list
    - 人员编号: "P1"
    # lodger
    - 人员编号: "P2"
      姓名: "林二禾"  # to be seen
  证照:
    - 种类: "食品"  # expired
- 编号: "H3"
  备注: "x"
"""
    going = {"人员编号": "P2", "姓名": "林二禾"}
    licence = {"种类": "食品", "证号": "2"}
    stays = {"编号": "H2", "成员": [{"人员编号": "P1"}]}
    new = [{"编号": "H1", "成员": [going]}, stays, {"编号": "H3", "备注": "y", "证照": [licence]}]
    assert (
        splice(old.encode(), new, "编号").decode()
        == """\
- 编号: "H1"
  成员:
    # lodger
    - 人员编号: "P2"
      姓名: "林二禾"  # to be seen
# expired
- 编号: "H2"
  成员:
    # of the list
    - 人员编号: "P1"
- 编号: "H3"
  备注: "y"
  证照:
    - 种类: "食品"
      证号: "2"
"""
    )


def test_new_records_stand_where_they_are_given() -> None:
    records = read(COMMENTED.encode())
    records.insert(1, {"编号": "H1a"})
    spliced = splice(COMMENTED.encode(), records, "编号").decode()
    assert '  # after H1\n- 编号: "H1a"\n\n# before H2\n' in spliced


def test_several_key_fields_and_records_without_any() -> None:
    original = b'- a: "1"\n  b: "1"  # one\n- a: "1"\n  b: "2"  # two\n- c: "3"  # three\n'
    records = [{"a": "1", "b": "2", "x": "y"}, {"c": "3"}]
    assert splice(original, records, ("a", "b")).decode() == '- a: "1"\n  b: "2"  # two\n  x: "y"\n- c: "3"  # three\n'


FOREIGN = [
    "# h\n[{编号: 1, a: [x, y]}, # c1\n {编号: 2}] # c2\n",
    "# h\n  - 编号: 1\n    # c1\n    a: x\n  # c2\n  - 编号: 2\n",
    "# h\n---\n- 编号: 1 # c1\n  a: |\n    # text\n# c2\n- 编号: 2\n",
    "# h\n- 编号: 1 # c1\n  a: |+\n    text\n\n# c2\n- 编号: 2\n",
]


@pytest.mark.parametrize("text", FOREIGN)
def test_foreign_files_are_rewritten_with_their_comments(text: str) -> None:
    records = read(text.encode())
    spliced = splice(text.encode(), records, "编号")
    assert read(spliced) == records
    assert comments(spliced) >= {"# h", "# c1", "# c2"}
    assert splice(spliced, records, "编号") == spliced
    assert b"#" in dump([], header_of(spliced))


@pytest.mark.parametrize(
    "block", ["|  # note\n    # text", ">-\n    a\n    b", "[x, # note\n    y]", '"a\n    # b"', "'a\n\n    # b'"]
)
def test_a_changed_record_in_any_style(block: str) -> None:
    text = f"- 编号: 1\n  a: {block}\n  b: c # beside\n- 编号: 2\n"
    records = read(text.encode())
    records[0] = {**records[0], "b": "d"}
    spliced = splice(text.encode(), records, "编号")
    assert read(spliced) == records
    assert '  b: "d"  # beside\n' in spliced.decode()
    assert ("# note" in spliced.decode()) is ("# note" in text)
    assert splice(spliced, records, "编号") == spliced


@pytest.mark.parametrize(
    "data", [COMMENTED.replace("\n", "\r\n").encode(), COMMENTED.encode("utf-8-sig"), COMMENTED.encode("gb18030")]
)
def test_other_encodings_and_line_ends_become_canonical(data: bytes) -> None:
    assert splice(data, read(data), "编号").decode() == COMMENTED


@pytest.mark.parametrize("data", [b"- a: [1\n", b"a: 1\n", b"- 1\n", b"<<<<<<< x\n", b'- a: "\x00"\n'])
def test_a_shard_that_cannot_be_read_whole_is_not_written_over(data: bytes) -> None:
    with pytest.raises(UnreadableShardError):
        splice(data, [], "a")


@pytest.mark.parametrize("data", [b"", b"# h\n", b"# h\n[]\n"])
def test_an_empty_shard_takes_records(data: bytes) -> None:
    spliced = splice(data, [{"编号": "1"}], "编号")
    assert spliced == (b"# h\n" if data else b"") + dump([{"编号": "1"}])


def test_header() -> None:
    assert header_of(COMMENTED.encode()) == "# of the file\n\n"
    assert header_of(dump([{"a": "1"}], HEADER)) == HEADER
    assert header_of(b"- a: 1\n") == ""
    assert dump([], "no mark").decode() == "# no mark\n[]\n"


lines = st.sampled_from(
    [
        "- 编号: 1",
        "- 编号: 2",
        '- 编号: "3"',
        "  a: x",
        "  a: y",
        "  b:",
        "    - p",
        "    - q",
        "    # c{}",
        "  # c{}",
        "# c{}",
        "  d: z  # c{}",
        "",
        "    - e: f # c{}",
        "      # c{}",
    ]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(lines, max_size=14), st.data())
def test_splice_is_exact_and_stable_and_keeps_comments(drawn: list[str], data: st.DataObject) -> None:
    original = "".join(line.format(number) + "\n" for number, line in enumerate(drawn)).encode()
    tree = read_tree(original)
    if tree.faults or not isinstance(tree.value, list) or not all(isinstance(record, dict) for record in tree.value):
        return
    records: list[Any] = [dict(record) for record in tree.value]
    for record in records:
        change = data.draw(st.sampled_from(["keep", "drop a", "set a", "drop b", "grow b"]))
        if change == "keep":
            continue
        record.pop("b" if "b" in change else "a", None)
        if change == "set a":
            record["a"] = "w"
        if change == "grow b":
            record["b"] = ["o", "q"]
    spliced = splice(original, records, "编号")
    assert [pruned(record) for record in read(spliced)] == [pruned(record) for record in records]
    assert splice(spliced, records, "编号") == spliced
    assert comments(spliced) == comments(original)
