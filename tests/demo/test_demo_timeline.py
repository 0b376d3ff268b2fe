import pytest

from gridctl.demo.community import community
from gridctl.demo.incoming import split
from gridctl.demo.timeline import as_of


@pytest.fixture(scope="module")
def whole():
    return community(21, households=200, grids=2)


def test_nothing_from_after_the_day_is_left(whole):
    then = as_of(whole, "2026-06-30")
    days = ("collected_on", "verified_on", "listed_on", "visited_on")
    for records in then.values():
        assert all(record.get(name, "") <= "2026-06-30" for record in records for name in days)
    assert all(person["moved_in"] <= "2026-06-30" for home in then["households"] for person in home.get("members", ()))
    assert then["windows"] == []
    assert 0 < len(then["visits"]) < len(whole["visits"])


def test_a_house_let_later_was_vacant(whole):
    now = {home["id"]: home for home in whole["households"]}
    then = as_of(whole, "2026-06-30")["households"]
    vacated = [home for home in then if home["occupancy"] != now[home["id"]]["occupancy"]]
    assert vacated
    for home in vacated:
        assert home["occupancy"] == "vacant"
        assert "members" not in home
        assert "rented_since" not in home


def test_the_last_day_has_everything_but_windows_still_open(whole):
    now = as_of(whole, "2026-09-30")
    assert now["households"] == whole["households"]
    assert "stood_down_on" not in now["windows"][1]
    assert as_of(whole, "2026-10-08")["windows"] == whole["windows"]


def test_split_keeps_ledgers_whole_and_loses_nothing(whole):
    parted = split(whole)
    people = {person["id"] for home in parted.ledgers["households"] for person in home.get("members", ())}
    assert all(group["person"] in people for group in parted.ledgers["special_groups"])
    assert all(each["person"] in people for each in parted.ledgers["volunteers"])
    homes = {home["id"] for home in parted.ledgers["households"]}
    businesses = {each["id"] for each in parted.ledgers["businesses"]}
    buildings = {each["building_code"] for each in parted.ledgers["buildings"]}
    grids = {each["grid_code"] for each in parted.ledgers["grids"]}
    known_targets = homes | people | businesses | buildings | grids
    assert all(visit["target"] in known_targets for visit in parted.ledgers["visits"])
    for name, arrivals in parted.arrivals.items():
        assert [each.record["id"] for each in arrivals] == [each["id"] for each in whole[name]]
        known = {each["id"] for each in parted.ledgers[name]}
        assert {each.record["id"] for each in arrivals if each.intent != "new"} == known
        assert 0 < len(known) < len(arrivals)


def test_what_is_marked_changed_differs_and_what_is_known_does_not(whole):
    records = {record["id"]: record for name in ("households", "volunteers") for record in whole[name]}
    for name in ("households", "volunteers"):
        for each in split(whole).arrivals[name]:
            assert (each.record != records[each.record["id"]]) == (each.intent == "changed")
