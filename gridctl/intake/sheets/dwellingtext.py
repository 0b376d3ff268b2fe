"""What a few words say of a dwelling and who lives there: 301 张三 3人 1390000…, 李四(租房), 空置."""

from __future__ import annotations

from typing import Final

from gridctl.schema.codelists import code_list
from gridctl.text.normalize import nfkc
from gridctl.text.pattern import pattern

NAME: Final = "姓名"
ROOM: Final = "房号"
NOTE: Final = "备注"
_PHONE: Final = "联系电话"
_OCCUPANCY: Final = "居住状态"
# Whoever is named beside an empty dwelling does not live there.
_VACANT: Final = "vacant"
_OF_OWNER: Final = {NAME: "房主姓名", _PHONE: "房主联系电话"}

_NUMBER: Final = pattern(r"(?:联系)?(?:电话|手机|号码)?\s*:?\s*(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)")
_BETWEEN: Final = pattern(r"[\s,，、;；/|()]+")
_ROOM: Final = pattern(r"(?=.*\d)(?:\S{0,14}[栋幢座楼元村组-])?\d{1,4}(?:室|号|房)?")
_NAME: Final = pattern(r"(?!.*(?:收到|好的|谢谢|已))[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{2,}(?:·[\u4e00-\u9fff]{2,})+")


def said_of_dwelling(text: str) -> dict[str, str]:
    """The labels of fields with what the text says of them; what is left goes under the label of notes."""
    plain = nfkc(text)
    found: dict[str, str] = {}
    if numbers := _NUMBER.findall(plain):
        found[_PHONE] = "、".join(numbers)
    rest: list[str] = []
    vacant = False
    for word in filter(None, _BETWEEN.split(_NUMBER.sub(" ", plain))):
        # A number is no code here.
        occupancy = None if word.isascii() else code_list("occupancy").find(word)
        if occupancy is not None and _OCCUPANCY not in found:
            found[_OCCUPANCY] = word
            vacant = occupancy.key == _VACANT
        elif ROOM not in found and _ROOM.fullmatch(word):
            found[ROOM] = word
        elif NAME not in found and _NAME.fullmatch(word):
            found[NAME] = word
        else:
            rest.append(word)
    if vacant:
        found = {_OF_OWNER.get(label, label): value for label, value in found.items()}
    if rest:
        found[NOTE] = "、".join(rest)
    return found
