"""Whether a grid's name stands behind another community's: 桃园社区第二网格 is not the second grid of this one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS: Final = "社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|社区|街道|镇|乡"
_VILLAGE: Final = "村"
_SHORTEST: Final = 2
_NAME: Final = pattern(r"\w{2,}$")


class OtherPlaces:
    """Knows a community's ``own`` places, from the province down; without any, nothing is told of others."""

    def __init__(self, own: Iterable[str]) -> None:
        names = sorted(filter(None, own), key=len, reverse=True)
        # A community in town may have villages in it.
        kinds = f"{_KINDS}|{_VILLAGE}" if any(name.endswith(_VILLAGE) for name in names) else _KINDS
        self._kind = re.compile(rf"(?:{kinds})$")
        stems = (self._kind.sub("", name) for name in names)
        self._own = [*names, *(stem for stem in stems if len(stem) >= _SHORTEST)]

    def __contains__(self, before: str) -> bool:
        """Whether a text that ends before a grid's name ends in the name of another place."""
        kind = self._kind.search(before) if self._own else None
        if kind is None:
            return False
        name = _NAME.search(before[: kind.start()])
        return name is not None and not any(name[0].endswith(own) or own.endswith(name[0]) for own in self._own)
