import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError, field_validator
from pydantic_core import PydanticCustomError

from gridctl.schema.types import (
    Code,
    CodeList,
    Count,
    Date,
    DivisionCode,
    IdNo,
    LongText,
    Moment,
    Number,
    Phone,
    PhoneList,
    Text,
    TextList,
    Uscc,
    YesNo,
    citizen_id_no,
)
from gridctl.text.citizen_id import complete


class Sample(BaseModel):
    text: Text | None = None
    long_text: LongText | None = None
    citizen_id: IdNo | None = None
    id_no: IdNo | None = None
    uscc: Uscc | None = None
    phone: Phone | None = None
    phones: PhoneList = []
    numbers: list[Phone] = []
    division: DivisionCode | None = None
    day: Date | None = None
    moment: Moment | None = None
    yes_no: YesNo | None = None
    count: Count | None = None
    number: Number | None = None
    code: Code | None = None
    codes: CodeList = []
    texts: TextList = []

    @field_validator("citizen_id", mode="after")
    @classmethod
    def _check_citizen_id(cls, value: str | None) -> str | None:
        return citizen_id_no(value, "resident_id")


SINGLE = [name for name in Sample.model_fields if not isinstance(Sample.model_fields[name].default, list)]
LISTS = [name for name in Sample.model_fields if name not in {*SINGLE, "numbers"}]
ID = "513399199001010019"


def read(field: str, value: object) -> object:
    return getattr(Sample.model_validate({field: value}), field)


def faults(field: str, value: object) -> list[tuple[str, tuple[int | str, ...], object]]:
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate({field: value})
    return [(each["type"], each["loc"], each["ctx"]["value"]) for each in caught.value.errors()]


@pytest.mark.parametrize("blank", [None, "", " ", "\u3000", "\n", "\u200b"])
def test_blanks_are_none_and_empty_lists(blank: str | None):
    for field in SINGLE:
        assert read(field, blank) is None
    for field in LISTS:
        assert read(field, blank) == []


@pytest.mark.parametrize(
    ("field", "written", "value"),
    [
        ("text", " 李 小花 ", "李 小花"),
        ("text", 12.0, "12"),
        ("text", 12.5, "12.5"),
        ("text", True, "TRUE"),
        ("text", date(2026, 7, 1), "2026-07-01"),
        ("text", datetime(2026, 7, 1), "2026-07-01"),
        ("long_text", "第一行\r\n 第二行 ", "第一行\n第二行"),
        ("citizen_id", "５１３３９９ 19900101 0019", ID),
        ("citizen_id", int(ID), ID),
        ("citizen_id", "513399900101001", ID),
        ("id_no", "ｅ12345678", "E12345678"),
        ("id_no", "（2020）川第12号", "(2020)川第12号"),
        ("uscc", "91110000600037341l", "91110000600037341L"),
        ("phone", "手机：199 0000 1234（儿子）", "19900001234"),
        ("phone", 19900001234.0, "19900001234"),
        ("phones", "19900001234/0817-2223333", ["19900001234", "0817-2223333"]),
        ("phones", ["19900001234", "", None, "19900005678 2223333"], ["19900001234", "19900005678", "2223333"]),
        ("division", " 513399001002", "513399001002"),
        ("division", 513399001002.0, "513399001002"),
        ("day", "2026年7月1日", date(2026, 7, 1)),
        ("day", "2026.07", date(2026, 7, 1)),
        ("day", 46204, date(2026, 7, 1)),
        ("day", 46204.0, date(2026, 7, 1)),
        ("day", 2026.07, date(2026, 7, 1)),
        ("day", date(2026, 7, 1), date(2026, 7, 1)),
        ("day", datetime(2026, 7, 1, 8), date(2026, 7, 1)),
        ("day", 20260701.0, date(2026, 7, 1)),
        ("moment", "2026年7月1日下午3时半", datetime(2026, 7, 1, 15, 30)),
        ("moment", date(2026, 7, 1), datetime(2026, 7, 1)),
        ("moment", datetime(2026, 7, 1, 8), datetime(2026, 7, 1, 8)),
        ("count", "12", 12),
        ("count", "12.0", 12),
        ("count", "１２人", 12),
        ("count", "1,200", 1200),
        ("count", 3.0, 3),
        ("count", "十二", 12),
        ("count", "1990年", 1990),
        ("number", "89.5㎡", Decimal("89.5")),
        ("number", "1,200", Decimal(1200)),
        ("number", 0.1, Decimal("0.1")),
        ("number", "100 平方米", Decimal(100)),
        ("number", "3万5", Decimal(35_000)),
        ("code", "５１３３ 99", "513399"),
        ("code", "0101", "0101"),
        ("code", 101.0, "101"),
        ("code", "A-1", "A-1"),
        ("codes", "0101、0102", ["0101", "0102"]),
        ("texts", "甲、乙；丙\n丁", ["甲", "乙", "丙", "丁"]),
        ("texts", ["甲、乙"], ["甲", "乙"]),
    ],
)
def test_values_are_read_as_people_write_them(field: str, written: object, value: object):
    assert read(field, written) == value


