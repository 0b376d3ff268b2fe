"""Two addresses: one house, two houses, or not to be told; with the reason part by part."""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from gridctl.addresses.reading.address import DWELLING, ENDS, OWN, SIDES, Address
from gridctl.addresses.reading.doubt import EITHER, agrees, is_doubtful
from gridctl.addresses.reading.grammar import grammar
from gridctl.addresses.reading.parse import parse
from gridctl.addresses.reading.similar import slip

if TYPE_CHECKING:
    from gridctl.addresses.places.gazetteer import Gazetteer, KeyInfo
    from gridctl.addresses.reading.prefix import Context

Outcome = Literal["same", "different", "unsure"]
How = Literal["same", "different", "missing", "similar", "reading"]

_NAMES: Final = ("village", "compound", "road")
# A door plate with a sub-number is another door than without; so is a room within a room.
_DISTINCT_WHEN_MISSING: Final = frozenset(("sub", "house_sub", "subroom", *OWN, "floor", "row"))
# Between two doors: made one, 501-502, or one of the two.
_DOORS: Final = re.compile(f"[-{EITHER}]")
_LOCATING: Final = ("number", "sub", "lane", "group", "phase", "zone")


class PartReason(NamedTuple):
    """What one part says: its values in both addresses ("" where it is not there) and how they compare.

    "similar": names one slip apart; "reading": alike only if numbers divided by strokes are read otherwise.
    """

    part: str
    a: str
    b: str
    how: How


class Verdict(NamedTuple):
    """``verdict`` on two addresses and the reasons, in the order of the parts."""

    verdict: Outcome
    reasons: tuple[PartReason, ...]


def compare(
    a: str | Address,
    b: str | Address,
    context: Context | None = None,
    known: Gazetteer | None = None,
    community: str = "",
) -> Verdict:
    """Return whether two addresses are one house.

    `context` names the ledger's administrative units. With `known`, names are corrected and missing parts filled from
    what the ledger shows, for addresses of `community`. The verdict on (b, a) is the same as on (a, b).
    """
    if known is not None:
        first, second = (known.key(each if isinstance(each, str) else each.text, community) for each in (a, b))
        return _by_knowledge(first, second)
    one, other = (parse(each, context) if isinstance(each, str) else each for each in (a, b))
    return _by_reading(one, other)


def _by_knowledge(one: KeyInfo, other: KeyInfo) -> Verdict:
    """By their keys where both are complete; else by their parts, of which some may be missing."""
    reasons = _reasons(one.parts, other.parts)
    if one.complete and other.complete:
        return Verdict("same" if one.key == other.key else "different", reasons)
    verdict = _verdict(reasons)
    return Verdict("unsure" if verdict == "same" else verdict, reasons)


def _by_reading(one: Address, other: Address) -> Verdict:
    """By their parts; different ones may be the same if the numbers of either are read in another way."""
    ways, other_ways = _ways(one), _ways(other)
    reasons = _reasons(ways[0], other_ways[0])
    verdict = _verdict(reasons)
    if verdict == "same" and one.unclear != other.unclear:
        return Verdict("unsure", reasons)
    if verdict == "different" and any(_verdict(_reasons(*both)) != "different" for both in product(ways, other_ways)):
        return Verdict("unsure", tuple(_reread(reason) for reason in reasons))
    return Verdict(verdict, reasons)


def _ways(address: Address) -> list[dict[str, str]]:
    """Return the parts by kind under every reading, the likeliest first."""
    values = address.values()
    if len(address.alternatives) < 2:
        return [values]
    taken = address.alternatives[0]
    firm = {kind: value for kind, value in values.items() if kind not in taken}
    return [_as_village(firm | reading) for reading in address.alternatives]


def _as_village(values: dict[str, str]) -> dict[str, str]:
    """A name read as a compound's is a village's where groups are counted in it."""
    if "group" in values and "compound" in values and "village" not in values:
        values["village"] = values.pop("compound")
    return values


def _reread(reason: PartReason) -> PartReason:
    return reason._replace(how="reading") if reason.how == "different" else reason


