"""Where a case stands, by its log: stages, holders, limits, cards, lateness."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from case_community import case, log

from gridctl.text.workdays import Calendar
from gridctl.work.case_clock import Clock, end_of_day
from gridctl.work.case_replay import judge, replay

CLOCK = Clock(Calendar())
TO_HANDLE = (
    "collect 03-04 09:00 Q2",
    "classify 03-04 10:00 Q2",
    "dispatch 03-04 11:00 Q2>Q3",
    "dispatch/accept 03-04 14:00 Q3",
)
WHOLE = (
    *TO_HANDLE,
    "handle 03-05 10:00 Q3",
    "reply 03-05 11:00 Q3",
    "verify 03-06 10:00 Q2",
    "evaluate 03-07 10:00 Q1",
)


def state(*entries, **fields):
    return replay(case(level="ordinary", steps=log(*entries), **fields), CLOCK)


def test_the_first_receiver_answers_until_somebody_accepts():
    assert [state(*TO_HANDLE[:n]).holder for n in range(1, 5)] == ["Q2", "Q2", "Q2", "Q3"]
    assert [state(*WHOLE[:n]).stage for n in range(1, 9)] == [
        "classify", "dispatch", "accept", "handle", "reply", "verify", "evaluate", "finished",
    ]  # fmt: skip


def test_limits_run_in_working_hours_and_days():
    def due(*entries, **fields):
        return state(*entries, **fields).step_due

    assert due("collect 03-04 09:00 Q2") == datetime(2025, 3, 4, 14, 0)
    assert due("collect 03-07 16:00 Q2") == datetime(2025, 3, 10, 11, 0)
    assert due("collect 03-08 08:00 Q2") == datetime(2025, 3, 10, 14, 0)
    assert due(*TO_HANDLE) == datetime(2025, 3, 7, 17, 30)
    # The Qingming holiday from 4 to 6 April does not count.
    assert due(*TO_HANDLE[:3], "dispatch/accept 04-03 10:00 Q3") == datetime(2025, 4, 9, 17, 30)
    assert due("collect 03-08 23:50 Q2", situation="emergency") == datetime(2025, 3, 9, 0, 5)


@pytest.mark.parametrize(
    ("level", "situation", "day"),
    [("ordinary", "routine", 7), ("considerable", "routine", 11), ("major", "routine", 13), ("ordinary", "major", 6)],
)
def test_level_and_situation_set_the_limit_of_handling(level, situation, day):
    found = replay(case(level=level, situation=situation, steps=log(*TO_HANDLE)), CLOCK)
    assert found.step_due == datetime(2025, 3, day, 17, 30)


def test_in_an_emergency_reports_keep_coming():
    entries = (
        "collect 03-08 20:00 Q2",
        "classify 03-08 20:05 Q2",
        "dispatch 03-08 20:10 Q2>Q3",
        "dispatch/accept 03-08 20:15 Q3",
    )
    assert state(*entries, situation="emergency").step_due == datetime(2025, 3, 8, 22, 15)
    reported = state(*entries, "handle/progress 03-08 22:00 Q3", situation="emergency")
    assert reported.step_due == datetime(2025, 3, 9, 2, 0)
    late = state(*entries, "handle/progress 03-08 23:00 Q3", situation="emergency")
    assert (late.late_step, late.card) == ("handle", "red")


def test_each_report_of_an_emergency_has_a_time_of_its_own():
    found = state(*TO_HANDLE, "handle/progress 03-04 15:00 Q3", "handle/progress 03-04 20:00 Q3", situation="emergency")
    assert [(each.due.hour, each.end > each.due) for each in found.reports] == [(16, False), (19, True)]
    assert state(*TO_HANDLE, "handle/progress 03-04 15:00 Q3").reports == []


def test_an_extension_moves_the_limit_and_the_card():
    given = [{"days": 5, "at": "2025-03-06T09:00:00", "reason": "等材料", "asked_by": "Q3", "approved_by": "Q1"}]
    assert state(*TO_HANDLE, extensions=given).step_due == datetime(2025, 3, 14, 17, 30)
    done = (*TO_HANDLE, "handle 03-13 10:00 Q3")
    assert (state(*done).card, state(*done, extensions=given).card) == ("yellow", "")
    assert state(*done, extensions=given).days_given == 5


@pytest.mark.parametrize(("day", "card"), [(7, ""), (10, ""), (12, "yellow"), (18, "yellow"), (19, "red")])
def test_cards_follow_from_the_working_days_that_went_by(day, card):
    found = state(*TO_HANDLE)
    judge(found, found.stays[-1], end_of_day(date(2025, 3, day)), CLOCK)
    assert found.card == card


def test_a_return_gives_it_back_to_the_first_receiver_and_the_time_begins_anew():
    back = state(*TO_HANDLE, "handle/return 03-06 10:00 Q3")
    assert (back.stage, back.holder, back.returns) == ("dispatch", "Q2", 1)
    again = state(
        *TO_HANDLE, "handle/return 03-06 10:00 Q3", "dispatch 03-06 11:00 Q2>街道", "dispatch/accept 03-06 15:00 街道"
    )
    assert (again.stage, again.holder, again.step_due) == ("handle", "街道", datetime(2025, 3, 11, 17, 30))


def test_reopening_goes_back_to_who_handled_it():
    found = state(*WHOLE, "evaluate/reopen 03-08 10:00 Q1")
    assert (found.stage, found.holder, found.reopened, found.illegal) == ("handle", "Q3", 1, None)
    assert "verify" not in found.last
    assert found.first["verify"] == datetime(2025, 3, 6, 10, 0)


def test_closing_late_stays_late_after_it_is_finished():
    late = (
        *TO_HANDLE,
        "handle 03-12 10:00 Q3",
        "reply 03-13 11:00 Q3",
        "verify 03-17 10:00 Q2",
        "evaluate 03-18 10:00 Q1",
    )
    assert (state(*late).late, state(*late).card) == (True, "yellow")
    assert state(*WHOLE).late is False


@pytest.mark.parametrize(
    ("entries", "number"),
    [
        (("classify 03-04 10:00 Q2",), 0),
        (("collect 03-04 09:00 Q2", "dispatch 03-04 10:00 Q2>Q3"), 1),
        (("collect 03-04 09:00 Q2", "classify 03-03 10:00 Q2"), 1),
        ((*TO_HANDLE, "evaluate 03-06 10:00 Q1"), 4),
        (("collect 03-04 09:00 Q2", "classify 03-04 10:00 Q2", "dispatch/claim 03-04 11:00 V1"), 2),
    ],
)
def test_the_first_illegal_entry_is_known_and_the_rest_still_read(entries, number):
    assert state(*entries).illegal == number


def test_every_legal_log_is_legal():
    for entries in (
        WHOLE,
        ("collect 03-04 09:00 Q2", "classify/refuse 03-04 10:00 Q2", "classify/reopen 03-05 10:00 Q2"),
        (*TO_HANDLE[:2], "classify/return 03-04 11:00 Q2", "classify/merge 03-04 12:00 Q2>C1"),
        (*TO_HANDLE, "handle 03-05 10:00 Q3", "reply 03-05 11:00 Q3", "verify/return 03-06 10:00 Q2", *(
            "handle 03-06 11:00 Q3", "reply 03-06 12:00 Q3", "verify 03-06 15:00 Q2", "evaluate 03-06 15:00 Q1")),
    ):  # fmt: skip
        assert state(*entries).illegal is None
