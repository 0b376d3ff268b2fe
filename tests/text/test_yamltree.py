from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gridctl
from gridctl.text import yaml_events, yaml_node, yamltree
from gridctl.text.yaml_events import read_events
from gridctl.text.yaml_lines import LineReader
from gridctl.text.yaml_node import ForeignError
from gridctl.text.yaml_places import places_of
from gridctl.text.yaml_quoted import QuotedReader
from gridctl.text.yamltree import Fault, Locator, locate, read_tree

PACKAGE = Path(gridctl.__file__).parent
RECORDS = """\
# yaml-language-server: $schema=../../schemas/households.json
- 编号: "H1"
  地址: "3#楼"  # as on the plate
  成员:
    - 编号: "P1"
      联系电话:
        - "19900001234"
        - "19900001235"
    - 编号: "P2"
- 编号: "H2"
  备注: "a\\nb \\"c\\""
"""


def codes(data: bytes) -> list[str]:
    return [fault.code for fault in read_tree(data).faults]


def test_canonical_records_become_objects() -> None:
    tree = read_tree(RECORDS.encode())
    assert tree.faults == []
    assert not tree.fatal
    assert tree.value == [
        {
            "编号": "H1",
            "地址": "3#楼",
            "成员": [{"编号": "P1", "联系电话": ["19900001234", "19900001235"]}, {"编号": "P2"}],
        },
        {"编号": "H2", "备注": 'a\nb "c"'},
    ]


@pytest.mark.parametrize(
    "written",
    ["0101", "1e5", "138e8", "NO", "no", "true", "5.1E+17", "2026-01-02", "+1", ".5", "5.", "0x1F", "12:30", "1_000",
     "-1", ".nan", "http://a/b#c", "a:b"],
)  # fmt: skip
@pytest.mark.parametrize("form", ["- a: {}\n", "a: {}\n", "- {}\n", "a:\n- {}\n", "a: [{}]\n", "a:\n  {}\n"])
def test_plain_scalars_stay_as_written(form: str, written: str) -> None:
    value = read_tree(form.format(written).encode()).value
    while not isinstance(value, str):
        assert value
        value = value[0] if isinstance(value, list) else next(iter(value.values()))
    assert value == written


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nulls_are_none_unless_quoted(written: str) -> None:
    assert read_tree(f"- a: {written}\n  b: 1\n".encode()).value == [{"a": None, "b": "1"}]
    assert read_tree(f"- a: '{written}'\n".encode()).value == [{"a": written}]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("- a: |\n    x\n    y\n  b: >-\n    x\n    y\n", [{"a": "x\ny\n", "b": "x y"}]),
        ("- a: 'it''s'\n  b: \"x\n    y\"\n", [{"a": "it's", "b": "x y"}]),
        ("- a: x\n    y\n", [{"a": "x y"}]),
        ("- {a: [1, {b: 02}], c: }\n", [{"a": ["1", {"b": "02"}], "c": None}]),
        ("- a:\n  - 1\n  - b: 2\n  c: 3\n", [{"a": ["1", {"b": "2"}], "c": "3"}]),
        ("-\n  a: 1\n- - 1\n  - 2\n", [{"a": "1"}, ["1", "2"]]),
        ("  - a: 1\n  - a: 2\n", [{"a": "1"}, {"a": "2"}]),
        ("---\n- a: 1\n", [{"a": "1"}]),
        ("a: []\nb: {}\nc:\n  d: 1\n", {"a": [], "b": {}, "c": {"d": "1"}}),
        ('- a: "\\x41\\u3000\\ud83d\\ude00"\n', [{"a": "A\u3000😀"}]),
        ("- a: x\u0085y\u2028z\n", [{"a": "x\u0085y\u2028z"}]),
        ("- a: x\u0085y\n    z\n", [{"a": "x\u0085y z"}]),
        ("", None),
        ("# only a comment\n", None),
        ("[]\n", []),
        ("word\n", "word"),
    ],
)
def test_hand_written_yaml(text: str, value: object) -> None:
    tree = read_tree(text.encode())
    assert tree.faults == []
    assert tree.value == value


