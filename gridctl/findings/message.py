"""A finding told in the reader's language, with personal values masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gridctl.findings.lexicon import Face, face, message_of, title, word
from gridctl.findings.reasons import reason_words
from gridctl.text.masking import is_hidden, mask_address, mask_free, mask_id, mask_name, mask_phone
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gridctl.findings.finding import Finding

_STEP = pattern(r"([^.\[\]]+)(?:\[([^\]]*)\])?\.?")
_SENSITIVE = 4
# Longer values are cut in a message: a note of a thousand characters would hide what is said about it.
_SHOWN = 60


def _keep_year(value: str) -> str:
    return value[:4] + "".join("*" if each.isalnum() else each for each in value[4:])


_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id": mask_id,
    "address": mask_address,
    "text": mask_free,
    "date": _keep_year,
}
# Params masked by what they are called; `value`, `old` and `new` follow the finding's field.
_BY_NAME = {
    "name": "name",
    "names": "name",
    "other_name": "name",
    "phone": "phone",
    "phones": "phone",
    "id_no": "id",
    "other_id_no": "id",
    "address": "address",
    "other_address": "address",
    "text": "text",
    "key": "text",
    "birth_date": "date",
    "other_date": "date",
}
_BY_FIELD = frozenset(("value", "old", "new"))
# Params that are as people wrote them, at any length.
_GIVEN = _BY_FIELD | {"text", "key", "activity"}
# Params that hold a code list's key, with the list: most are called after it.
_CODED = {
    each: each
    for each in (
        "sex", "relation", "occupancy", "id_type", "grid_level", "staff_role", "target_kind", "duty_target",
        "licence_kind", "special_category",
    )
} | {"id_sex": "sex"}  # fmt: skip


class _Params(dict[str, str]):
    """Parameters of a message; one that a finding lacks is shown as an ellipsis."""

    def __missing__(self, key: str) -> str:
        return "…"


def message(finding: Finding, language: str) -> str:
    """The rule's message in ``zh`` or ``en``, filled with masked params and the labels of ledger and field."""
    params = _Params(
        ledger=ledger_label(finding.ledger, language),
        record=finding.record,
        field=field_label(finding.ledger, finding.field, language),
    )
    for name, value in masked_params(finding).items():
        told = _in_words(finding, name, value, language)
        params[name] = told if name not in _GIVEN or len(told) <= _SHOWN else told[:_SHOWN] + "……"
    return message_of(finding.code, language).format_map(params)


def masked_params(finding: Finding) -> dict[str, str]:
    """The finding's params, the personal ones masked by their name or by the field's ``Col``.

    ``partner`` is left out: it only ties the finding to other records.
    """
    return {name: _masked(finding, name, value) for name, value in finding.params.items() if name != "partner"}


def ledger_label(ledger: str, language: str) -> str:
    """The ledger's title; "" without a ledger."""
    found = face(ledger) if ledger else None
    return found.label(language) if found else ledger


def field_label(ledger: str, field: str, language: str) -> str:
    """A field path in the reader's words: ``members[1].id_no`` is 成员 2 · 证件号码."""
    words: list[str] = []
    names: list[str] = []
    for name, item in _steps(field):
        names.append(name)
        found = face(ledger, names)
        words.append(found.label(language) if found else name)
        if item:
            words[-1] += f" {int(item) + 1 if item.isdigit() else item}"
    return " · ".join(words)


def shown_value(ledger: str, field: str, value: str) -> str:
    """A value of a field as those may see it who need not see personal data."""
    found = _face_of(ledger, field)
    if found is None:
        return mask_free(value)
    if found.mask == "code":
        return value
    if not is_hidden(found.sens, found.mask):
        return mask_free(value)
    if found.mask != "none":
        return _MASKS[found.mask](value)
    return mask_free(value) if found.codes and found.sens < _SENSITIVE else _hidden(value)


def _steps(field: str) -> Iterator[tuple[str, str]]:
    """The steps of a field path: ``members[1].id_no`` gives (members, 1) and (id_no, "")."""
    for match in _STEP.finditer(field):
        yield match[1], match[2] or ""


def _face_of(ledger: str, field: str) -> Face | None:
    return face(ledger, [name for name, _ in _steps(field)]) if ledger and field else None


def _hidden(value: str) -> str:
    # Where few values are possible, the first character or the length would tell which.
    return _keep_year(value) if value[:4].isdigit() else "***"


def _masked(finding: Finding, name: str, value: str) -> str:
    if name in _BY_FIELD:
        return shown_value(finding.ledger, finding.field, value)
    mask = _BY_NAME.get(name)
    if mask == "address":
        own = _face_of(finding.ledger, "address")
        # Of a house it is for internal use; of a person it is not.
        return value if own and not is_hidden(own.sens, own.mask) else mask_address(value)
    return _MASKS[mask](value) if mask else value


def _in_words(finding: Finding, name: str, value: str, language: str) -> str:
    """Keys of code lists by their labels, and names of fields, ledgers and code lists by their titles."""
    match name:
        case "codes":
            return title(value, language)
        case "reason" | "why":
            return reason_words(finding.code, value, language)
        case "missing_field":
            return field_label(finding.ledger, value, language)
        case "target_ledger":
            return ledger_label(value, language)
        case "value" | "old" | "new" if value and "*" not in value:
            found = _face_of(finding.ledger, finding.field)
            return word(found.codes, value, language) if found and found.codes else value
        case _:
            return word(_CODED[name], value, language) if name in _CODED else value
