"""Charts as SVG text: bars, targets and shares. They need nothing else: no script, no style sheet, no network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from gridctl.text.width import display_width, fit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INK, FAINT, RULE = "#222222", "#8a8a8a", "#e3e3e3"
RED, BLUE, TRACK = "#b3261e", "#2f5d8a", "#f1f1f1"
_FONT = 13
_CHARACTER = 6.8  # the width of a half-width character of 13 pixels, a little generously
_WIDTH = 720.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, its length as a fraction of the scale, and what stands at its end. None draws no bar."""

    label: str
    value: float | None
    text: str
    colour: str = RED


@dataclass(frozen=True, slots=True)
class Bullet:
    """A result against its target and what it was before; fractions of the scale. ``good`` colours the bar."""

    label: str
    value: float | None
    target: float
    previous: float | None
    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a whole."""

    label: str
    count: int
    colour: str


def bars(rows: Sequence[Bar], title: str, marks: Sequence[tuple[float, str]] = ()) -> Markup:
    """Bars across, one a row, with dotted lines at ``marks`` (a fraction of the scale and its label)."""
    left, right, line, top = _label_room(each.label for each in rows), 64.0, 26.0, 22.0
    room, height = _WIDTH - left - right, top + line * len(rows) + 6
    parts = [
        _line(left + room * at, top - 4, left + room * at, height - 6, FAINT, dash="2 3")
        + _text(left + room * at, top - 9, label, size=11, colour=FAINT, anchor="middle")
        for at, label in marks
    ]
    for number, each in enumerate(rows):
        y = top + line * number
        parts.append(_text(left - 8, y + 17, fit(each.label, 28), anchor="end"))
        parts.append(_rect(left, y + 5, room, 16, TRACK))
        if each.value is not None:
            parts.append(_rect(left, y + 5, room * _clamp(each.value), 16, each.colour))
        parts.append(_text(left + room + 8, y + 17, each.text, weight="600"))
    return _svg(_WIDTH, height, title, parts)


def bullets(rows: Sequence[Bullet], title: str) -> Markup:
    """Results across, with a stroke at the target and a small mark at the value before."""
    left, right, line, top = _label_room(each.label for each in rows), 64.0, 30.0, 22.0
    room, height = _WIDTH - left - right, top + line * len(rows) + 6
    parts = []
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + room * at
        parts.append(_line(x, top - 2, x, height - 8, RULE))
        parts.append(_text(x, top - 8, f"{at:.0%}", size=11, colour=FAINT, anchor="middle"))
    for number, each in enumerate(rows):
        y = top + line * number
        parts.append(_text(left - 8, y + 19, fit(each.label, 28), anchor="end"))
        if each.value is not None:
            parts.append(_rect(left, y + 8, max(room * _clamp(each.value), 1.5), 14, BLUE if each.good else RED))
            x = left + room * _clamp(each.target)
            parts.append(_line(x, y + 4, x, y + 26, INK, width=2.5))
        if each.previous is not None:
            x = left + room * _clamp(each.previous)
            parts.append(
                f'<path d="M{x:.1f} {y + 15:.1f}l4.5 -4.5l4.5 4.5l-4.5 4.5z" transform="translate(-4.5 0)" '
                f'fill="#ffffff" stroke="{INK}" stroke-width="1.2"/>'
            )
        parts.append(_text(left + room + 8, y + 19, each.text, weight="600"))
    return _svg(_WIDTH, height, title, parts)


def shares(rows: Sequence[Share], title: str) -> Markup:
    """One bar cut into parts, with a legend below; parts of nothing are left out of the bar."""
    total = sum(each.count for each in rows)
    parts = []
    x = 0.0
    for each in rows:
        width = _WIDTH * each.count / total if total else 0.0
        if width:
            parts.append(_rect(x, 0, width, 26, each.colour))
            if width > _CHARACTER * 3:
                parts.append(_text(x + width / 2, 18, str(each.count), colour="#ffffff", anchor="middle", weight="600"))
        x += width
    at = 0.0
    for each in rows:
        label = f"{each.label} {each.count}"
        parts.append(_rect(at, 38, 12, 12, each.colour))
        parts.append(_text(at + 18, 49, label))
        at += 18 + display_width(label) * _CHARACTER + 24
    return _svg(_WIDTH, 56, title, parts)


def _svg(width: float, height: float, title: str, parts: Iterable[str]) -> Markup:
    head = f'<svg role="img" viewBox="0 0 {width:.0f} {height:.0f}" font-size="{_FONT}"><title>{escape(title)}</title>'
    return Markup(head + "".join(parts) + "</svg>")  # noqa: S704 - every text in it went through escape


def _label_room(labels: Iterable[str]) -> float:
    return max((min(display_width(each), 28) * _CHARACTER for each in labels), default=0.0) + 14


def _clamp(value: float) -> float:
    return min(1.0, max(0.0, value))


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1.0, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" '
        f'stroke-width="{width:g}"{dashed}/>'
    )


def _text(
    x: float, y: float, text: str, *, size: int = _FONT, colour: str = INK, anchor: str = "start", weight: str = ""
) -> str:
    heavy = f' font-weight="{weight}"' if weight else ""
    sized = f' font-size="{size}"' if size != _FONT else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" text-anchor="{anchor}"{sized}{heavy}>{escape(text)}</text>'
