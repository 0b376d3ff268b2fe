"""A house's address with its building as the register of buildings writes it: 荷园2座501 lies in 荷塘路8号荷园2栋."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORD: Final = r"\s*(?:号楼|栋楼?|幢楼?|座|#楼?)"
# 3-402 and 3-1-402: without a word, the number before the room, or before unit and room, is the building's.
_DASHED: Final = r"\s*[-‐‑–—－](?=\s*(?:[0-9]{1,2}\s*[-‐‑–—－]\s*)?[0-9]{3,4}室?$)"
# 荷园-3-402 with the compound's name set off as well.
_BEHIND_NAME: Final = pattern(r"(?<=[\u4e00-\u9fff])\s*[-‐‑–—－]\s*(?=[0-9]{1,3}\s*[-‐‑–—－])")
_UNIT: Final = pattern(r"\s*([0-9]{1,2})\s*[-‐‑–—－]\s*(?=[0-9]{3,4}室?$)")
_ONLY_UNIT: Final = pattern(r"\s*(?:1|一)\s*单元\s*(?=[0-9])")
_SAYS_UNIT: Final = pattern(r".*单元|[0-9]+\s*[-‐‑–—－]")
_NAME: Final = pattern(rf"(?P<number>[0-9]{{1,3}}|[A-Za-z]){_WORD}")


def as_registered(address: str, building: Mapping[str, Any], unit: bool | None = None) -> str:
    """The address in the register's words; "" where it is so already, or says other things before the building.

    ``building`` is the building of the register that the address is known to lie in. ``unit`` is whether the houses of
    a building with one unit name it, None where nobody can tell.
    """
    name = str(building.get("name") or "")
    number = _NAME.fullmatch(name)
    compound = str(building.get("compound") or "")
    if number is None or not compound:
        return ""
    address, sent = _BEHIND_NAME.sub("", address, count=1), address
    said = re.search(rf"(?<![0-9A-Za-z-]){re.escape(number['number'])}(?:{_WORD}|{_DASHED})", address)
    whole = str(building.get("address") or "")
    before = whole.removesuffix(name) if whole.endswith(f"{compound}{name}") else compound
    if said is None or not before.endswith(address[: said.start()]):
        return ""
    rest = _UNIT.sub(r"\1单元", address[said.end() :], count=1).lstrip()
    if unit is False:
        rest = _ONLY_UNIT.sub("", rest, count=1)
    elif unit and rest[:1].isdigit() and not _SAYS_UNIT.match(rest):
        rest = f"1单元{rest}"
    written = f"{before}{name}{rest}"
    return "" if written == sent else written
