"""Calendars for phones (RFC 5545): all-day entries that a later file of the same community updates, never doubles.

An entry keeps its UID; SEQUENCE grows with the day the file was made for, so that a calendar takes the newer one. The
same entries give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from gridctl.store.faults import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from icalendar import Event

_EPOCH = date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class DayEntry:
    """One all-day entry. ``alarm`` is a time of its day, or None. ``done`` entries take up no time."""

    uid: str
    day: date
    title: str
    text: str = ""
    place: str = ""
    categories: tuple[str, ...] = ()
    alarm: time | None = None
    done: bool = False


def calendar_bytes(name: str, entries: Iterable[DayEntry], made_for: date) -> bytes:
    """The calendar file; ``made_for`` is the day whose state it shows."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//gridctl//tasks//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for each in entries:
        calendar.add_component(_event(each, made_for))
    found: bytes = calendar.to_ical()
    return found


def write_calendar(path: Path, name: str, entries: Iterable[DayEntry], made_for: date) -> None:
    """Write the calendar, making its folder; raises ``Refused`` when the file cannot be written."""
    data = calendar_bytes(name, entries, made_for)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    except PermissionError as error:
        raise Refused(
            f"写不了 {path.name}：文件被占用或没有权限。", f"Cannot write {path.name}: it is in use or not permitted."
        ) from error


def _event(each: DayEntry, made_for: date) -> Event:
    from icalendar import Alarm
    from icalendar import Event as NewEvent

    event = NewEvent()
    event.add("uid", each.uid)
    stamp = datetime.combine(made_for, time(), UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("sequence", max((made_for - _EPOCH).days, 0))
    event.add("summary", each.title)
    event.add("dtstart", each.day)
    event.add("dtend", each.day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    if each.text:
        event.add("description", each.text)
    if each.place:
        event.add("location", each.place)
    if each.categories:
        event.add("categories", list(each.categories))
    if each.alarm is not None and not each.done:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", each.title)
        # Counted from the start of the day, in whatever zone the phone is.
        alarm.add("trigger", datetime.combine(date.min, each.alarm) - datetime.combine(date.min, time()))
        event.add_component(alarm)
    return event
