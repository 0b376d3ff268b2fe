"""Calendars for phones (RFC 5545): all-day entries that a later file of the same community updates, never doubles.

An entry keeps its UID; SEQUENCE grows with the day the file was made for, so that a calendar takes the newer one. What
an earlier file has within the same days and this one has not any more is written as cancelled, so that it goes from the
calendars too. The same entries after the same earlier file give the same bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from gridctl.render.saving import refused_if_held, save

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


@dataclass(frozen=True, slots=True)
class Earlier:
    """An entry of an earlier file: its title and day, and the number of its version."""

    uid: str
    day: date
    title: str
    sequence: int
    cancelled: bool


def earlier_entries(data: bytes) -> list[Earlier]:
    """The all-day entries of a calendar file; none of bytes that are no calendar."""
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
    except ValueError:
        return []
    found = []
    for event in calendar.walk("VEVENT"):
        if "uid" in event and "dtstart" in event:
            day = event.decoded("dtstart")
            found.append(Earlier(
                str(event["uid"]), day.date() if isinstance(day, datetime) else day, str(event.get("summary", "")),
                int(event.get("sequence", 0)), str(event.get("status", "")) == "CANCELLED",
            ))  # fmt: skip
    return found


def calendar_bytes(
    name: str,
    entries: Iterable[DayEntry],
    made_for: date,
    *,
    earlier: Iterable[Earlier] = (),
    days: tuple[date, date] = (date.min, date.max),
) -> bytes:
    """The calendar file; ``made_for`` is the day whose state it shows.

    ``earlier`` are the entries of the file it takes the place of: those within ``days``, the first and last day it is
    about, that are no longer among ``entries`` are cancelled.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//gridctl//tasks//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    known = {each.uid: each for each in earlier}
    for each in entries:
        calendar.add_component(_event(each, made_for, known.pop(each.uid, None)))
    for gone in sorted(known.values(), key=lambda each: (each.day, each.uid)):
        if days[0] <= gone.day <= days[1]:
            calendar.add_component(_cancelled(gone, made_for))
    found: bytes = calendar.to_ical()
    return found


def write_calendar(
    path: Path, name: str, entries: Iterable[DayEntry], made_for: date, *, days: tuple[date, date]
) -> None:
    """Write the calendar, making its folder, in the place of one that is there, whose entries within ``days`` it
    cancels when they are no longer among ``entries``; raises ``Refused`` when the file cannot be written.
    """
    with refused_if_held(path):
        before = earlier_entries(path.read_bytes()) if path.is_file() else []
    save(path, calendar_bytes(name, entries, made_for, earlier=before, days=days))


def _cancelled(gone: Earlier, made_for: date) -> Event:
    event = _dated(gone.uid, gone.day, gone.title, made_for)
    # One that was cancelled before stays the version it is: nothing about it has changed.
    sequence = gone.sequence if gone.cancelled else max(_version(made_for), gone.sequence + 1)
    event.add("sequence", sequence)
    event.add("status", "CANCELLED")
    return event


def _version(made_for: date) -> int:
    return max((made_for - _EPOCH).days, 0)


def _dated(uid: str, day: date, title: str, made_for: date) -> Event:
    from icalendar import Event as NewEvent

    event = NewEvent()
    event.add("uid", uid)
    stamp = datetime.combine(made_for, time(), UTC)
    event.add("dtstamp", stamp)
    event.add("last-modified", stamp)
    event.add("summary", title)
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event


def _event(each: DayEntry, made_for: date, before: Earlier | None) -> Event:
    from icalendar import Alarm

    event = _dated(each.uid, each.day, each.title, made_for)
    # What comes back after having been cancelled has to be newer than its cancellation.
    back = before.sequence + 1 if before is not None and before.cancelled else 0
    event.add("sequence", max(_version(made_for), back))
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
