"""Special campaigns: tasks of a cohort, answers from the visits, who is still missing."""

from __future__ import annotations

from datetime import date
from typing import cast

import pytest
from work_community import G1, G2, admission, duty, matter, visit

from gridctl.text.periods import parse_period
from gridctl.work import condition_faults
from gridctl.work.campaign_tables import situation_data, situation_tables
from gridctl.work.campaigns import ANSWERED, OTHER, UNANSWERED, report
from gridctl.work.lists import lists_for

MATTER = matter("04-02-03", duty("routine", "查电瓶车", "on_declaration", "households"))
CAMPAIGN = {
    "code": "ZX1", "name": "电瓶车充电排查", "matter_code": "04-02-03", "target": "households",
    "cohort": "occupancy = 'owner_occupied'", "first_day": "2026-08-03", "last_day": "2026-08-14",
    "questions": [
        {"question": "在哪里充电", "choices": ["车棚", "楼道", "户内"]}, {"question": "还有什么要说"},
    ],
    "declared_by": "街道",
}  # fmt: skip


def asked(key, day, target, place, **more):
    answers = [{"question": "在哪里充电", "answer": place}] if place else []
    return visit(key, day, target, campaign="ZX1", answers=answers, **more)


VISITS = [
    asked("V1", "2026-08-04", "H001", "车棚"),
    asked("V2", "2026-08-04", "H002", "楼道", hazards=["飞线充电"]),
    asked("V3", "2026-08-05", "H002", "车棚"),
    asked("V4", "2026-08-05", "H007", "阳台", grid=G2),
    asked("V5", "2026-08-05", "H003", "", mode="not_met"),
    visit("V6", "2026-08-05", "H004"),
    asked("V7", "2026-08-20", "H005", "户内"),
]


def situation(community, day, **changes):
    ws = community(**{"matters": [MATTER], "campaigns": [CAMPAIGN], "visits": VISITS, **changes})
    return report(ws, cast("object", ws.get("campaigns", "ZX1").record), day)


def test_its_tasks_stand_on_the_lists_over_its_days(community):
    lists = lists_for(community(matters=[MATTER], campaigns=[CAMPAIGN]), parse_period("2026Q3"))
    assert len(lists.tasks) == 10
    assert {each.campaign for each in lists.tasks} == {"ZX1"}
    assert all(date(2026, 8, 3) <= each.due <= each.until <= date(2026, 8, 14) for each in lists.tasks)
    assert len({each.due for each in lists.tasks if each.grid_code == G1}) > 3


def test_only_visits_that_name_it_prove_its_tasks(community):
    found = situation(community, date(2026, 8, 5))
    assert (found.targets, found.reached) == (10, 3)
    assert {each.target for each in found.missing} >= {"H003", "H004", "H005"}


def test_answers_are_counted_in_their_classes_the_last_of_a_target(community):
    (where, free) = situation(community, date(2026, 8, 5)).answers
    assert (where.counts, where.other) == ({"车棚": 2, "楼道": 0, "户内": 0}, 1)
    assert where.classes[-1] == (OTHER, 1)
    assert (free.counts, free.answered, free.unanswered) == ({}, 0, 3)
    assert free.classes == [(ANSWERED, 0), (UNANSWERED, 3)]


def test_the_report_of_a_day_knows_nothing_of_later_ones(community):
    found = situation(community, date(2026, 8, 4))
    assert [(str(each.day), each.reached, each.total) for each in found.days] == [("2026-08-04", 2, 2)]
    assert (found.hazards, found.not_met) == (1, 0)
    assert found.by_grid == {G1: (2, 6), G2: (0, 4)}


def test_who_is_excused_is_not_missing(community):
    grant = {
        "id": "E1", "target": "H001", "first_day": "2026-08-01", "last_day": "2026-08-31", "reason": "other",
        "approved_by": "社区",
    }  # fmt: skip
    before, found = situation(community, date(2026, 8, 3)), situation(community, date(2026, 8, 3), excuses=[grant])
    assert (before.excused, found.excused) == (0, 1)
    assert {each.target for each in before.missing} - {each.target for each in found.missing} == {"H001"}


def test_tables_and_data_say_the_same(community):
    found = situation(community, date(2026, 8, 5))
    facts, _, grids, days, missing = situation_tables(found)
    assert [row[1] for row in facts.rows] == [10, 3, 1, 1, 0, 7, 1, 0]
    assert len(missing.rows) == len(situation_data(found)["missing"]) == 7
    assert sum(row[2] for row in grids.rows) == days.rows[-1][2] == 3
    assert {column.mask for column in missing.columns} == {"none", "name", "address"}


@pytest.mark.parametrize(
    ("code", "changes"),
    [
        ("T207", {"campaigns": [{**CAMPAIGN, "matter_code": "99-99-99"}]}),
        ("T208", {"matters": [{**MATTER, "admission": admission(valid_to="2026-07-31")}]}),
        ("T209", {"campaigns": [{**CAMPAIGN, "cohort": "no_such_column"}]}),
        ("T213", {"campaigns": [{**CAMPAIGN, "first_day": None}]}),
        ("T213", {"campaigns": [{**CAMPAIGN, "last_day": "2026-08-01"}]}),
    ],
)
def test_a_campaign_that_may_not_or_cannot_run_is_refused_with_the_reason(community, code, changes):
    found = situation(community, date(2026, 8, 5), **changes)
    assert found.targets == 0
    assert code in {each.code for each in found.findings}


def test_conditions_that_cannot_be_asked_are_a_table_for_check(community):
    wrong = duty("routine", "查灶", "weekly", "households", "occupancy = (")
    campaigns = [{**CAMPAIGN, "cohort": "楼龄 > 30"}, {**CAMPAIGN, "code": "ZX2", "cohort": "1 = 1 -- 全部"}]
    ws = community(matters=[MATTER, matter("01-01-01", wrong)], campaigns=campaigns)
    condition_faults.derive(ws)
    rows = ws.index().sql("select ledger, record, field, reason from condition_faults order by all")
    assert [row[:3] for row in rows] == [("campaigns", "ZX1", "cohort"), ("matters", "01-01-01", "duties[0].cohort")]
    assert "没有“楼龄”这一列" in rows[0][3]