@pytest.mark.parametrize("word", ["是", "有", "√", "true", "TRUE", "Y", "yes", "1", 1, 1.0, True, "１", " 是 "])
def test_words_for_yes(word: object):
    assert read("yes_no", word) is True


@pytest.mark.parametrize("word", ["否", "无", "没有", "×", "false", "N", "no", "0", 0, False])
def test_words_for_no(word: object):
    assert read("yes_no", word) is False


@pytest.mark.parametrize(
    ("field", "written", "code"),
    [
        ("text", "锟斤拷", "S206"),
        ("text", "李\ufffd花", "S206"),
        ("text", "#REF!", "S206"),
        ("long_text", "#N/A", "S206"),
        ("code", "#VALUE!", "S206"),
        ("text", {"a": 1}, "S103"),
        ("text", ["a"], "S103"),
        ("citizen_id", "5133", "S301"),
        ("citizen_id", "513399199001010018", "S302"),
        ("citizen_id", complete("51339919901301001"), "S303"),
        ("citizen_id", 5.13399199001010e17, "S305"),
        ("id_no", "5.13E+17", "S305"),
        ("uscc", "9151", "S321"),
        ("phone", "1990000", "S311"),
        ("phone", "无", "S311"),
        ("division", "513399", "S331"),
        ("day", "不详", "S202"),
        ("day", "2026-2-30", "S202"),
        ("day", 2026.1, "S202"),
        ("day", True, "S202"),
        ("moment", "2026-07", "S202"),
        ("yes_no", "也许", "S204"),
        ("yes_no", 2, "S204"),
        ("count", "1.5", "S203"),
        ("count", "-1", "S203"),
        ("count", "许多", "S203"),
        ("count", True, "S203"),
        ("number", "-0.5", "S203"),
        ("number", "nan", "S203"),
        ("number", "1e5", "S203"),
        ("number", "1_0", "S203"),
        ("code", "1.1E+24", "S333"),
        ("code", "101.0", "S333"),
        ("code", 5.11302001e24, "S333"),
        ("code", "１.1E+24", "S333"),
    ],
)
def test_each_fault_has_its_code_and_the_value_as_given(field: str, written: object, code: str):
    assert faults(field, written) == [(code, (field,), written)]


def test_each_item_of_a_list_is_judged():
    assert faults("phones", "19900001234、1、2") == [("S311", ("phones", 1), "1"), ("S311", ("phones", 2), "2")]
    assert faults("numbers", ["1", "19900001234"]) == [("S311", ("numbers", 0), "1")]


def test_messages_never_show_the_value():
    with pytest.raises(ValidationError) as caught:
        Sample.model_validate({"citizen_id": "513399199001010018"})
    assert "5133" not in caught.value.errors()[0]["msg"]


@given(
    st.fixed_dictionaries(
        {
            "text": st.text(max_size=5).filter(lambda s: "\ufffd" not in s),
            "day": st.dates(date(1900, 1, 1), date(2100, 1, 1)),
            "moment": st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1)),
            "yes_no": st.booleans(),
            "count": st.integers(0, 10**9),
            "number": st.integers(0, 10**9).map(lambda n: Decimal(n) / 100),
            "code": st.text("0123456789", min_size=1, max_size=25),
            "phones": st.lists(st.just("19900001234"), max_size=2),
        }
    )
)
def test_what_is_dumped_is_read_back(values: dict[str, object]):
    sample = Sample.model_validate(values)
    dumped = json.loads(json.dumps(sample.model_dump(mode="json")))
    assert Sample.model_validate({**dumped, "text": values["text"]}) == sample
    assert dumped["day"] == str(values["day"])


def test_numbers_are_numbers_in_json():
    assert Sample(number=Decimal("89.50")).model_dump_json(exclude_defaults=True) == '{"number":89.5}'
    assert Sample(number=Decimal("1200.0")).model_dump(mode="json")["number"] == 1200


def test_the_json_schema_names_plain_types():
    fields = Sample.model_json_schema()["properties"]
    assert fields["text"]["anyOf"] == [{"type": "string"}, {"type": "null"}]
    assert fields["day"]["anyOf"][0] == {"type": "string", "format": "date"}
    assert fields["phones"]["items"] == {"type": "string"}


def test_document_numbers_are_checked_where_they_are_citizen_ids():
    assert citizen_id_no("513399900101001", "resident_id") == ID
    assert citizen_id_no(ID, None) == ID
    assert citizen_id_no("E12345678", "passport") == "E12345678"
    assert citizen_id_no("E12345678", None) == "E12345678"
    assert citizen_id_no("1234567", "household_book") == "1234567"
    assert citizen_id_no(None, "resident_id") is None
    for value, id_type in (
        ("E12345678", "resident_id"),
        ("51339919900101001X", None),
        ("5133991990010100", "household_book"),
    ):
        with pytest.raises(PydanticCustomError) as caught:
            citizen_id_no(value, id_type)
        assert caught.value.type in {"S301", "S302"}
