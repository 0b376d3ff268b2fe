"""House-code schemes as data: what a code is made of, how it is checked and how a new one is composed.

Sources: Shenzhen's 25-digit house code; GB/T 37346-2019 for the real-estate unit number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.addresses.codes.check_digits import CHECKS
from gridctl.addresses.codes.damage import excel_damage, half_width
from gridctl.findings.reasons import reason_words
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FaultCode = Literal["C101", "C102", "C103", "C104", "C105", "C106", "C107"]
_CLASSES: Final = {"digits": "[0-9]", "letters": "[A-Z]", "alphanumeric": "[0-9A-Z]"}


class SchemeError(ValueError):
    """A scheme or the values given to it are unusable.

    ``reason`` says why: a kind that ``gridctl.findings.reasons`` tells in both languages, with the segment or what may
    be written behind a bar.
    """

    def __init__(self, kind: str, about: str = "") -> None:
        self.reason = f"{kind}|{about}" if about else kind
        super().__init__(self.told("en"))

    def told(self, language: str) -> str:
        """The reason in ``zh`` or ``en``."""
        return reason_words("C331", self.reason, language)


class CodeFault(NamedTuple):
    """One thing wrong with a code.

    C101 length or characters; C102 a building's code given for a house; C103 prefix of another community; C104 stale
    grid segment (a warning: codes are never renumbered); C105 damaged by Excel; C106 full-width characters or blanks
    (the sound code is in ``params["sound"]``); C107 check digit.
    """

    code: FaultCode
    params: dict[str, str]


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name, least and most characters, the expected value it is part of ("" for none)."""

    name: str
    least: int
    most: int
    of: str
    stale: bool
    characters: str


@dataclass(frozen=True)
class Scheme:
    """A house-code scheme. ``building``: length of the building's code that a house code begins with, 0 if none."""

    name: str
    segments: tuple[Segment, ...]
    check_name: str
    building: int
    pattern: re.Pattern[str]

    @property
    def length(self) -> str:
        """The number of characters, as "25" or "16-25"."""
        extra = CHECKS[self.check_name].length
        least = sum(segment.least for segment in self.segments) + extra
        most = sum(segment.most for segment in self.segments) + extra
        return str(least) if least == most else f"{least}-{most}"

    def digits_of(self, name: str) -> int:
        """How many characters the segments have together that are part of `name`; 0 if there are none."""
        return sum(segment.most for segment in self.segments if segment.of == name)

    def split(self, code: str) -> dict[str, str] | None:
        """Return a sound code's segments by name (and "check"), None if it has the wrong length or characters."""
        match = self.pattern.fullmatch(code)
        return None if match is None else {name: value for name, value in match.groupdict().items() if value}

    def check(self, code: str, expected: Mapping[str, str] | None = None) -> list[CodeFault]:
        """Return everything wrong with `code`; an empty list for a sound one.

        `expected` gives, by the names in the scheme's ``of``, what segments must equal: the community's twelve digits,
        the grid's two; a name not in it is not compared.
        """
        faults: list[CodeFault] = []
        sound = half_width(code)
        if sound != code:
            faults.append(CodeFault("C106", {"sound": sound}))
        damage = excel_damage(sound, self.pattern)
        if damage:
            return [*faults, CodeFault("C105", {"damage": damage})]
        parts = self.split(sound)
        if parts is None:
            return [*faults, self._shape_fault(sound)]
        faults += self._compare(parts, expected or {})
        check = CHECKS[self.check_name]
        if not check.valid(sound):
            faults.append(CodeFault("C107", {"check": self.check_name}))
        return faults

    def _shape_fault(self, code: str) -> CodeFault:
        if self.building and len(code) == self.building and self.pattern_of_building.fullmatch(code):
            return CodeFault("C102", {"length": str(len(code)), "expected": self.length})
        wrong = next((char for char in code if not char.isascii() or not char.isalnum()), "")
        if not wrong:
            wrong = self._misplaced(code)
        return CodeFault("C101", {"length": str(len(code)), "expected": self.length, "character": wrong})

    @property
    def pattern_of_building(self) -> re.Pattern[str]:
        """The pattern of a building's code: the segments that the first characters hold."""
        return re.compile(_pattern_text(self.segments, self.building))

    def _misplaced(self, code: str) -> str:
        """Return the first character that its segment does not allow, "" if only the length is wrong."""
        at = 0
        for segment in self.segments:
            for char in code[at : at + segment.most]:
                if not re.fullmatch(segment.characters, char):
                    return char
            at += segment.most
        return ""

    def _compare(self, parts: Mapping[str, str], expected: Mapping[str, str]) -> list[CodeFault]:
        faults = []
        for name in dict.fromkeys(segment.of for segment in self.segments if segment.of in expected and segment.of):
            members = [segment for segment in self.segments if segment.of == name]
            found = "".join(parts.get(segment.name, "") for segment in members)
            if found != expected[name]:
                code: FaultCode = "C104" if all(segment.stale for segment in members) else "C103"
                faults.append(CodeFault(code, {"segment": name, "found": found, "expected": expected[name]}))
        return faults

    def compose(self, **values: str) -> str:
        """Return the code made of these values, its check characters included.

        Values are given by segment name, or by the name in ``of`` for several segments at once. Numbers shorter than
        their segment are filled with zeros on the left. Raises SchemeError for a missing, unknown or unfit value.
        """
        left = dict(values)
        out = []
        for segment in self.segments:
            value = self._value_of(segment, left, values)
            if value.isdigit() and segment.least == segment.most:
                value = value.zfill(segment.most)
            if not re.fullmatch(f"(?:{segment.characters}){{{segment.least},{segment.most}}}", value):
                raise SchemeError("segment_value", segment.name)
            out.append(value)
        unknown = sorted(left.keys() - {segment.name for segment in self.segments} - {s.of for s in self.segments})
        if unknown:
            raise SchemeError("segment_extra", unknown[0])
        body = "".join(out)
        return body + CHECKS[self.check_name].digits(body)

    def _value_of(self, segment: Segment, left: dict[str, str], values: Mapping[str, str]) -> str:
        members = [other for other in self.segments if other.of and other.of == segment.of]
        whole = values.get(segment.of, "") if segment.of else ""
        if len(members) > 1 and len(whole) == sum(other.most for other in members):
            at = sum(other.most for other in members[: members.index(segment)])
            return whole[at : at + segment.most]
        if segment.name in left:
            return values[segment.name]
        if whole:
            return whole
        raise SchemeError("segment_unknown", segment.name)


