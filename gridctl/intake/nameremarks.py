"""What stands in brackets behind a name: 钱多（户主） says who he is, 林雨（已故） goes into the note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.schema.codelists import code_list
from gridctl.text.normalize import nfkc, squash

if TYPE_CHECKING:
    from collections.abc import Sequence

_BRACKETED: Final = re.compile(r"([^()]{2,})\s*\(([\u4e00-\u9fff、,/]{1,8})\)")
# Anything else may be what tells two people of one name apart: 刘洋（大）.
_OF_PEOPLE: Final = re.compile(
    r".*(?:租户|租客|租住|房东|房主|业主|产权人|已故|去世|死亡|过世|外出|在外|务工|打工|在校|在读|服刑|服役|参军|党员|团员|低保|五保|残疾|精神"
    r"|新生儿|未上户|空挂|挂户|人户分离|代管|代签|监护人|联系人|负责人|组长|队长|楼长|网格|退役|独居|空巢|迁出|搬走|户籍|流动|暂住).*"
)


def remarks_of(names: Sequence[str | None]) -> dict[int, tuple[str, str]]:
    """The names that a known remark stands behind, by position: the name, and the remark."""
    found = {}
    for at, name in enumerate(names):
        if name is None or name[-1] not in ")）":
            continue
        both = _BRACKETED.fullmatch(nfkc(squash(name)))
        if both and (code_list("relation").find(both[2]) or _OF_PEOPLE.fullmatch(both[2])):
            found[at] = both[1].strip(), both[2]
    return found
