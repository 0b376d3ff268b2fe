"""What stands in brackets behind a name: 钱多（户主） says who he is, （女，31岁） more, （已故） is for the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from gridctl.schema.codelists import code_list
from gridctl.text.normalize import nfkc, squash
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.schema.codelists import CodeItem

_BRACKETED: Final = pattern(r"([^()]{2,})\s*\(([^()]{1,40})\)")
_BETWEEN: Final = pattern(r"[、,;；/|\s]+")
# Of what a person is, the field and its code list; the words of no two lists are the same.
_LISTS: Final[Mapping[str, str]] = {"sex": "sex", "ethnicity": "ethnicity", "relation": "relation"}
_AGE: Final = pattern(r"[0-9]{1,3}(?:周?岁)?")
# Anything else may be what tells two people of one name apart: 刘洋（大）.
_OF_PEOPLE: Final = pattern(
    r".*(?:租户|租客|租住|房东|房主|业主|产权人|已故|去世|死亡|过世|外出|在外|务工|打工|在校|在读|服刑|服役|参军|党员|团员|低保|五保|残疾|精神"
    r"|新生儿|未上户|空挂|挂户|人户分离|代管|代签|监护人|联系人|负责人|组长|队长|楼长|网格|退役|独居|空巢|迁出|搬走|户籍|流动|暂住).*"
)


class Remark(NamedTuple):
    """A name, what is said behind it of the person's fields, and what remains for the note."""

    name: str
    fields: Mapping[str, str]
    note: str


def remarks_of(names: Sequence[str | None]) -> dict[int, Remark]:
    """The names with remarks that can be told from a part of the name, by position."""
    found = {
        name: remark for name in {*names} if name and name[-1] in ")）" and (remark := _remark(nfkc(squash(name))))
    }
    return {at: found[name] for at, name in enumerate(names) if name in found} if found else {}


def _remark(name: str) -> Remark | None:
    both = _BRACKETED.fullmatch(name)
    if both is None:
        return None
    fields: dict[str, str] = {}
    rest = []
    for part in filter(None, _BETWEEN.split(both[2])):
        known = next(
            ((field, item.key) for field, codes in _LISTS.items() if (item := _of_list(codes, part))), ("", "")
        )
        if known[0]:
            fields.setdefault(*known)
        elif _AGE.fullmatch(part) or _OF_PEOPLE.fullmatch(part):
            rest.append(part)
        else:
            return None
    return Remark(both[1].strip(), fields, "、".join(rest)) if fields or rest else None


def _of_list(codes: str, text: str) -> CodeItem | None:
    """The item that a word names; a code alone (1, 02) says nothing here."""
    return None if text.isdecimal() else code_list(codes).find(text)