def values_of(division: str) -> dict[str, str]:
    """What a community's division code says of segments, by the names in ``of``; nothing for ""."""
    return {"community": division, "county": division[:6]} if division else {}


def grid_number(grid: str) -> str:
    """The number that a grid's code has behind the twelve digits of the community's."""
    return grid[12:15]


def load_scheme(definition: str | Mapping[str, Any]) -> Scheme:
    """Return the scheme of this name, or the one that a mapping of the same shape as in ``schemes.yaml`` defines.

    Raises SchemeError for an unknown name or a definition that cannot be used.
    """
    if isinstance(definition, str):
        known = _packaged()
        if definition not in known:
            raise SchemeError("no_scheme", ", ".join(known))
        return _build(definition, known[definition])
    return _build(str(definition.get("name", "custom")), definition)


@cache
def _packaged() -> dict[str, Any]:
    return packaged("gridctl.addresses.codes", "schemes.yaml")


def _build(name: str, definition: Mapping[str, Any]) -> Scheme:
    check = str(definition.get("check") or "none")
    if check not in CHECKS:
        raise SchemeError("no_check", ", ".join(CHECKS))
    listed = definition.get("segments")
    if not isinstance(listed, list) or not listed:
        raise SchemeError("segments_list")
    segments = tuple(_segment(entry) for entry in listed)
    if any(segment.least != segment.most for segment in segments[:-1]):
        raise SchemeError("only_last_varies")
    text = _pattern_text(segments) + CHECKS[check].pattern
    return Scheme(name, segments, check, int(definition.get("building") or 0), re.compile(text))


def _segment(entry: Any) -> Segment:
    if not isinstance(entry, dict) or not re.fullmatch("[a-z_]+", str(entry.get("name"))):
        raise SchemeError("segment_name")
    match = re.fullmatch("([0-9]{1,2})(?:-([0-9]{1,2}))?", str(entry.get("length")))
    if match is None or int(match[1]) < 1 or int(match[2] or match[1]) < int(match[1]):
        raise SchemeError("segment_length", entry["name"])
    characters = str(entry.get("characters") or "digits")
    if characters not in _CLASSES and not re.fullmatch(r"\[[0-9A-Z-]+\]", characters):
        raise SchemeError("segment_characters", entry["name"])
    stale = entry.get("stale") in {True, "yes", "true"}
    return Segment(
        str(entry["name"]), int(match[1]), int(match[2] or match[1]), str(entry.get("of") or ""), stale,
        _CLASSES.get(characters, characters),
    )  # fmt: skip


def _pattern_text(segments: Iterable[Segment], length: int | None = None) -> str:
    """Return the pattern of the segments, or of as much of them as `length` characters hold."""
    out = []
    for segment in segments:
        least, most = segment.least, segment.most
        if length is not None:
            most = min(most, length)
            least = min(least, most)
            length -= most
            if not most:
                break
        out.append(f"(?P<{segment.name}>{segment.characters}{{{least},{most}}})")
    return "".join(out)
