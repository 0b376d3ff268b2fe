"""Tasks as the words of calendar entries."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gridctl.schema.codelists import code_list
from gridctl.text.masking import mask_address, mask_name
from gridctl.work.task import OPEN_STATES, STATES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from gridctl.work.task import Lists


class Entry(NamedTuple):
    """One task in words: its id, day, title, text, place and situation; whether it rings, and whether it is settled."""

    id: str
    day: date
    title: str
    text: str
    place: str
    situation: str
    rings: bool
    settled: bool


def entries(lists: Lists, language: str, *, reveal: bool = False) -> Iterator[Entry]:
    """The tasks in order. The first open task of a worker's day rings, and says how many there are."""
    zh = language == "zh"
    left: dict[tuple[str, date], int] = {}
    for each in lists.tasks:
        if each.state in OPEN_STATES:
            left[each.staff_no, each.due] = left.get((each.staff_no, each.due), 0) + 1
    for each in lists.tasks:
        settled = each.state not in OPEN_STATES
        count = 0 if settled else left.pop((each.staff_no, each.due), 0)
        masked = each.of_resident and not reveal
        name = mask_name(each.name) if masked else each.name
        place = mask_address(each.place) if masked else each.place
        state = STATES[each.state].text(language)
        title = f"{each.duty} {name}".strip()
        day = f"当天共 {count} 项。" if zh else f"{count} tasks that day. "
        latest = f"最迟 {each.until}" if zh else f"latest {each.until}"
        text = f"{day if count else ''}{each.matter_code} {each.matter}\n{state}，{latest}\n{each.id}"
        item = code_list("situation").item(each.situation)
        yield Entry(
            each.id, each.due, f"✓ {title}" if settled else title, text, place, item.zh if zh else item.en,
            bool(count), settled,
        )  # fmt: skip
