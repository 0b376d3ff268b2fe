"""What columns mean beside each other: a day in three columns, owners without residents, licences of several kinds."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gridctl.intake.columns.tenants import of_tenants
from gridctl.intake.dictionary.vocabulary import Target, column_at
from gridctl.schema.codelists import code_list
from gridctl.text.normalize import label_key
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gridctl.intake.columns.headings import ColumnMatch
    from gridctl.intake.dictionary.vocabulary import Vocabulary

_DAY_PARTS: Final[Mapping[str, int]] = {"年": 1, "年份": 1, "月": 2, "月份": 2, "日": 3, "日期": 3, "号": 3}
# The day that a ledger's lists are about, where the columns do not say which.
_DAY_OF: Final[Mapping[str, str]] = {
    "visits": "visited_on",
    "cases": "occurred_on",
    "volunteers": "services.date",
}
_OWNERS: Final[Mapping[str, str]] = {
    "members.id_type": "owner_id_type",
    "members.id_no": "owner_id_no",
    "members.phones": "owner_phones",
}
_FAMILY: Final = "家属"
_GUARDIAN: Final = "guardian_"
_RELATION: Final = "关系"
_OPERATORS: Final = frozenset(("经营者", "经营者姓名", "经营人", "经营人姓名"))
# On licences what the place is called; 姓名 is of a person.
_CALLED: Final = frozenset(("经营者名称", "食品经营者名称", "经营人名称"))
_LICENCE: Final = pattern(
    r"(.+?(?:证|执照|备案))(?:的)?(?:(证?书?[编证]?号码?|号)|(有效期限?至?|到期[日时][期间]|有效期截?止日?期?))"
)


def settled_together(
    found: list[ColumnMatch], vocabulary: Vocabulary, filled: Callable[[int], bool]
) -> list[ColumnMatch]:
    """The columns of a table with what they mean because of each other; ``filled`` tells which have any value."""
    name = vocabulary.ledger.name
    if name == "households":
        found = of_tenants(_of_owners(found))
    if name == "businesses":
        found = _licences(_operators(_called(found)))
    if name == "special_groups":
        found = _of_family(found, filled)
    if name == "volunteers":
        found = _offers(found)
    return _days(found, vocabulary)


def day_part(heading: str) -> int:
    """1, 2 or 3 where a heading is that of a column of years, months or days; else 0."""
    return _DAY_PARTS.get(label_key(heading), 0)


def _of_owners(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """A list of dwellings that names their owners and no residents has the owners' numbers and telephones."""
    fields = {each.target.field for each in found if each.target}
    if "owner_name" not in fields or "members.name" in fields:
        return found

    def owned(target: Target | None) -> bool:
        return target is not None and target.slot == 0 and _OWNERS.get(target.field, target.field) not in fields

    return [
        replace(each, target=replace(each.target, field=_OWNERS[each.target.field]))
        if each.target and each.target.field in _OWNERS and owned(each.target)
        else each
        for each in found
    ]


def _called(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """经营者名称 is the name of the business, where no other column is."""
    if any(each.target and each.target.field == "name" for each in found):
        return found
    return [replace(each, target=Target("name"), variant=False) if each.key in _CALLED else each for each in found]


def _operators(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """经营者 is who runs the place, where nobody else does and nothing else is asked of a legal representative."""
    fields = [each.target.field for each in found if each.target]
    if "manager" in fields or sum(field.startswith("legal_rep_") for field in fields) != 1:
        return found
    return [
        replace(each, target=replace(each.target, field="manager"))
        if each.target and each.target.field == "legal_rep_name" and label_key(each.heading) in _OPERATORS
        else each
        for each in found
    ]


def _of_family(found: list[ColumnMatch], filled: Callable[[int], bool]) -> list[ColumnMatch]:
    """The relation and telephones of 家属 are the guardian's only where no other column names one.

    关系 right behind whoever looks after somebody is what they are to them, not to the head of a household.
    """

    def of_guardian(each: ColumnMatch, name: str) -> bool:
        return each.target is not None and each.target.field == f"{_GUARDIAN}{name}"

    def of_family(each: ColumnMatch) -> bool:
        return each.key.startswith(_FAMILY)

    settled = list(found)
    if any(of_guardian(each, "name") and not of_family(each) and filled(each.col) for each in found):
        settled = [
            replace(each, target=Target("note", role="note"))
            if of_family(each) and each.target and each.target.field.startswith(_GUARDIAN)
            else each
            for each in found
        ]
    if not any(of_guardian(each, "relation") for each in settled):
        for before, each in pairwise(list(settled)):
            if of_guardian(before, "name") and label_key(each.heading) == _RELATION:
                settled[settled.index(each)] = replace(each, target=Target(f"{_GUARDIAN}relation"))
                break
    return settled


def _offers(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """In a list of members without any service done, 服务项目 is what they offer to do."""
    fields = {each.target.field for each in found if each.target and each.target.role == "field"}
    if "service_intent" in fields or {"services.date", "services.hours", "services.confirmed_by"} & fields:
        return found
    return [
        replace(each, target=Target("service_intent"))
        if each.target and each.target.field == "services.activity" and label_key(each.heading).endswith("服务项目")
        else each
        for each in found
    ]


def _licences(found: list[ColumnMatch]) -> list[ColumnMatch]:
    """食品经营许可证号 is the number of a licence of this kind; of several kinds each is a licence of its own."""
    kinds: dict[str, int] = {}
    settled = []
    for each in found:
        free = each.target is None or each.target.field.startswith("licences.")
        said = _LICENCE.fullmatch(each.key) if free else None
        item = code_list("licence_kind").find(said[1]) if said else None
        if said and item:
            slot = kinds.setdefault(item.key, len(kinds) + 1)
            field = "licences.number" if said[2] else "licences.expiry"
            each = replace(each, target=Target(field, slot=slot, also=(("kind", item.key),)))  # noqa: PLW2901 -- the same column, told apart
        settled.append(each)
    if len(kinds) != 1:
        return settled
    return [
        replace(each, target=replace(each.target, slot=0))
        if each.target and each.target.field.startswith("licences.")
        else each
        for each in settled
    ]


def _days(found: list[ColumnMatch], vocabulary: Vocabulary) -> list[ColumnMatch]:
    """A month and a day in columns of their own are one day, with the year beside them if there is one."""
    groups: dict[str, list[tuple[int, int]]] = {}
    for at, each in enumerate(found):
        *above, last = each.heading.split("/")
        if part := day_part(last):
            groups.setdefault(label_key("".join(above)), []).append((at, part))
    settled = list(found)
    for group, columns in groups.items():
        parts = [part for _, part in columns]
        field = _day_field(group, vocabulary)
        if parts not in ([2, 3], [1, 2, 3]) or not field:
            continue
        others = {each.target.field for at, each in enumerate(found) if each.target and at not in dict(columns)}
        if field not in others:
            for at, part in columns:
                settled[at] = replace(found[at], target=Target(field, role="day", join=part))
    return settled


def _day_field(group: str, vocabulary: Vocabulary) -> str:
    if not group:
        return _DAY_OF.get(vocabulary.ledger.name, "")
    target = vocabulary.targets.get(group)
    if target is None or target.role != "field":
        return ""
    return target.field if column_at(vocabulary.ledger.name, target.field).kind == "date" else ""
