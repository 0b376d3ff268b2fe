import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_town import build_town
from invented_typing import OPERATORS, STYLES, list_houses
from unseen_typing import UNSEEN_OPERATORS, UNSEEN_STYLES

from gridctl.addresses.doubles.match import compare
from gridctl.addresses.reading.parse import parse
from gridctl.addresses.reading.prefix import Context

TYPED = [
    row.address
    for seed in (11, 12)
    for row in list_houses(build_town(seed, 400), seed, 0.5, STYLES + UNSEEN_STYLES, OPERATORS + UNSEEN_OPERATORS)
]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "云州市青禾区柳溪街道清荷社区清荷路97号柳岸花园二期A区3栋2单元501室",
            {"admin": "云州市青禾区柳溪街道清荷社区", "road": "清荷路", "number": "97", "compound": "柳岸花园",
             "phase": "2", "zone": "A", "building": "3", "unit": "2", "room": "501"},
        ),
        ("清荷村第三村民小组二十号附1", {"village": "清荷村", "group": "3", "house": "20", "house_sub": "1"}),
        ("清荷路12号附3号", {"road": "清荷路", "number": "12", "sub": "3"}),
        ("延安路123弄4号501室", {"road": "延安路", "lane": "123", "building": "4", "room": "501"}),
        ("柳岸花园3栋负一层19号", {"compound": "柳岸花园", "building": "3", "floor": "-1", "room": "19"}),
        ("纺织厂宿舍5排10号", {"compound": "纺织厂宿舍", "row": "5", "house": "10"}),
        ("三门路12号3栋501", {"road": "三门路", "number": "12", "building": "3", "room": "501"}),
        ("清荷路二段12号", {"road": "清荷路二段", "number": "12"}),
    ],
)  # fmt: skip
def test_parts(text, parts):
    assert parse(text).values() == parts


def test_spans_point_at_the_typed_characters():
    text = "清荷路９７号　柳岸花园 ③栋（2单元）５０１室(张家)"
    spans = {part.kind: text[part.start : part.end] for part in parse(text).parts}
    assert spans == {
        "road": "清荷路", "number": "９７", "compound": "柳岸花园", "building": "③", "unit": "2",
        "room": "５０１", "extra": "(张家)",
    }  # fmt: skip


def test_numbers_with_strokes_keep_their_other_readings():
    address = parse("柳岸花园3栋5-1")
    assert address.open_numbers == ("5", "1")
    assert address.alternatives == ({"room": "501"}, {"unit": "5", "room": "1"})


@pytest.mark.parametrize("text", ["", " ", "（", "3", "号", "-", "清荷社区", "\u200b", "栋单元室", "①②③", "第", "附"])
def test_text_that_is_no_address_is_read_without_complaint(text):
    assert parse(text).text == text


def test_reading_the_canonical_form_gives_the_same_parts():
    context = Context.learn(TYPED)
    for text in TYPED:
        address = parse(text, context)
        assert parse(address.canonical, context).values() == address.values(), text


def test_a_context_changes_nothing_but_the_head():
    context = Context.of(["云州市", "青禾区", "柳溪街道"])
    bare, whole = parse("清荷路97号3栋501", context), parse("云州青禾区清荷路97号3栋501", context)
    assert bare.values() == {kind: value for kind, value in whole.values().items() if kind != "admin"}
    assert whole.get("admin") == "云州青禾区"


@given(st.text(alphabet="清荷路村花园期区栋单元室号楼层组附之第负-#（）0123一二三十ABo ·、①", max_size=24))
def test_any_text_is_read_and_its_spans_lie_inside(text):
    address = parse(text)
    assert all(0 <= part.start <= part.end <= len(text) for part in address.parts)


@given(st.sampled_from(TYPED), st.sampled_from(TYPED))
def test_verdicts_are_symmetric_and_an_address_is_never_unlike_itself(a, b):
    assert compare(a, b).verdict == compare(b, a).verdict
    assert compare(a, a).verdict != "different"


@given(st.integers(1, 30), st.integers(1, 6), st.integers(101, 3304), st.sampled_from(["building", "unit", "room"]))
def test_one_changed_number_is_another_house(building, unit, room, changed):
    numbers = {"building": building, "unit": unit, "room": room}
    other = numbers | {changed: numbers[changed] + 1}
    forms = ["柳岸花园{building}栋{unit}单元{room}室", "柳岸花园{building}-{unit}-{room}"]
    for form in forms:
        for other_form in forms:
            assert compare(form.format(**numbers), other_form.format(**other)).verdict == "different"
            assert compare(form.format(**numbers), other_form.format(**numbers)).verdict == "same"