def test_duplicate_key_names_both_places_and_keeps_the_first() -> None:
    tree = read_tree(b"- a: 0\n- b: 1\n  c: 2\n  b: 3\n")
    assert tree.faults == [Fault("F101", 4, 3, {"key": "b", "first_line": "2", "first_column": "3"})]
    assert tree.value == [{"a": "0"}, {"b": "1", "c": "2"}]
    assert not tree.fatal


def test_merge_markers_refuse_the_file_and_name_each() -> None:
    tree = read_tree(b'- a: "1"\n<<<<<<< HEAD\n- a: "2"\n=======\n- a: "3"\n>>>>>>> other\n')
    assert [(fault.code, fault.line) for fault in tree.faults] == [("F102", 2), ("F102", 4), ("F102", 6)]
    assert tree.fatal


def test_a_file_full_of_damage_is_reported_up_to_a_hundred_places() -> None:
    assert codes(b"<<<<<<< x\n" * 300) == ["F102"] * 100
    assert codes(b"a\x00b\x00\n" * 300).count("F111") == 100


def test_tab_indentation_is_named() -> None:
    tree = read_tree(b"- a: 1\n- b: 1\n  \tc: 2\n")
    assert tree.faults == [Fault("F103", 3, 3, {})]
    assert tree.fatal


def test_bytes_are_read_in_spite_of_their_faults() -> None:
    sound = [{"姓名": "张三丰"}]
    text = "- 姓名: 张三丰\n"
    assert read_tree(text.encode("utf-8-sig")) == yamltree.Tree(
        sound, [Fault("F104", 1, 1, {"encoding": "utf-8"})], False
    )
    assert read_tree(text.replace("\n", "\r\n").encode()) == yamltree.Tree(sound, [Fault("F105", 1, 10, {})], False)
    assert read_tree(text.encode("gb18030")) == yamltree.Tree(
        sound, [Fault("F106", 1, 3, {"encoding": "gb18030"})], False
    )
    assert codes(text.encode("utf-16")) == ["F104", "F106"]
    assert read_tree(text.encode("utf-16")).value == sound


def test_one_damaged_byte_in_utf8_is_damage_and_not_another_encoding() -> None:
    data = "- 地址: 清荷社区一号楼二单元\n  备注: 无\n".encode().replace("无".encode(), b"\xe6\x97")
    assert read_tree(data).faults == [Fault("F111", 2, 7, {"found": "0xE6"})]


def test_control_characters_are_named_and_replaced() -> None:
    tree = read_tree(b'- a: "x\x00y\x01"\n  b: "\\ud800"\n')
    assert [(fault.code, fault.line) for fault in tree.faults] == [("F111", 1), ("F111", 2)]
    assert tree.value == [{"a": "x\ufffdy\ufffd", "b": "\ufffd"}]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("- a: &x 1\n", "anchor"),
        ("- a: *x\n", "alias"),
        ("- a: !!int 1\n", "tag"),
        ("- <<: {a: 1}\n", "merge"),
        ("- &k a: 1\n", "anchor"),
    ],
)
def test_references_and_tags_are_refused(text: str, what: str) -> None:
    first = read_tree(text.encode()).faults[0]
    assert (first.code, first.params["what"]) == ("F107", what)


def test_one_broken_record_hides_no_other() -> None:
    tree = read_tree(b'- a: "1"\n- a: [1\n- a: "2"\n- a: b: c\n- a: "3"\n')
    assert [(fault.code, fault.line) for fault in tree.faults] == [("F108", 3), ("F108", 4)]
    assert all(fault.params["reason"] for fault in tree.faults)
    assert tree.value == [{"a": "1"}, None, {"a": "2"}, None, {"a": "3"}]
    assert tree.fatal


def test_keys_must_be_text() -> None:
    assert codes(b"? [a, b]\n: 1\n") == ["F108"]


@pytest.mark.parametrize("text", ["[" * 9999, "{a: " * 9999, "- " * 9999, "? " * 9999, "- [" * 999])
def test_deep_nesting_is_stopped(text: str) -> None:
    tree = read_tree(text.encode())
    assert tree.faults[-1].code in {"F108", "F109"}
    assert tree.fatal


def test_deep_nesting_of_plain_lines_is_stopped() -> None:
    text = "".join("  " * level + "a:\n" for level in range(40))
    assert codes(text.encode()) == ["F109"]


