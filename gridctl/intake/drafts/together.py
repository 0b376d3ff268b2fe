"""Columns of one field become one column: parts of a text, numbers of telephones, what goes into the note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# The field's own label: what stands below it needs no heading in the note.
_NOTE: Final = "备注"


def is_blank(column: list[Any]) -> bool:
    """Whether a column says nothing at all; the first value of one that does ends the look."""
    return column == [None] * len(column)


def joined(columns: Sequence[Sequence[Any]]) -> list[str | None]:
    """What columns say that make one text, None where they say nothing."""
    return _row_by_row(lambda *parts: "".join(str(part or "") for part in parts) or None, *columns)


def listed(first: Sequence[list[Any] | None], second: Sequence[list[Any] | None]) -> list[list[Any] | None]:
    """The values of two columns of lists, each once."""
    return [
        one if other is None else other if one is None else [*one, *(item for item in other if item not in one)]
        for one, other in zip(first, second, strict=True)
    ]


def completed(first: Sequence[Any], second: Sequence[Any]) -> list[Any]:
    """The values of a column, and those of a second one where it is blank."""
    return [other if one is None else one for one, other in zip(first, second, strict=True)]


def differing(first: Sequence[Any], second: Sequence[Any]) -> list[int]:
    """Where two columns say different things."""
    return [
        at
        for at, (one, other) in enumerate(zip(first, second, strict=True))
        if one is not None and other is not None and one != other
    ]


def with_note(notes: Sequence[str | None], heading: str, said: Sequence[str | None]) -> list[str | None]:
    """Notes, and what a column of the note says that they do not."""

    def behind(note: str | None, text: str | None) -> str | None:
        if note is None or text is None:
            return note if text is None else text
        if text in note:
            return note
        return f"{note}; {text}" if heading == _NOTE else f"{note}; {heading}: {text}"

    return _row_by_row(behind, notes, said)


def with_other(notes: Sequence[str | None], heading: str, said: Sequence[str | None]) -> list[str | None]:
    """Notes, and what a column without a field says, behind its heading."""

    def behind(note: str | None, text: str | None) -> str | None:
        if text is None:
            return note
        return f"{note}; {heading}: {text}" if note else f"{heading}: {text}"

    return _row_by_row(behind, notes, said)


def _row_by_row(make: Callable[..., str | None], *columns: Sequence[Any]) -> list[str | None]:
    """One column made of several; what the same values make is made once."""
    made = {values: make(*values) for values in set(zip(*columns, strict=True))}
    return list(map(made.__getitem__, zip(*columns, strict=True)))
