"""A rule explained: what it looks for, why, an example and the remedy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from gridctl.render.prose import Prose
from gridctl.render.terminal import severity_name
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from gridctl.findings.registry import Rule

# What else stands in an example, such as tables of other features, is for the tests of the rule.
_SIDES = {"broken": ("有问题", "with the problem"), "fixed": ("改好后", "corrected")}
_PARAM = pattern(r"\{[^{}]*\}")
_HEADINGS = {
    "message": ("它会说", "It says"),
    "why": ("为什么", "Why"),
    "remedy": ("怎么改", "What to do"),
    "example": ("举例", "Example"),
}


def rule_data(rule: Rule, language: str) -> dict[str, Any]:
    """The rule as data for machine output."""
    texts = rule.texts(language)
    return {
        "code": rule.code,
        "severity": rule.severity.value,
        "ledger": rule.ledger or None,
        "title": texts.title,
        "message": texts.message,
        "why": texts.why,
        "remedy": texts.remedy,
        "example": rule.example or None,
        "sql": rule.sql or None,
    }


def rule_text(rule: Rule, language: str) -> RenderableType:
    """The rule as a page for the terminal."""
    texts = rule.texts(language)
    level = severity_name(rule.severity, language)
    parts: list[RenderableType] = [Text(f"{rule.code}  {texts.title}  [{level}]", style="bold")]
    example = _example(rule.example, language)
    # What stands there in a finding is another each time.
    says = _PARAM.sub("…", texts.message)
    for key, text in (("message", says), ("why", texts.why), ("remedy", texts.remedy), ("example", example)):
        if text:
            parts.append(Text(_HEADINGS[key][0 if language == "zh" else 1], style="cyan"))
            parts.append(Padding(Prose(Text(text)), (0, 0, 0, 2)))
    return Group(*parts)


def _example(example: Mapping[str, Any], language: str) -> str:
    """Records as they stand in a file, a field a line: first with the fault, then corrected."""
    at = 0 if language == "zh" else 1
    shown = [(names[at], example.get(key)) for key, names in _SIDES.items()]
    return "\n".join(_block(name, value) if value else name for name, value in shown if value is not None)


def _block(key: str, value: Any, indent: str = "") -> str:
    if isinstance(value, dict):
        return f"{indent}{key}:\n" + "\n".join(_block(k, v, indent + "  ") for k, v in value.items())
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        return f"{indent}{key}:\n" + "\n".join(_item(item, indent + "  ") for item in value)
    return f"{indent}{key}: {json.dumps(value, ensure_ascii=False)}"


def _item(item: Any, indent: str) -> str:
    block = "\n".join(_block(key, value, indent + "  ") for key, value in item.items())
    return f"{indent}- {block.strip()}"