def test_limits_of_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamltree, "MAX_BYTES", 10)
    assert read_tree(b'- a: "12345"\n').faults[0].params == {"what": "bytes", "limit": "10"}
    monkeypatch.setattr(yamltree, "MAX_BYTES", yaml_node.MAX_BYTES)
    monkeypatch.setattr(yamltree, "MAX_FOREIGN", 5)
    assert codes(b"- a: >\n    folded\n") == ["F109"]
    assert codes(b"a: >\n  folded\n") == ["F109"]


@pytest.mark.parametrize("text", ["- a\n---\n- b\n", "a: 1\n---\nb: 2\n", "---\na: 1\n---\nb: 2\n"])
def test_a_second_document_is_refused(text: str) -> None:
    tree = read_tree(text.encode())
    assert [fault.code for fault in tree.faults] == ["F110"]
    assert tree.fatal


def test_locating_values_in_records() -> None:
    locator = Locator(RECORDS.encode())
    assert locator.locate((0, "地址")) == (3, 7)
    assert locator.locate((0, "成员", 0, "联系电话", 1)) == (8, 11)
    assert locator.locate((0, "成员", 1, "编号")) == (9, 11)
    assert locator.locate((1, "备注")) == (11, 7)
    assert locator.locate((1, "备注", "nothing", 3)) == (11, 7)
    assert locator.locate((1, "none")) == (10, 3)
    assert locator.locate((7,))[0] in {1, 2}
    assert locate(RECORDS.encode(), (1,)) == (10, 3)


def test_locating_values_in_flow_and_mappings() -> None:
    assert locate(b"a:\n  b: [x, {c: y}]\n", ("a", "b", 1, "c")) == (2, 14)
    assert locate(b"a: 1\nb:\n  c: 2\n", ("b", "c")) == (3, 6)
    assert locate(b"- {a: 1, b: 2}\n", (0, "b")) == (1, 13)
    assert locate(b"", ("a",)) == (1, 1)


def test_flow_collections_and_literal_blocks_are_read_by_lines() -> None:
    flow = 'items:\n  - {key: a, aliases: ["01", x y], none: ~}\n'
    text = flow + 'sql: |\n  select 1 -- "x"\n\n    from t\nlast: |-\n  end\n'
    root: dict[str, yaml_node.Node] = {}
    LineReader().read(text.split("\n"), root)
    assert root == {
        "items": [{"key": "a", "aliases": ["01", "x y"], "none": None}],
        "sql": 'select 1 -- "x"\n\n  from t\n',
        "last": "end",
    }
    assert root == read_events(text).value


@pytest.mark.parametrize(
    "text",
    ["a: [x", "a: {x}", "a: {b: 1, b: 2}", "a: [b: c]", "a: [x,]", "a: [&x 1]", "a: |\n\n  x\n", "a: |\n   x\n  y\n"],
)
def test_what_is_not_surely_in_that_form_is_left_to_the_other_reader(text: str) -> None:
    with pytest.raises(ForeignError):
        LineReader().read(text.split("\n"), {})


PIECES = st.sampled_from(
    ["- ", "  ", "    ", " ", "\n", "\n", "\n  ", "\n- ", "a", "b", "键", ": ", ":", '"', "'", "#", " #", "|", ">", "-",
     "[", "]", "{", "}", ",", "&x", "*x", "!", "?", "~", "null", "1e5", "\\", "\\n", "\t", "---", "...", "<<", "=", "%",
     "\u0085", "\u3000", "[x, y]", "{a: b}", "a: |\n", "b: |-\n", '"x"', "a: ", "a:\n", 'b: "y"\n', "- a: 1\n"]
)  # fmt: skip
SOUP = st.lists(PIECES, max_size=25).map("".join)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_the_line_reader_answers_as_the_event_reader_does(text: str) -> None:
    root: list[yaml_node.Node] | dict[str, yaml_node.Node] = [] if text.startswith("- ") else {}
    try:
        LineReader().read(text.split("\n"), root)
    except ForeignError:
        return
    reading = read_events(text)
    assert reading.faults == []
    assert (reading.value or None) == (root or None)
    # and both say where
    assert [(place.path, place.start) for place in places_of(text) if place.end > place.start] == [
        (place.path, place.start) for place in reading.places if place.end > place.start
    ]


