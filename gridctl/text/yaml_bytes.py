"""From a file's bytes to text that a YAML reader may be given, with the faults that bytes can have."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from gridctl.text.pattern import pattern
from gridctl.text.yaml_node import Fault, place_of

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_CONTROL: Final = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
# What a character of that pattern has in sound UTF-8: one of these bytes, or it is one of these characters.
_CONTROL_BYTES: Final = tuple(bytes([each]) for each in (*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xC2))
_CONTROL_MARKS: Final = "\ufeff\ufffe\uffff"
_MERGE_MARKER: Final = pattern(r"^(?:<{7}|\|{7}|={7}|>{7})(?= |$)", re.MULTILINE)
_MARKS: Final = "<|=>"
_MOST_FAULTS: Final = 100
_CARRIAGE: Final = pattern(r"\r\n?")
_NOT_ASCII: Final = pattern("[^\x00-\x7f]")


def decode(data: bytes) -> tuple[str, list[Fault]]:
    """Text with LF line ends, without a byte order mark, and with U+FFFD for what may not stand in YAML."""
    faults: list[Fault] = []
    encoding = "utf-8"
    for mark, name in _BOMS:
        if data.startswith(mark):
            faults.append(Fault("F104", 1, 1, {"encoding": name}))
            data, encoding = data[len(mark) :], name
    try:
        text = data.decode(encoding)
        if encoding != "utf-8":
            faults.append(Fault("F106", 1, 1, {"encoding": encoding}))
    except UnicodeDecodeError as error:
        text = _decode_damaged(data, encoding, error.start, faults)
    if "\r" in text:
        faults.append(Fault("F105", *place_of(text, text.index("\r")), {}))
        text = _CARRIAGE.sub("\n", text)
    if (faults or _doubtful(data, text)) and _CONTROL.search(text):
        faults.extend(
            Fault("F111", *place_of(text, match.start()), {"found": f"U+{ord(match[0]):04X}"})
            for match in _first_of_each_line(text)
        )
        text = _CONTROL.sub("\ufffd", text)
    return text, faults


def _doubtful(data: bytes, text: str) -> bool:
    """Whether a text without a fault so far may hold what YAML may not; looking for bytes is six times faster."""
    return any(each in data for each in _CONTROL_BYTES) or any(each in text for each in _CONTROL_MARKS)


def _first_of_each_line(text: str) -> list[re.Match[str]]:
    """At most one damaged place a line and a hundred a file: a binary file has one at every other byte."""
    found: list[re.Match[str]] = []
    at = 0
    while len(found) < _MOST_FAULTS and (match := _CONTROL.search(text, at)):
        found.append(match)
        at = text.find("\n", match.end())
        if at < 0:
            break
    return found


def _decode_damaged(data: bytes, encoding: str, at: int, faults: list[Fault]) -> str:
    replaced = data.decode(encoding, "replace")
    line = data.count(b"\n", 0, at) + 1
    column = len(data[data.rfind(b"\n", 0, at) + 1 : at].decode(encoding, "replace")) + 1
    if encoding == "utf-8":
        damaged = replaced.count("\ufffd")
        sound = len(_NOT_ASCII.findall(replaced)) - damaged
        # GB18030 text seldom forms sound UTF-8; where most characters are sound, single bytes were damaged.
        if sound < 4 * damaged:
            try:
                text = data.decode("gb18030")
            except UnicodeDecodeError:
                pass
            else:
                faults.append(Fault("F106", line, column, {"encoding": "gb18030"}))
                return text
    faults.append(Fault("F111", line, column, {"found": f"0x{data[at]:02X}"}))
    return replaced


def merge_markers(text: str) -> list[Fault]:
    """The conflict markers that Git left at line starts; the first hundred."""
    # Finding a character is many times faster than a text, and that than the pattern; hardly any file has one.
    if not any(mark in text and 7 * mark in text for mark in _MARKS):
        return []
    return [
        Fault("F102", *place_of(text, match.start()), {"marker": match[0]})
        for match in islice(_MERGE_MARKER.finditer(text), _MOST_FAULTS)
    ]
