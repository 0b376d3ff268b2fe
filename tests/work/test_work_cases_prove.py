"""A case found on a patrol or a visit shows that somebody was there; one that a resident reported does not."""

from __future__ import annotations

import pytest
from work_community import G1, duty, house, matter

from gridctl.text.periods import parse_period
from gridctl.work.lists import lists_for

WEEK = parse_period("2026-07-06..12")
PATROL = [matter("05-01-01", duty("routine", "巡查", "weekly", "grids", "level = 'grid'"))]
VISITS = [matter("02-01-01", duty("routine", "入户", "monthly", "households"))]


def found_on(day: str, source: str, **more):
    return {
        "id": "C0000000000CA", "case_no": "N1", "kind": "problem", "title": "井盖松动", "source": source,
        "occurred_on": day, "grid_code": G1, "matter_code": "05-01-01",
        "steps": [{"step": "collect", "at": f"{day}T09:00:00", "by": "W1"}], **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("case", "state", "proof"),
    [
        (found_on("2026-07-08", "patrol"), "done", "C0000000000CA"),
        (found_on("2026-07-08", "resident"), "overdue_red", ""),
        (found_on("2026-07-08", "patrol", matter_code="04-01-03"), "overdue_red", ""),
        (found_on("2026-07-20", "patrol"), "overdue_red", ""),
    ],
)
def test_a_patrol_is_proved_by_what_it_found(community, case, state, proof):
    tasks = lists_for(community(matters=PATROL, cases=[case]), WEEK).tasks
    (own,) = [each for each in tasks if each.grid_code == G1]
    assert (own.state, own.done_by) == (state, proof)


def test_a_visit_is_proved_by_the_case_it_opened(community):
    case = found_on("2026-07-08", "visit", matter_code="02-01-01", house_code="F001")
    lists = lists_for(
        community(matters=VISITS, households=[house(1, G1)], visits=[], cases=[case]), parse_period("2026-07")
    )
    (own,) = lists.tasks
    assert own.done_by == "C0000000000CA"
    assert own.state in ("done", "done_late")
