"""What may be done with a case, by whom and when; what may not be is refused with what may."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from case_community import VOLUNTEER, case, community, log

from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.work.case_beside import deliberated, extended, merged
from gridctl.work.case_change import Said, find_case, moved
from gridctl.work.case_open import from_visits
from gridctl.work.case_people import People
from gridctl.work.case_sheets import timeline, timeline_data
from gridctl.work.case_status import progress_of

SORTED = ("collect 03-04 09:00 Q2", "classify 03-04 10:00 Q2")
SENT = (*SORTED, "dispatch 03-04 11:00 Q2>Q3")
TAKEN = (*SENT, "dispatch/accept 03-04 14:00 Q3")
DONE = (*TAKEN, "handle 03-05 10:00 Q3", "reply 03-05 11:00 Q3")


def at(day, clock="10:00"):
    return datetime.fromisoformat(f"2025-{day}T{clock}")


@pytest.fixture
def place(tmp_path):
    def make(*entries, key="C0000000000CA", absences=(), **fields):
        known = {"matter_code": "04-01-01", "level": "ordinary"} if len(entries) > 1 else {}
        record = case(key, **(known | fields))
        ws = community(
            tmp_path, cases=[record | {"steps": log(*entries)} if entries else record], absences=list(absences)
        )
        return ws, find_case(ws, key)

    return make


def test_a_move_writes_one_entry_and_what_goes_with_it(place):
    ws, entry = place()
    fields = {"matter_code": "04-01-01", "level": "一般"}
    ws.apply(moved(ws, entry, "classify", Said("白小麦", at("03-04"), note="杂物"), fields))
    after = find_case(ws, entry.key).typed
    assert (after["matter_code"], after["level"]) == ("04-01-01", "ordinary")
    assert after["steps"][1] == {"step": "classify", "at": "2025-03-04T10:00:00", "by": "Q2", "note": "杂物"}


@pytest.mark.parametrize(
    ("entries", "name", "said", "fields", "told"),
    [
        ((), "dispatch", Said(to="Q3"), {}, "待分类"),
        ((), "classify", Said(), {"matter_code": "04-09-09", "level": "一般"}, "2024-12-31"),
        ((), "classify", Said(), {"matter_code": "77-77-77", "level": "一般"}, "没有 77-77-77"),
        (SORTED, "dispatch", Said(to="Q9"), {}, "已离岗"),
        (SORTED, "claim", Said(VOLUNTEER), {}, "不能“认领”"),
        (SENT, "accept", Said("Q1"), {}, "已派给 Q3"),
        (TAKEN, "handle", Said("Q2", note="好了"), {}, "由 Q3 负责"),
        (DONE, "close", Said("Q3"), {}, "由别人来做"),
        (TAKEN, "handle", Said("Q3", at("03-04", "09:30"), note="好了"), {}, "早于上一环节"),
        (TAKEN, "handle", Said("Q3", datetime(2025, 5, 1, 9, 0), note="好了"), {}, "还没有到"),
    ],
)
def test_what_may_not_be_is_refused_with_the_reason(place, entries, name, said, fields, told):
    ws, entry = place(*entries)
    with pytest.raises(Refused) as refused:
        moved(ws, entry, name, said if said.at else Said(said.by, at("03-06"), said.to, said.note), fields)
    assert told in refused.value.zh
    assert refused.value.exit_code == 3
    assert refused.value.en.isascii() or "事项" in refused.value.en


def test_what_may_be_done_next_is_told(place):
    ws, entry = place(*SENT)
    with pytest.raises(Refused) as refused:
        moved(ws, entry, "reply", Said(note="x"))
    assert "签收（accept）" in refused.value.zh
    assert "accept, return, merge" in refused.value.en


def test_what_is_missing_is_named(place):
    ws, entry = place()
    with pytest.raises(UsageFault, match=r"--matter.*--level"):
        moved(ws, entry, "classify", Said("Q2"))
    ws, entry = place(*DONE, "verify 03-06 10:00 Q2", satisfaction="dissatisfied")
    with pytest.raises(UsageFault, match="--satisfaction"):
        moved(ws, entry, "evaluate", Said("Q1"))
    with pytest.raises(UsageFault, match="may be: satisfied"):
        moved(ws, entry, "evaluate", Said("Q1"), {"satisfaction": "还行"})


def test_a_backup_stands_in(place):
    ws, entry = place(*SORTED, "dispatch 03-04 11:00 Q1>Q2")
    assert moved(ws, entry, "accept", Said("Q3", at("03-05")))


def test_who_stands_in_for_a_leave_acts_while_it_lasts(place):
    leave = {
        "id": "L0000000000LA", "staff_no": "Q3", "first_day": "2025-03-05", "last_day": "2025-03-06",
        "reason": "annual_leave","backup_staff": "Q1",
    }  # fmt: skip
    ws, entry = place(*TAKEN, absences=[leave])
    assert moved(ws, entry, "handle", Said("Q1", at("03-06"), note="已清理"))
    with pytest.raises(Refused, match="answers for case"):
        moved(ws, entry, "handle", Said("Q1", at("03-07"), note="已清理"))


def test_a_number_that_nobody_has_is_no_unit(place):
    ws, entry = place(*SORTED)
    for by, to in (("", "Q77"), ("Q77", "Q3"), ("", "QH-0077")):
        with pytest.raises(NotFound, match="77"):
            moved(ws, entry, "dispatch", Said(by, at("03-05"), to))
    for unit in ("12345热线", "12345", "区消防救援大队"):
        assert moved(ws, entry, "dispatch", Said("", at("03-05"), unit))


def test_a_case_may_be_sent_to_somebody_on_their_last_day(place):
    ws, _ = place()
    people = People(ws)
    assert people.receiver("Q9", date(2024, 12, 31)) == "Q9"
    with pytest.raises(Refused, match="has left"):
        people.receiver("Q9", date(2025, 1, 1))


def test_a_matter_that_expired_since_it_was_sorted_is_not_sent(place):
    ws, entry = place(*SORTED, matter_code="04-09-09")
    with pytest.raises(Refused, match="may not be assigned"):
        moved(ws, entry, "dispatch", Said("Q2", at("03-05"), to="Q3"))


def test_a_wish_is_claimed_by_a_volunteer_sent_or_not(place):
    for entries in (SORTED, SENT):
        ws, entry = place(*entries, kind="wish", matter_code="09-01-04")
        ws.apply(moved(ws, entry, "claim", Said("苗小雨", at("03-05"))))
        assert find_case(ws, entry.key).typed["steps"][-1]["by"] == VOLUNTEER
    ws, entry = place(*SORTED, kind="wish", matter_code="09-01-04")
    for nobody in ("无此人", "V1"):
        with pytest.raises(NotFound, match="no volunteer"):
            moved(ws, entry, "claim", Said(nobody, at("03-05")))


def test_an_extension_needs_somebody_else_a_reason_and_time_left(place):
    ws, entry = place(*TAKEN)
    ws.apply(extended(ws, entry, 5, Said("", at("03-06"), note="等材料"), approved_by="安小禾"))
    assert find_case(ws, entry.key).typed["extensions"] == [
        {"days": 5, "reason": "等材料", "asked_by": "Q3", "at": "2025-03-06T10:00:00", "approved_by": "Q1"}
    ]
    entry = find_case(ws, entry.key)
    with pytest.raises(Refused, match="7 more can be given"):
        extended(ws, entry, 8, Said("", at("03-07"), note="等材料"), approved_by="Q1")
    with pytest.raises(Refused, match="Somebody else"):
        extended(ws, entry, 1, Said("", at("03-07"), note="等材料"), approved_by="Q3")
    with pytest.raises(Refused, match="asked for before"):
        extended(ws, entry, 1, Said("", at("03-17"), note="等材料"), approved_by="Q1")
    with pytest.raises(UsageFault, match="reason"):
        extended(ws, entry, 1, Said("", at("03-07")), approved_by="Q1")


def test_an_emergency_and_a_case_not_being_handled_are_not_extended(place):
    ws, entry = place(*TAKEN, situation="emergency")
    with pytest.raises(Refused, match="emergency"):
        extended(ws, entry, 1, Said("", at("03-04", "15:00"), note="x"), approved_by="Q1")
    ws, entry = place(*SENT)
    with pytest.raises(Refused, match="extend is not possible"):
        extended(ws, entry, 1, Said("", at("03-05"), note="x"), approved_by="Q1")


def test_duplicates_are_merged_with_their_parties(tmp_path):
    other = case("C0000000000CB", parties=[{"name": "苗小雨"}])
    ws = community(tmp_path, cases=[case(parties=[{"name": "安小满"}]), other])
    one, two = find_case(ws, "C0000000000CA"), find_case(ws, "20250304-000CB")
    ws.apply(merged(ws, two, one, Said("Q2", at("03-05"), note="同一件事")))
    one, two = find_case(ws, one.key), find_case(ws, two.key)
    assert two.typed["merged_into"] == one.key
    assert [each["name"] for each in one.typed["parties"]] == ["安小满", "苗小雨"]
    with pytest.raises(Refused, match="merge into one that goes on"):
        merged(ws, one, two, Said("Q2", at("03-05")))
    with pytest.raises(UsageFault, match="itself"):
        merged(ws, one, one, Said("Q2"))
    ws.apply(moved(ws, two, "reopen", Said("Q2", at("03-06"), note="不是一件事")))
    two = find_case(ws, two.key)
    assert (two.typed.get("merged_into"), two.typed["steps"][-1]["act"]) == (None, "reopen")
    assert moved(ws, two, "classify", Said("Q2", at("03-06")), {"matter_code": "04-01-01", "level": "一般"})


def test_a_deliberation_takes_its_six_steps_in_order(place):
    ws, entry = place(*TAKEN, kind="deliberation")
    with pytest.raises(Refused, match="has not come to"):
        moved(ws, entry, "handle", Said("Q3", at("03-06"), note="好了"))
    for number, step in enumerate(("点事", "set", "议事", "decide", "办事")):
        ws.apply(deliberated(ws, entry, step, Said("Q1", at(f"03-0{5 + number // 2}")), people_count=9))
        entry = find_case(ws, entry.key)
    with pytest.raises(Refused, match="next is: judge"):
        deliberated(ws, entry, "办事", Said("Q1", at("03-08")))
    with pytest.raises(UsageFault, match="No such step"):
        deliberated(ws, entry, "聚餐", Said("Q1", at("03-08")))
    assert moved(ws, entry, "handle", Said("Q3", at("03-08"), note="好了"))
    assert [each["step"] for each in entry.typed["deliberation"]] == ["raise", "set", "discuss", "decide", "act"]


def test_meetings_stand_before_what_they_had_to_precede(place):
    meetings = [{"step": "raise", "held_on": "2025-03-04", "people_count": 9}, {"step": "act", "held_on": "2025-03-05"}]
    ws, entry = place(*DONE, kind="deliberation", deliberation=meetings)
    state = progress_of(entry.typed, ws, at("03-06"))
    told = [row[0].zh for row in timeline(ws, entry.typed, state, at("03-06"), short=True).rows]
    assert told == ["采集", "分类", "派单", "签收", "点事 9人", "办事", "处置", "回复", "▶ 待核消"]
    data = timeline_data(entry.typed, state)
    assert [each["act"] for each in data] == ["done", "done", "done", "accept", "raise", "act", "done", "done"]
    assert [each["to"] for each in data if each["step"] == "dispatch"] == ["Q3", None]


def test_visits_open_one_case_for_each_hazard_and_need_once(tmp_path):
    visit = {
        "id": "W0000000000WA", "visited_on": "2025-03-04", "grid_code": "513399001002001", "staff": ["Q2"],
        "target_kind": "grid", "target_name": "院落", "reason": "planned", "mode": "home",
        "hazards": ["楼道堆放杂物", "无"], "needs": ["希望安装扶手"],
    }  # fmt: skip
    elsewhere = visit | {"id": "W0000000000WB", "follow_up_case": "12345-2025-7"}
    ws = community(tmp_path, visits=[visit, elsewhere])
    changes = from_visits(ws)
    ws.apply(changes)
    opened = [each.typed for each in ws.entries("cases")]
    assert {(each["title"], each.get("hazard_index"), each.get("need_index")) for each in opened} == {
        ("楼道堆放杂物", 1, None), ("希望安装扶手", None, 1),
    }  # fmt: skip
    assert {each["owner"] for each in opened} == {"Q2"}
    assert ws.get("visits", visit["id"]).typed["follow_up_case"] in {each["id"] for each in opened}
    assert not from_visits(ws)


def test_the_table_of_status_follows_the_records_and_the_day(tmp_path):
    from datetime import date

    from gridctl.store.workspace import Workspace
    from gridctl.work.case_status import derive

    done = log(*DONE, "verify 03-06 10:00 Q2", "evaluate 03-07 10:00 Q1")
    ended = case(level="ordinary", matter_code="04-01-01", steps=done)
    ws = community(tmp_path, cases=[ended, case("C0000000000CB", steps=log(*TAKEN), level="ordinary")])

    def rows():
        derive(ws)
        query = "SELECT case_id, stage, late, card, settled_level FROM case_status ORDER BY case_id"
        return ws.index().sql(query)

    first = rows()
    assert first == [
        ("C0000000000CA", "finished", False, "", "grid"),
        ("C0000000000CB", "handle", True, "red", None),
    ]
    assert rows() == first
    ws.apply(moved(ws, find_case(ws, ended["id"]), "reopen", Said("Q1", at("03-08"), note="又来了")))
    assert [row[1] for row in rows()] == ["handle", "handle"]
    ws.close()
    ws = Workspace.open(tmp_path, today=date(2025, 3, 5))
    assert [row[3] for row in rows()] == ["", ""]
