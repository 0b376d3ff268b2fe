import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.addresses.codes.schemes import SchemeError, load_scheme

COMMUNITY = "513399001002"
OWN = {
    "name": "own", "check": "mod11-10",
    "segments": [
        {"name": "community", "length": "12", "of": "community"},
        {"name": "grid", "length": "4", "of": "grid", "stale": "yes"},
        {"name": "serial", "length": "8"},
    ],
}  # fmt: skip
SOUND = load_scheme("shenzhen25").compose(community=COMMUNITY, grid="1", building="101", room="201")


def codes(code, **expected):
    return [
        fault.code for fault in load_scheme("shenzhen25").check(code, {"community": COMMUNITY, "grid": "01"} | expected)
    ]


def test_a_code_is_composed_of_its_segments():
    assert SOUND == "5133990010020100101000201"
    assert load_scheme("shenzhen25").split(SOUND)["building"] == "00101"
    assert load_scheme("community_serial").compose(community=COMMUNITY, serial="00042") == COMMUNITY + "00042"
    assert load_scheme("shenzhen25").length == "25"
    assert load_scheme("community_serial").length == "16-25"


@pytest.mark.parametrize(
    ("code", "faults"),
    [
        (SOUND, []),
        (SOUND[:-1], ["C101"]),
        (SOUND[:4] + "O" + SOUND[5:], ["C101"]),
        (SOUND[:19], ["C102"]),
        ("513399001003" + SOUND[12:], ["C103"]),
        (SOUND[:12] + "07" + SOUND[14:], ["C104"]),
        ("5.13399E+24", ["C105"]),
        (SOUND[:15] + "0000000000", ["C105"]),
        (SOUND + ".0", ["C105"]),
        ("５" + SOUND[1:], ["C106"]),
        (SOUND[:6] + " " + SOUND[6:], ["C106"]),
    ],
)
def test_faults_are_told_apart(code, faults):
    assert codes(code) == faults


def test_faults_say_what_was_found():
    (fault,) = load_scheme("shenzhen25").check("513399001003" + SOUND[12:], {"community": COMMUNITY})
    assert fault.params == {"segment": "community", "found": "513399001003", "expected": COMMUNITY}
    (fault,) = load_scheme("shenzhen25").check("５" + SOUND[1:])
    assert fault.params == {"sound": SOUND}
    (fault,) = load_scheme("shenzhen25").check(SOUND[:4] + "O" + SOUND[5:])
    assert fault.params["character"] == "O"


@given(st.integers(0, 9999), st.integers(0, 99_999_999), st.integers(0, 24))
def test_a_changed_digit_fails_the_check_digit(grid, serial, place):
    own = load_scheme(OWN)
    code = own.compose(community=COMMUNITY, grid=str(grid), serial=str(serial))
    other = code[:place] + str((int(code[place]) + 1) % 10) + code[place + 1 :]
    # Zeros after the fifteenth digit are taken for Excel's first.
    assert {fault.code for fault in own.check(code)} <= {"C105"}
    assert own.check(other)


def test_the_real_estate_number_has_letters_in_their_places():
    estate = load_scheme("estate_unit28")
    assert estate.check("513399001002GB00012F00010023", {"county": "513399"}) == []
    assert [fault.code for fault in estate.check("513399001002GB00012X00010023")] == ["C101"]


@pytest.mark.parametrize(
    "definition",
    ["nothing", {"segments": []}, {"segments": [{"name": "a", "length": "x"}]},
     {"segments": [{"name": "A b", "length": 1}]},
     {"check": "magic", "segments": [{"name": "a", "length": 1}]},
     {"segments": [{"name": "a", "length": "1-2"}, {"name": "b", "length": 1}]},
     {"segments": [{"name": "a", "length": 1, "characters": "(.*)"}]}, {"segments": ["a"]}],
)  # fmt: skip
def test_unusable_definitions_are_refused(definition):
    with pytest.raises(SchemeError):
        load_scheme(definition)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"community": COMMUNITY, "grid": "1", "building": "123456", "room": "1"},
        {"community": COMMUNITY, "grid": "1", "building": "1", "room": "1", "tower": "2"},
    ],
)
def test_codes_are_not_composed_of_unfit_values(values):
    with pytest.raises(SchemeError):
        load_scheme("shenzhen25").compose(**values)
