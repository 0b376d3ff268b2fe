"""What stands after an address and is none of it: the address again, a day, how many live there, how large it is."""

from __future__ import annotations

import re
from typing import Final

from gridctl.addresses.reading.grammar import NUMERALS
from gridctl.addresses.reading.said_again import said_again

# A day: when somebody moved in, or the row was checked.
_DATED: Final = re.compile(
    "(?:19|20)(?<![0-9-]..)[0-9]{2}(?:[-./][0-9]{1,2}[-./][0-9]{1,2}日?|年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?)[^0-9]*$"
)
# How many live there: 3人, 一家三口, (三口之家).
_HEADS: Final = "(?:一家|全家|共|住)?[0-9一二三四五六七八九十两]{1,2}(?:口人|口之家|口|人)"
_FAMILY: Final = re.compile(f"[(（](?:[0-9]{{1,2}}户)?{_HEADS}[)）]$|[ ,，;；、]*(?<![0-9{NUMERALS}]){_HEADS}$")
_FAMILY_ENDS: Final = frozenset("人口家)）")
# How large the flat is, and of how many rooms: 89.5㎡, 建筑面积89.5, 三室两厅.
_AREA: Final = "(?:㎡|平方米|平方|平米|平|m2|m²|M2)"
_SIZED: Final = re.compile(
    r"[ ,，;；(（]*(?:(?:建筑|产权|使用)?面积[:：约 ]*[0-9.]+"
    rf"|(?<![0-9.-])约?[0-9]{{2,3}}(?:\.[0-9]{{1,2}})?{_AREA})[^0-9]{{0,4}}$"
    "|[ ,，;；(（]*(?:(?<![0-9])[1-6]|[一二两三四五六])[室房][0-3零一二两三]厅.*$"
)
_SIZED_ENDS: Final = frozenset("㎡米方平2²)）")


def postscript_start(text: str) -> int:
    """Return where in a typed text what follows the address begins, 0 if nothing does.

    Of several such things the first is found once the others are cut off.
    """
    if again := said_again(text):
        return again
    if ("20" in text or "19" in text) and (dated := _DATED.search(text)) and dated.start():
        return dated.start()
    end = text[-1:]
    if end in _FAMILY_ENDS and (family := _FAMILY.search(text)) and family.start():
        return family.start()
    if (end in _SIZED_ENDS or "面积" in text or "厅" in text) and (sized := _SIZED.search(text)):
        return sized.start()
    return 0
