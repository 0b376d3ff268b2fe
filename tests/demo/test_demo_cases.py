"""The demo's cases: all of what can become of one, and never a move that may not be."""

from __future__ import annotations

from collections import Counter

import pytest

from gridctl.demo import case_history
from gridctl.demo.community import community
from gridctl.demo.incoming import split
from gridctl.demo.sample import sample
from gridctl.text.workdays import Calendar
from gridctl.work.case_clock import Clock
from gridctl.work.case_replay import replay

CLOCK = Clock(Calendar())


@pytest.fixture(scope="module")
def made():
    return sample()


def test_every_log_is_legal_whenever_it_is_looked_at(made):
    for day in ("2026-06-30", "2026-07-18", "2026-07-31", "2026-08-20", "2026-09-30"):
        for case in case_history.as_of(made["cases"], day):
            assert replay(case, CLOCK).illegal is None, (day, case["title"])


def test_everything_that_can_become_of_a_case_becomes_of_one(made):
    states = [replay(case, CLOCK) for case in made["cases"] if case["occurred_on"] >= "2026-07-01"]
    assert 55 <= len(states) <= 90
    assert {each.situation for each in states} == {"routine", "major", "emergency"}
    assert {each.kind for each in states} == {"problem", "wish", "deliberation"}
    assert {"finished", "refused", "merged", "evaluate", "accept", "classify"} <= {each.stage for each in states}
    assert all(sum(found) > 0 for found in (
        [each.returns for each in states], [each.reopened for each in states], [each.days_given for each in states],
        [each.late for each in states],
    ))  # fmt: skip
    assert {each.card for each in states} == {"", "yellow", "red"}
    assert {case.get("satisfaction") for case in made["cases"]} == {"satisfied", "fairly", "dissatisfied", None}


def test_every_hazard_and_need_of_a_visit_has_its_case(made):
    asked = Counter(
        visit["id"] for visit in made["visits"] for _ in (*visit.get("hazards", ()), *visit.get("needs", ()))
    )
    opened = Counter(case["visit"] for case in made["cases"] if "visit" in case)
    assert asked == opened
    first = {visit["id"]: visit.get("follow_up_case") for visit in made["visits"] if visit["id"] in asked}
    assert set(first.values()) <= {case["id"] for case in made["cases"]}


def test_two_deliberations_record_six_steps_and_wishes_are_claimed(made):
    meetings = [case for case in made["cases"] if case["kind"] == "deliberation"]
    assert [len(each["deliberation"]) for each in meetings] == [6, 6]
    wishes = [case for case in made["cases"] if case["kind"] == "wish"]
    assert all(any(step.get("act") == "claim" for step in each["steps"]) for each in wishes)
    assert {each["wish_kind"] for each in wishes} >= {"employment", "education", "medical", "housing"}


def test_cases_of_what_arrives_later_arrive_with_it_or_not_at_all():
    known = split(community(5, households=60)).ledgers
    ids = {each["id"] for name in ("visits", "volunteers", "households") for each in known[name]}
    ids |= {person["id"] for each in known["households"] for person in each.get("members", ())}
    for case in known["cases"]:
        assert case.get("visit", next(iter(ids))) in ids
        assert all(party["person"] in ids for party in case.get("parties", ()))
