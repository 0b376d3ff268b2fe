"""A finding told in the reader's language, with personal values masked."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gridctl.findings.faces import Face, face, steps
from gridctl.findings.registry import rule
from gridctl.schema.codelists import code_list, code_list_names
from gridctl.text.masking import mask_address, mask_free, mask_id, mask_name, mask_phone

if TYPE_CHECKING:
    from collections.abc import Callable

    from gridctl.findings.finding import Finding

_PERSONAL, _SENSITIVE = 3, 4


def _keep_year(value: str) -> str:
    return value[:4] + "".join("*" if each.isalnum() else each for each in value[4:])


_MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id": mask_id,
    "address": mask_address,
    "text": mask_free,
    "date": _keep_year,
    "code": str,
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
        params[name] = _in_words(finding, name, value, language)
    return rule(finding.code).texts(language).message.format_map(params)


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
    for name, item in steps(field):
        names.append(name)
        found = face(ledger, names)
        words.append(found.label(language) if found else name)
        if item:
            words[-1] += f" {int(item) + 1 if item.isdigit() else item}"
    return " · ".join(words)


def shown_value(ledger: str, field: str, value: str) -> str:
    """A value of a field as those may see it who need not see personal data."""
    found = face(ledger, [name for name, _ in steps(field)]) if ledger else None
    if found is None:
        return mask_free(value)
    if found.mask != "none":
        return _MASKS[found.mask](value)
    if found.sens < _PERSONAL or (found.codes and found.sens < _SENSITIVE):
        return mask_free(value)
    return _hidden(value, found)


def _hidden(value: str, about: Face) -> str:
    if about.codes:
        return value[:1] + "*" * (len(value) - 1)
    return _keep_year(value) if value[:4].isdigit() else mask_name(value)


def _masked(finding: Finding, name: str, value: str) -> str:
    if name in _BY_FIELD:
        return shown_value(finding.ledger, finding.field, value)
    mask = _BY_NAME.get(name)
    return _MASKS[mask](value) if mask else value


def _in_words(finding: Finding, name: str, value: str, language: str) -> str:
    """A code list's key by its label, a code list or field by its title; a lone ``value`` as it is."""
    if name == "codes":
        found = code_list(value) if value in _code_lists() else None
        return (found.zh if language == "zh" else found.en) if found else value
    if name in ("missing_field", "fields"):
        return field_label(finding.ledger, value, language)
    if name == "target_ledger":
        return ledger_label(value, language)
    codes = name if name in _code_lists() else ""
    if name in _BY_FIELD and value and not value.count("*"):
        found_face = face(finding.ledger, [each for each, _ in steps(finding.field)]) if finding.ledger else None
        codes = found_face.codes if found_face else ""
    if not codes:
        return value
    item = code_list(codes).find(value)
    return value if item is None else item.zh if language == "zh" else item.en


@cache
def _code_lists() -> frozenset[str]:
    return frozenset(code_list_names())
