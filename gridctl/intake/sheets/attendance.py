"""Who is on the list of an activity and has not signed it: names are printed before anybody comes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.intake.reading.book import is_empty
from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.reading.book import Sheet
    from gridctl.intake.sheets.region import Region

_SIGNED: Final = pattern(r"(?:本人)?(?:签[到退名字]|打卡|到场|签到签[名字])(?:时间|情况|处|栏|人)?")


def absent_rows(sheet: Sheet, region: Region, columns: Iterable[ColumnMatch]) -> tuple[int, frozenset[int]]:
    """The first column to sign in, and the rows that have signed in none; no rows where nobody has, or no column is."""
    cols = [each.col for each in columns if _SIGNED.fullmatch(label_key(each.heading))]
    absent = [row for row in region.data if all(is_empty(sheet.value(row, col)) for col in cols)]
    return min(cols, default=0), frozenset(absent if len(absent) < len(region.data) else ())
