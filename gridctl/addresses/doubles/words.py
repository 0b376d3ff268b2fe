"""What reasons, parts and verdicts are called in both languages; the wordings are data, in ``words.yaml``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gridctl.addresses.doubles.wordings import Wordings, joined
from gridctl.findings.table import Words

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDINGS: Final = Wordings("gridctl.addresses.doubles")
words = _WORDINGS.of


def reason(key: str) -> Words:
    """The wording of one reason of a group, such as "unit-filled" or "missing-unit"."""
    if _WORDINGS.has("reasons", key):
        return words("reasons", key)
    for kind, part in (("missing", key.removeprefix("missing-")), ("corrected", key.removesuffix("-corrected"))):
        if part != key:
            named, told = words("parts", part), words("reasons", kind)
            return Words(told.zh.format(part=named.zh), told.en.format(part=named.en))
    return Words(key, key)


def reasons(keys: Iterable[str]) -> Words:
    """Several reasons in one wording."""
    return joined(map(reason, keys))
