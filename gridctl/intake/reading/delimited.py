"""Text tables: the encoding and the delimiter are found in the content."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gridctl.intake.reading.book import Cell

_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_DELIMITERS: Final = ",\t;|，"
_SAMPLE_ROWS: Final = 50


def decode(data: bytes) -> tuple[str, str, int]:
    """Return (text, encoding, number of characters that could not be read).

    UTF-8 is tried before GB18030: Chinese text in GB18030 is practically never valid UTF-8.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return text, encoding, text.count("\ufffd")
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding), encoding, 0
        except UnicodeDecodeError:
            continue
    best = min(("utf-8", "gb18030"), key=lambda each: data.decode(each, errors="replace").count("\ufffd"))
    text = data.decode(best, errors="replace")
    return text, best, text.count("\ufffd")


def rows_of(text: str) -> list[list[Cell]]:
    """The cells of a text table; all are text, as written."""
    delimiter = _delimiter(text)
    # A NUL would end the csv module's reading; it is never meant.
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    csv.field_size_limit(1 << 24)
    rows: list[list[Cell]] = []
    try:
        rows.extend(list(row) for row in reader)
    except csv.Error:
        # A field of over 16 million characters: an opening quote that was never closed. Read on as plain text.
        rows = [list(line.split(delimiter)) for line in text.splitlines()]
    return rows


def _delimiter(text: str) -> str:
    """The mark that cuts the most rows into the same number of cells, the most cells first."""
    best, best_score = ",", (0, 0)
    for mark in _DELIMITERS:
        try:
            counts = [
                len(row)
                for _, row in zip(range(_SAMPLE_ROWS), csv.reader(io.StringIO(text), delimiter=mark), strict=False)
            ]
        except csv.Error:
            continue
        widths = [count for count in counts if count > 1]
        if not widths:
            continue
        commonest = max(set(widths), key=lambda width: (widths.count(width), width))
        score = (widths.count(commonest) * (commonest - 1), commonest)
        if score > best_score:
            best, best_score = mark, score
    return best
