"""Grids and staff as people write them: by name, by a part of the name, by number."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from gridctl.intake.cells.values import Fault
from gridctl.intake.records.otherplaces import OtherPlaces
from gridctl.text.normalize import nfkc
from gridctl.text.numerals import chinese_to_int
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.intake.records.state import Records
    from gridctl.schema.settings import Settings

_NUMERAL = pattern(r"[〇零一二三四五六七八九十百]+|\d+")
_CODE = pattern(r"\d{9,}")
_ORDINAL = pattern(r"第(?=\d)|(?<=\d)号(?=网格|方格|格)")


class GridNames:
    """The grids of the register, found by code, name or a part of the name that only one has."""

    def __init__(self, grids: Records, settings: Settings) -> None:
        own = (settings.community, settings.subdistrict, settings.district, settings.city, settings.province)
        self._others = OtherPlaces(map(folded_name, own))
        self._codes: set[str] = set()
        self._names: defaultdict[str, set[str]] = defaultdict(set)
        self._shown: dict[str, str] = {}
        for key, working in grids.by_key.items():
            if working.ended or working.data.get("valid_to"):
                continue
            self._codes.add(key)
            if name := working.data.get("name"):
                self._names[folded_name(str(name))].add(key)
                self._shown[key] = str(name)

    @property
    def only(self) -> str:
        """The code of the only grid there is; "" if there are none or several."""
        return next(iter(self._codes)) if len(self._codes) == 1 else ""

    def resolve(self, text: str) -> str | Fault:
        """The code of the grid that the text names, or I162. Without a register, anything like a code is one."""
        written = "".join(nfkc(text).split()).removesuffix(".0")
        if written in self._codes or (not self._codes and _CODE.fullmatch(written)):
            return written
        found = self._by_name(folded_name(text))
        if not found and len(written) >= 3 and written.isdecimal():
            found = {code for code in self._codes if code.endswith(written)}
        if len(found) == 1:
            return next(iter(found))
        return Fault("I162", {"value": text, "closest": self._closest(text)})

    def mentioned(self, text: str) -> str:
        """The code of the grid whose name stands in a title or unit row; "" if none does or nobody can tell which."""
        folded = folded_name(text)
        hits = [
            name
            for name in self._names
            if len(name) >= 3
            and name in folded
            and (found := re.search(rf"(?<!\d){re.escape(name)}", folded))
            and folded[: found.start()] not in self._others
        ]
        longest = max(map(len, hits), default=0)
        codes = {code for name in hits if len(name) == longest for code in self._names[name]}
        codes |= {code for code in self._codes if code in folded}
        return next(iter(codes)) if len(codes) == 1 else ""

    def _by_name(self, folded: str) -> set[str]:
        if folded in self._names:
            return self._names[folded]
        if len(folded) < 2:
            return set()
        return {
            code
            for name, codes in self._names.items()
            if _ends(name, folded) or (_ends(folded, name) and folded[: -len(name)] not in self._others)
            for code in codes
        }

    def _closest(self, text: str) -> str:
        from rapidfuzz import fuzz, process

        if not self._shown:
            return "还没有登记网格 / none registered yet"
        hit = process.extractOne(folded_name(text), list(self._names), scorer=fuzz.ratio, score_cutoff=50)
        return self._shown[next(iter(self._names[hit[0]]))] if hit else "、".join(list(self._shown.values())[:5])


class StaffNames:
    """The staff register: numbers by name, and by name within a grid."""

    def __init__(self, staff: Records) -> None:
        self._numbers = set(staff.by_key)
        self._by_name: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for working in staff.by_key.values():
            if not working.ended and (name := working.data.get("name")):
                self._by_name[str(name)].append(
                    {"no": working.key, "grids": working.data.get("grids") or [], "left": working.data.get("left")}
                )

    def resolve(self, text: str, grid: str) -> str | None:
        """The number of the member of staff that the text names; None if there is none or several serve this grid."""
        if text in self._numbers:
            return text
        found = self._by_name.get("".join(text.split()), [])
        if len(found) > 1:
            here = [
                each
                for each in found
                if any(grid.startswith(code) or code.startswith(grid) for code in each["grids"] if grid)
            ]
            found = here or found
        if len(found) > 1:
            found = [each for each in found if not each["left"]]
        return str(found[0]["no"]) if len(found) == 1 else None


def _ends(name: str, ending: str) -> bool:
    """Whether a name ends so; 1网格 is no ending of 11网格."""
    before = name[: -len(ending)]
    return name.endswith(ending) and not (ending[:1].isdigit() and before[-1:].isdigit())


def folded_name(text: str) -> str:
    """第一网格, 第1网格, 01网格 and １号网格 are one name."""
    compact = "".join(nfkc(text).casefold().split())

    def number(match: re.Match[str]) -> str:
        value = int(match[0]) if match[0].isdecimal() else chinese_to_int(match[0])
        return match[0] if value is None or len(match[0]) > 4 else str(value)

    return _ORDINAL.sub("", _NUMERAL.sub(number, compact))
