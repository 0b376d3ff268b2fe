from __future__ import annotations

from datetime import date, time, timedelta

from icalendar import Calendar

from gridctl.render.ics import DayEntry, calendar_bytes, earlier_entries, write_calendar

ENTRY = DayEntry(
    "K1@513399001002.gridctl", date(2026, 7, 2), "入户 李*", "两行\n文字; 逗号,", "清荷路9号", ("平时",), time(8, 30)
)


def events(data: bytes):
    return list(Calendar.from_ical(data).walk("VEVENT"))


def test_an_entry_is_a_whole_day_with_an_alarm_in_its_morning():
    (event,) = events(calendar_bytes("网格任务", [ENTRY], date(2026, 7, 1)))
    assert event.decoded("dtstart") == date(2026, 7, 2)
    assert event.decoded("dtend") == date(2026, 7, 3)
    assert str(event["description"]) == ENTRY.text
    (alarm,) = event.walk("VALARM")
    assert alarm.decoded("trigger") == timedelta(hours=8, minutes=30)


def test_a_later_file_updates_the_entry_instead_of_doubling_it():
    (first,) = events(calendar_bytes("网格任务", [ENTRY], date(2026, 7, 1)))
    (later,) = events(calendar_bytes("网格任务", [ENTRY], date(2026, 7, 9)))
    assert first["uid"] == later["uid"]
    assert first["sequence"] < later["sequence"]
    assert first.decoded("last-modified") < later.decoded("last-modified")


def test_the_same_entries_give_the_same_bytes():
    made = [calendar_bytes("网格任务", [ENTRY], date(2026, 7, 1)) for _ in range(2)]
    assert made[0] == made[1]
    assert all(len(line) <= 75 for line in made[0].split(b"\r\n"))


def test_what_an_earlier_file_had_is_cancelled_and_may_come_back(tmp_path):
    path, july = tmp_path / "清单.ics", (date(2026, 7, 1), date(2026, 7, 31))
    other = DayEntry("K2@x", date(2026, 7, 3), "巡查")
    august = DayEntry("K3@x", date(2026, 8, 3), "巡查")
    write_calendar(path, "网格任务", [ENTRY, other, august], date(2026, 7, 1), days=july)
    # Made on the same day, and of July only: August's entry is not touched.
    write_calendar(path, "网格任务", [ENTRY], date(2026, 7, 1), days=july)
    kept, gone = events(path.read_bytes())
    assert (kept["uid"], kept["status"]) == (ENTRY.uid, "CONFIRMED")
    assert (gone["uid"], gone["status"], gone.decoded("dtstart")) == ("K2@x", "CANCELLED", other.day)
    assert gone["sequence"] > kept["sequence"]
    write_calendar(path, "网格任务", [ENTRY], date(2026, 7, 9), days=july)
    assert events(path.read_bytes())[1]["sequence"] == gone["sequence"]
    write_calendar(path, "网格任务", [ENTRY, other], date(2026, 7, 1), days=july)
    back = next(each for each in events(path.read_bytes()) if each["uid"] == "K2@x")
    assert (back["status"], back["sequence"] > gone["sequence"]) == ("CONFIRMED", True)


def test_what_is_no_calendar_cancels_nothing():
    assert earlier_entries("编号,姓名\n".encode()) == []
    assert earlier_entries(b"") == []
    assert earlier_entries(b"\xff\xfe\x00") == []
