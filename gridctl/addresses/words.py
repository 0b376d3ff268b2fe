"""What reasons, parts and verdicts are called in both languages; the wordings are data, in ``words.yaml``."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from gridctl.findings.table import Words
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable


def words(section: str, key: str) -> Words:
    """The wording of a key of ``words.yaml``; a key that has none is shown as it is."""
    entry = _packaged().get(section, {}).get(key)
    return Words(entry["zh"], entry["en"]) if entry else Words(key, key)


def reason(key: str) -> Words:
    """The wording of one reason of a group, such as "unit-filled" or "missing-unit"."""
    if key in _packaged()["reasons"]:
        return words("reasons", key)
    for kind, part in (("missing", key.removeprefix("missing-")), ("corrected", key.removesuffix("-corrected"))):
        if part != key:
            named, told = words("parts", part), words("reasons", kind)
            return Words(told.zh.format(part=named.zh), told.en.format(part=named.en))
    return Words(key, key)


def reasons(keys: Iterable[str]) -> Words:
    """Several reasons in one wording."""
    told = [reason(key) for key in keys]
    return Words("；".join(each.zh for each in told), "; ".join(each.en for each in told))


@cache
def _packaged() -> dict[str, dict[str, Any]]:
    return packaged("gridctl.addresses", "words.yaml")
