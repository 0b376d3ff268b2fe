from collections import Counter

import pytest

from gridctl.demo.community import community
from gridctl.demo.people import age_of
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.schema.reading import plain, read_record
from gridctl.text.citizen_id import parse
from gridctl.text.ids import is_id


@pytest.fixture(scope="module")
def large():
    return community(11, households=900, grids=3)


def persons(data):
    return [(person, home) for home in data["households"] for person in home.get("members", ())]


def test_the_same_seed_gives_the_same_community_and_another_seed_another_one():
    first, again, other = (community(seed, households=80, grids=2) for seed in (3, 3, 4))
    assert first == again
    assert first["households"] != other["households"]


def test_every_record_of_every_ledger_is_read_back_as_it_is(large):
    for each in LEDGERS:
        for record in large.get(each.name, ()):
            reading = read_record(each, record)
            assert reading.faults == ()
            assert plain(reading.record) == record


def test_numbers_are_valid_unique_and_invented(large):
    people = [person for person, _ in persons(large)]
    numbers = [person["id_no"] for person in people] + [worker["id_no"] for worker in large["staff"]]
    assert len(set(numbers)) == len(numbers)
    for person in people:
        read = parse(person["id_no"])
        assert read.number == person["id_no"]
        assert read.area == "513399"
        assert (read.birth_date.isoformat(), read.sex) == (person["birth_date"], person["sex"])
        assert all("19900000000" <= phone <= "19900999999" for phone in person.get("phones", ()))
        assert is_id(person["id"], "P")
    codes = [business["uscc"] for business in large["businesses"]]
    assert len(set(codes)) == len(codes)


def test_house_codes_and_grid_codes_follow_their_schemes(large):
    codes = [home["house_code"] for home in large["households"]]
    assert len(set(codes)) == len(codes) == 900
    for home in large["households"]:
        grid = home["grid_code"]
        assert home["house_code"][:19] == home["building_code"]
        assert home["house_code"][:12] + f"{int(home['house_code'][12:14]):03}" == grid
        assert len(home["house_code"]) == 25
        assert home["cell_code"][:15] == grid
        assert len(home["cell_code"]) == 20


def test_addresses_are_unique(large):
    addresses = Counter(home["address"] for home in large["households"])
    assert max(addresses.values()) == 1


def test_sizes_of_grids_and_cells(large):
    in_grids = Counter(home["grid_code"] for home in large["households"])
    in_cells = Counter(home["cell_code"] for home in large["households"])
    assert set(in_grids.values()) == {300}
    assert all(10 <= count <= 20 for count in in_cells.values())
    assert 2.6 < len(persons(large)) / 900 < 3.4


def test_references_resolve(large):
    homes = {home["id"]: home for home in large["households"]}
    houses = {home["house_code"]: home for home in large["households"]}
    people = {person["id"]: home for person, home in persons(large)}
    grids = {grid["grid_code"]: grid for grid in large["grids"]}
    staff = {worker["staff_no"] for worker in large["staff"]}
    businesses = {business["id"] for business in large["businesses"]}
    assert {home["building_code"] for home in homes.values()} == {each["building_code"] for each in large["buildings"]}
    assert all(home["cell_code"] in grids for home in homes.values())
    for grid in grids.values():
        assert {grid["chief_staff"], *grid["members"]} <= staff
        assert grid.get("parent", next(iter(grids))) in grids
    for worker in large["staff"]:
        assert set(worker["grids"]) <= grids.keys()
        assert worker.get("backup_staff", next(iter(staff))) in staff
    for group in large["special_groups"]:
        assert people[group["person"]]["house_code"] == group["house_code"]
        assert houses[group["house_code"]]["grid_code"] == group["grid_code"]
    assert all(people[each["person"]]["grid_code"] == each["grid_code"] for each in large["volunteers"])
    buildings = {each["building_code"] for each in large["buildings"]}
    targets = {
        "household": homes.keys(), "person": people.keys(), "business": businesses, "building": buildings,
        "grid": grids.keys(),
    }  # fmt: skip
    for visit in large["visits"]:
        assert visit["target"] in targets[visit["target_kind"]]
        assert set(visit["staff"]) <= staff
    for window in large["windows"]:
        assert set(window["grids"]) <= grids.keys()


def test_families_are_possible(large):
    for home in large["households"]:
        members = home.get("members", [])
        assert (home["occupancy"] == "vacant") == (not members)
        if not members:
            continue
        relations = Counter(person["relation"] for person in members)
        assert relations["household_head"] == 1
        assert relations["spouse"] <= 1
        head = members[0]
        assert head["relation"] == "household_head"
        assert age_of(head) >= 18
        for person in members[1:]:
            if person["relation"] == "spouse":
                assert person["sex"] != head["sex"]
            if person["relation"] in ("son", "daughter"):
                assert age_of(head) - age_of(person) >= 18
            if person["relation"] in ("father", "mother"):
                assert age_of(person) - age_of(head) >= 18


def test_care_records_suit_their_people(large):
    people = {person["id"]: person for person, _ in persons(large)}
    for group in large["special_groups"]:
        person = people[group["person"]]
        if group["category"] == "advanced_age":
            assert age_of(person) >= 80
        if group["category"] == "disability":
            assert group["disability_kinds"]
            assert group["disability_grade"]
        assert group["listed_on"] < group["review_on"]
    assert len({group["category"] for group in large["special_groups"]}) >= 10


def test_nobody_is_visited_before_moving_in(large):
    came = {home["id"]: min(person["moved_in"] for person in home["members"]) for _, home in persons(large)}
    homes = [visit for visit in large["visits"] if visit["target_kind"] == "household"]
    visits = [visit for visit in homes if visit["target"] in came]
    assert visits
    assert all(came[visit["target"]] <= visit["visited_on"] for visit in visits)
    assert {visit["visited_on"][:7] for visit in visits} == {f"2026-{month:02}" for month in range(4, 10)}


def test_windows_take_over_the_matters_of_their_situation():
    matters = [
        {"code": "11-01-01", "duties": [{"situation": "emergency"}]},
        {"code": "05-01-01", "duties": [{"situation": "major"}, {"situation": "routine"}]},
        {"code": "01-01-01", "duties": [{"situation": "routine"}]},
    ]
    storm, holiday = community(1, households=40, matters=matters)["windows"]
    assert (storm["situation"], storm["matters"]) == ("emergency", ["11-01-01"])
    assert (holiday["situation"], holiday["matters"]) == ("major", ["05-01-01"])


def test_doubles_are_the_same_house_under_another_code():
    data = community(5, households=60, doubles=2, overdue_reviews=1)
    plain_one = community(5, households=60)
    extra = data["households"][60:]
    assert data["households"][:60] == plain_one["households"]
    codes = {home["house_code"] for home in plain_one["households"]}
    assert len(extra) == 2
    for double in extra:
        assert double["house_code"] not in codes
        assert len(double["house_code"]) == 25
        assert double["building_code"] == double["house_code"][:19]
        assert read_record(ledger("households"), double).faults == ()
    assert [group["review_on"] for group in data["special_groups"]].count("2026-08-31") == 1