def _reasons(a: dict[str, str], b: dict[str, str]) -> tuple[PartReason, ...]:
    found = [_name(part, a, b) for part in _NAMES if part in a or part in b]
    anchored = any(reason.how in {"same", "similar"} for reason in found)
    one_compound = any(reason.part == "compound" and reason.how == "same" for reason in found)
    for part in (*_LOCATING, *DWELLING):
        mine, theirs = a.get(part, ""), b.get(part, "")
        if mine == theirs:
            if mine:
                found.append(PartReason(part, mine, theirs, "missing" if is_doubtful(mine) else "same"))
            continue
        how: How = "different"
        if not mine or not theirs:
            distinct = part in _DISTINCT_WHEN_MISSING and not _place_part(part, a, b)
            distinct = distinct and not (part == "subroom" and (mine or theirs) in SIDES)
            how = "different" if distinct and not _storey(part, mine or theirs, a, b) else "missing"
        elif part in {"number", "sub"} and one_compound:
            how = "missing"  # a compound may have several gates
        elif agrees(mine, theirs) or agrees(theirs, mine):
            how = "missing"  # 4?1 may be 401
        elif part == "room" and {*_DOORS.split(mine)} & {*_DOORS.split(theirs)}:
            how = "missing"  # two rooms made one, and one of them
        found.append(PartReason(part, mine, theirs, how))
    plate = any(reason.part == "number" and reason.how == "same" for reason in found)
    return tuple(_implied(reason, plate=plate, anchored=anchored) for reason in found)


def _place_part(part: str, a: dict[str, str], b: dict[str, str]) -> bool:
    """Tell whether a sub-number's absence may come from the whole plate being left out."""
    return part == "sub" and ("number" not in a or "number" not in b)


def _storey(part: str, value: str, a: dict[str, str], b: dict[str, str]) -> bool:
    """Tell whether a storey above ground is said beside doors that name theirs: it may be how many there are."""
    return (
        part == "floor" and not value.startswith("-") and all(len(each.get("room", "")) > len("99") for each in (a, b))
    )


def _name(part: str, a: dict[str, str], b: dict[str, str]) -> PartReason:
    mine, theirs = a.get(part, ""), b.get(part, "")
    if mine == theirs:
        how: How = "same"
    elif not mine or not theirs:
        how = "missing"
    else:
        alike = slip(mine, theirs) or slip(theirs, mine) or _bare(mine) == _bare(theirs)
        how = "similar" if alike or _kind_left_out(mine, theirs) else "different"
    return PartReason(part, mine, theirs, how)


def _bare(name: str) -> str:
    """Return a compound's name without the endings people leave out."""
    for ending in sorted(grammar().optional_endings, key=len, reverse=True):
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name.removesuffix(ending)
    return name


def _kind_left_out(mine: str, theirs: str) -> bool:
    """红光厂 may be 红光厂宿舍, 柳岸花园别墅 柳岸花园."""
    shorter, longer = sorted((mine, theirs), key=len)
    return longer.startswith(shorter) and longer[len(shorter) :] in grammar().compound_endings


def _implied(reason: PartReason, *, plate: bool, anchored: bool) -> PartReason:
    """A road and number left out beside one compound, or a compound left out beside one plate, decide nothing."""
    if reason.how != "missing" or not anchored:
        return reason
    if reason.part in {"road", "number", "lane", "sub"} and (not reason.a or not reason.b):
        return reason._replace(how="same")
    if plate and reason.part in {"compound", "phase", "zone"}:
        return reason._replace(how="same")
    return reason


def _verdict(reasons: tuple[PartReason, ...]) -> Outcome:
    how = {reason.how for reason in reasons}
    if "different" in how:
        return "different"
    parts = {reason.part for reason in reasons if reason.how == "same" and reason.a and reason.b}
    located = parts & set(_NAMES)
    ended = parts & {*ENDS, "number"}
    if "missing" in how or "similar" in how or not located or not ended:
        return "unsure"
    return "same"