@settings(max_examples=100, deadline=None)
@given(SOUP | st.text(max_size=60), st.lists(st.integers(0, 3) | st.sampled_from(["a", "b"]), max_size=4))
def test_no_text_raises(text: str, path: list[str | int]) -> None:
    data = text.encode()
    tree = read_tree(data)
    assert tree.fatal <= bool(tree.faults)
    lines = data.decode().replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for fault in tree.faults:
        assert 1 <= fault.line <= len(lines)
        assert fault.column >= 1
    line, column = locate(data, path)
    assert 1 <= line <= len(lines)
    assert 1 <= column <= len(lines[line - 1]) + 2


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=80))
def test_no_bytes_raise(data: bytes) -> None:
    tree = read_tree(data)
    assert tree.fatal <= bool(tree.faults)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(RECORDS.encode())), st.binary(max_size=3))
def test_truncated_and_overwritten_files_never_raise(at: int, junk: bytes) -> None:
    data = RECORDS.encode()
    read_tree(data[:at])
    read_tree(data[:at] + junk + data[at + len(junk) :])


def test_every_character_that_yaml_may_not_hold_is_found() -> None:
    sound = {0x09, 0x0A, 0x0D, 0x85}
    forbidden = [*(each for each in (*range(0x20), *range(0x7F, 0xA0)) if each not in sound), 0xFEFF, 0xFFFE, 0xFFFF]
    for each in forbidden:
        assert codes(f'- a: "中{chr(each)}"\n'.encode()) == ["F111"], hex(each)
    for each in (*sound - {0x0D}, 0xA0, 0xB7, 0x3000, 0xFF08, 0xFEFE, 0x1F600):
        assert "F111" not in codes(f'- a: "中{chr(each)}"\n'.encode()), hex(each)


def test_the_packages_own_files_are_read_a_line_at_a_time() -> None:
    """Events are twenty times slower, and every start of the program would pay for them."""
    foreign = []
    for path in PACKAGE.rglob("*.yaml"):
        with mock.patch.object(yaml_events, "read_events", wraps=read_events) as events:
            assert read_tree(path.read_bytes()).faults == []
        if events.called:
            foreign.append(path.name)
    assert foreign == []


@pytest.mark.parametrize(("line", "value"), [('- a:"x"', 'a:"x"'), ('- a: #"x"', {"a": None})])
def test_a_line_that_only_begins_like_a_key_met_before(line, value):
    """``a:`` alone was taken apart; a quote right behind it makes another scalar, or a comment, of the line."""
    key = line.partition('"')[0]
    tree = read_tree(f'{key}\n    - "1"\n{line}\n'.encode())
    assert (tree.value, tree.faults) == ([{"a": ["1"]}, value], [])


@pytest.mark.parametrize(
    "text",
    [
        '- a: "1"\n  a: "2"\n', '- a: "1"\n   b: "2"\n', '- a: "\\"1"\n',
        '- a: "1\n    2"\n', '- a: "1" # one\n', '- a: "1"- b: "2"\n',
        '- a: ["1"]\n', '- "a": "1"\n', '- a: "1"\n  b: 2\n', '- a: "1"\n  b:\n', '- a: "1"\n- b: "2"\n',
        "- a: |\n    \"1\"\n",
        '- a:"1"\n', "- ''\n", "", 'a: "1"\n', 'a: "1"\n- "2"\n',
    ],
)  # fmt: skip
def test_what_is_not_quoted_values_alone_is_left_to_the_line_reader(text: str) -> None:
    with pytest.raises(ForeignError):
        QuotedReader().read(text)


QUOTED = st.lists(
    st.sampled_from(['- a: "1"\n', '  b: "2"\n', "  c:\n", '    - "3"\n', '    - d: "4"\n', '      e: "5"\n',
                     "      f:\n",
                     '        - "6"\n', '  g: "7"\n', '"', "\n", "# x\n", "- ", "  "]),
    max_size=12,
).map("".join)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(QUOTED | SOUP)
def test_the_reader_of_quoted_values_answers_as_the_line_reader_does(text: str) -> None:
    try:
        value = QuotedReader().read(text)
    except ForeignError:
        return
    root: list[yaml_node.Node] = []
    LineReader().read(text.split("\n"), root)
    assert root == [value]
