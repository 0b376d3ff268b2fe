"""The cascade that says whether two mentions are one person, case by case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gridctl.addresses.people.compare import compare_people
from gridctl.addresses.people.ids import compare_ids, one_key_apart
from gridctl.addresses.people.mentions import Mention
from gridctl.addresses.people.names import alike, name_key
from gridctl.text.citizen_id import complete

ID_NO = complete("51339919850312001")
BROTHER = complete("51339919850312003")
BORN = date(1985, 3, 12)


def mention(number: int = 1, **known: Any) -> Mention:
    told: dict[str, Any] = dict.fromkeys(Mention._fields, "") | {
        "number": number, "ledger": "households", "record": f"H{number}", "part": f"P{number}", "name": "安小禾",
        "birth": None, "birth_year": None, "phones": (), "current": True, "dead": False, "died": None, "left": None,
        "since": None,
    } | known  # fmt: skip
    return Mention(**told | {"name_key": name_key(told["name"])})


def tier(one: dict[str, Any], other: dict[str, Any]) -> str | None:
    a, b = mention(1, **one), mention(2, **other)
    found, turned = compare_people(a, b), compare_people(b, a)
    assert found == turned
    return found.tier if found else None


PHONE = {"phones": ("19900010001",)}
HOUSE = {"house": "51339900100201000010001"}
STATED = {"birth": BORN, "sex": "male"}
OTHER_NAME = {"name": "柳青"}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        pytest.param({"id_no": ID_NO}, {"id_no": ID_NO}, "confirmed", id="equal ids"),
        pytest.param({"id_no": ID_NO}, {"written": f"{ID_NO[:6]}{ID_NO[8:17]}"}, "confirmed", id="15 digits"),
        pytest.param({"id_no": ID_NO}, {"id_no": ID_NO, **OTHER_NAME}, "suspected", id="husband's id in her row"),
        pytest.param({"id_no": ID_NO, **STATED, **PHONE, **HOUSE}, {"id_no": BROTHER, **STATED, **PHONE, **HOUSE},
                     "different", id="twins of one name"),
        pytest.param({"id_no": ID_NO}, {}, None, id="name alone"),
        pytest.param({}, {}, None, id="name alone, no ids"),
        pytest.param({"id_no": ID_NO}, {"written": "5133**********" + ID_NO[14:]}, "suspected", id="mask that fits"),
        pytest.param({"id_no": ID_NO}, {"written": "5133**********" + ID_NO[14:], "birth": BORN}, "confirmed",
                     id="mask that fits, birth date"),
        pytest.param({"id_no": ID_NO}, {"written": "513399********" + ID_NO[14:], **PHONE}, "suspected",
                     id="mask that fits, telephone of one only"),
        pytest.param({"id_no": ID_NO, **PHONE}, {"written": "513399XXXXXXXX" + ID_NO[14:], **PHONE}, "confirmed",
                     id="mask that fits, telephone"),
        pytest.param({"id_no": ID_NO}, {"written": "513399**************", **PHONE}, None, id="mask of another length"),
        pytest.param({"id_no": ID_NO}, {"written": "5133**********9999", "birth": BORN}, None, id="mask that does not"),
        pytest.param({"written": "5133**********0010"}, {"written": "5133**********0010"}, None, id="equal masks"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:15] + "000"}, "suspected", id="cut off by Excel"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:10] + "9" + ID_NO[11:]}, "confirmed", id="one key wrong"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:10] + ID_NO[11:]}, "confirmed", id="one key missing"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:9] + ID_NO[10] + ID_NO[9] + ID_NO[11:]}, "confirmed",
                     id="neighbours turned round"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:10] + "9" + ID_NO[11:], **OTHER_NAME}, None,
                     id="one key wrong, other name"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:17] + "5", "birth": date(1990, 1, 1)}, "suspected",
                     id="one key wrong, other birth date"),
        pytest.param({"id_no": ID_NO}, {"written": ID_NO[:10] + "98" + ID_NO[12:]}, None, id="two keys wrong"),
        pytest.param(STATED, STATED, "suspected", id="birth date and sex"),
        pytest.param({**STATED, **PHONE}, {**STATED, **PHONE}, "confirmed", id="and telephone"),
        pytest.param({**STATED, **HOUSE}, {**STATED, **HOUSE}, "confirmed", id="and house"),
        pytest.param({"id_no": ID_NO, **HOUSE}, {**STATED, **HOUSE}, "confirmed", id="birth date from the id"),
        pytest.param({**STATED, **HOUSE}, {**STATED, **HOUSE, "sex": "female"}, None, id="other sex"),
        pytest.param({**PHONE, **HOUSE, "birth": BORN}, {**PHONE, **HOUSE, "birth": date(2010, 3, 12)}, None,
                     id="father and son of one name"),
        pytest.param({**PHONE, **HOUSE}, {**PHONE, **HOUSE}, "suspected", id="telephone and house, no birth date"),
        pytest.param({**STATED, **HOUSE}, {**STATED, **HOUSE, "name": "安小荷"}, "suspected", id="sounds alike"),
        pytest.param({**STATED, **HOUSE}, {**STATED, **HOUSE, "name": "安大禾"}, None, id="twins without ids"),
        pytest.param({"name": "阿依古丽·买买提", **STATED, **PHONE}, {"name": "阿依古丽 买买提", **STATED, **PHONE},
                     "confirmed", id="dots and blanks"),
        pytest.param({"birth_year": 1985, **PHONE}, {"birth_year": 1960, **PHONE}, None, id="other year of birth"),
        pytest.param({"person": "P1"}, {"link": "P1"}, "confirmed", id="linked"),
        pytest.param({"person": "P1"}, {"link": "P1", **OTHER_NAME}, None, id="linked, other name"),
        pytest.param({"document": "passport:E1"}, {"document": "passport:E1"}, "confirmed", id="one passport"),
    ],
)  # fmt: skip
def test_the_cascade(one, other, verdict):
    assert tier(one, other) == verdict


DETAILS = st.fixed_dictionaries(
    {},
    optional={
        "id_no": st.sampled_from([ID_NO, BROTHER]),
        "written": st.sampled_from(["5133**********0010", ID_NO[:17] + "5", ID_NO[:15] + "000", "无"]),
        "birth": st.sampled_from([BORN, date(2010, 1, 1)]),
        "sex": st.sampled_from(["male", "female"]),
        "phones": st.sampled_from([("19900010001",), ("19900010001", "19900010002")]),
        "house": st.sampled_from(["1", "2"]),
        "name": st.sampled_from(["安小禾", "安小荷", "安 小禾", "安*禾", "柳青"]),
    },
)


@settings(max_examples=100, deadline=None)
@given(one=DETAILS, other=DETAILS)
def test_verdicts_are_symmetric_and_never_join_two_ids(one, other):
    found = tier(one, other)
    if one.get("id_no") and other.get("id_no") and one["id_no"] != other["id_no"]:
        assert found == "different"
    if found == "confirmed":
        keys = [name_key(each.get("name", "安小禾")) for each in (one, other)]
        assert one.get("id_no") == other.get("id_no") is not None or alike(*keys) == "same"


@given(at=st.integers(0, 17), digit=st.sampled_from("0123456789"))
def test_one_wrong_key_is_always_seen(at, digit):
    wrong = ID_NO[:at] + digit + ID_NO[at + 1 :]
    assert one_key_apart(wrong, ID_NO) is (wrong != ID_NO)
    assert one_key_apart(ID_NO[:at] + ID_NO[at + 1 :], ID_NO)
    assert compare_ids(ID_NO, "", "", ID_NO[:at] + digit + ID_NO[at:]).relation == "slip"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("李莉", "李丽", "variant"), ("李*", "李莉", "variant"), ("李莉", "王莉", "different"), ("单雄", "单雄", "same"),
     ("李莉", "李莉莉", "different"), ("", "李莉", "unknown"), ("**", "**", "unknown")],
)  # fmt: skip
def test_names(one, other, expected):
    assert alike(one, other) == alike(other, one) == expected
