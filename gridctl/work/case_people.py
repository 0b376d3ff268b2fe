"""Who is meant: members of staff by number or name, volunteers, and units by their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gridctl.store.faults import NotFound, Refused, UsageFault
from gridctl.text.ids import is_id
from gridctl.text.masking import mask_name

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from gridctl.store.workspace import Workspace


_STAFF_NUMBER = re.compile(r"[A-Za-z]{1,4}-?[0-9]{1,8}")
"""What is written like this is meant as somebody's number: no unit is called so."""


def _nobody(text: str) -> NotFound:
    return NotFound(
        f"网格员登记簿里没有 {text}。用 gridctl list 网格员 查工号。",
        f"There is no {text} among the staff. gridctl list staff shows who there is.",
    )


class People:
    """The staff and volunteers of a workspace."""

    def __init__(self, ws: Workspace) -> None:
        rows = ws.index().sql('SELECT staff_no, name, backup_staff, "left", current FROM staff ORDER BY staff_no')
        self._staff = {row[0]: row for row in rows}
        self._index = ws.index()
        leaves = self._index.sql(
            "SELECT staff_no, first_day, last_day, backup_staff FROM absences WHERE current AND staff_no IS NOT NULL"
        )
        self._leaves = [tuple(each) for each in leaves if None not in each]

    def named(self, text: str) -> str:
        """The staff number of the member of staff who is called so, else the text: a unit or somebody of one.

        Raises UsageFault where several are called so, NotFound for a staff number that nobody has.
        """
        text = text.strip()
        found = self._called(text)
        if not found and _STAFF_NUMBER.fullmatch(text):
            raise _nobody(text)
        return found or text

    def _called(self, text: str) -> str:
        """The number of the member of staff who has it or is called so, or ""; raises UsageFault for several."""
        if text in self._staff:
            return text
        found = [number for number, name, _, _, current in self._staff.values() if name == text and current]
        if len(found) > 1:
            raise UsageFault(
                f"有 {len(found)} 名网格员叫“{text}”，请写工号：{'、'.join(found)}。",
                f'{len(found)} members of staff are called "{text}"; give the number: {", ".join(found)}.',
            )
        return found[0] if found else ""

    def staff_number(self, text: str) -> str:
        """The number of the member of staff who has it or is called so; raises NotFound where nobody does."""
        found = self.named(text)
        if found not in self._staff:
            raise _nobody(text)
        return found

    def receiver(self, text: str, on: date) -> str:
        """Who a case may be sent to; raises Refused for a member of staff who has left."""
        who = self.named(text)
        row = self._staff.get(who)
        if row is not None and (not row[4] or (row[3] is not None and row[3] < on)):
            raise Refused(
                f"{who} 已离岗，不能派给他；请派给接任的人。", f"{who} has left the staff; send it to who took over."
            )
        return who

    def claimant(self, text: str) -> str:
        """A volunteer, by id or name, or a member of staff; raises NotFound for anybody else."""
        text = text.strip()
        who = self._called(text)
        if who:
            return who
        rows = self._index.sql("SELECT id FROM volunteers WHERE current AND (id = ? OR name = ?)", [text, text])
        if len(rows) == 1:
            return str(rows[0][0])
        if rows:
            raise UsageFault(
                f"有 {len(rows)} 名志愿者叫“{text}”，请写志愿者编号。",
                f'{len(rows)} volunteers are called "{text}"; give the id.',
            )
        raise NotFound(
            f"志愿服务台账和网格员里都没有“{text}”；小心愿由志愿者或网格员认领，用 gridctl list 志愿服务 查编号。",
            f'There is no volunteer or member of staff "{text}"; those claim wishes. For ids: gridctl list volunteers.',
        )

    def stands_for(self, who: str, owner: str, on: date) -> bool:
        """Whether ``who`` may do what ``owner`` answers for: they are the same, or ``who`` is the backup, always or
        for a leave that lasts on the day.
        """
        row = self._staff.get(owner)
        return (
            who == owner
            or (row is not None and row[2] == who)
            or any((away, backup) == (owner, who) and first <= on <= last for away, first, last, backup in self._leaves)
        )

    def is_staff(self, who: str) -> bool:
        """Whether this is the number of a member of staff, not a unit or a volunteer."""
        return who in self._staff

    def known(self, keys: Collection[str]) -> dict[str, str]:
        """Names of the members of staff among these, and of the volunteers, masked: theirs are no office."""
        found = {key: str(self._staff[key][1] or key) for key in keys if key in self._staff}
        others = sorted(key for key in set(keys) - found.keys() if is_id(key, "V"))
        if others:
            asked = "SELECT id, name FROM volunteers WHERE id IN (SELECT unnest(?)) AND name IS NOT NULL"
            found |= {key: mask_name(name) for key, name in self._index.sql(asked, [others])}
        return found
