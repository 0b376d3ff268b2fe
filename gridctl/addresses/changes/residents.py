"""Residents of two records of one house united: the same person once, nothing lost, conflicts told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.text.citizen_id import CitizenIdError
from gridctl.text.citizen_id import parse as parse_citizen_id
from gridctl.text.normalize import squash

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Data = dict[str, Any]

_IDENTITY: Final = ("name", "birth_date")


class FieldChange(NamedTuple):
    """One field of the record or resident kept that is filled in or extended."""

    field: str
    old: Any
    new: Any


class Union(NamedTuple):
    """What uniting gives: fields filled in, fields whose values differ and stay as the keeper has them."""

    changes: list[FieldChange]
    conflicts: list[FieldChange]


def unite(kept: Mapping[str, Any], other: Mapping[str, Any], *, without: frozenset[str] = frozenset()) -> Union:
    """Fill the gaps of `kept` from `other`: blank fields are filled, lists extended, differing values are conflicts."""
    changes, conflicts = [], []
    for name, value in other.items():
        if name in without or value in (None, "", [], {}):
            continue
        own = kept.get(name)
        if own in (None, "", [], {}):
            changes.append(FieldChange(name, None, value))
        elif isinstance(own, list) and isinstance(value, list) and all(isinstance(each, str) for each in own):
            more = [each for each in value if each not in own]
            if more:
                changes.append(FieldChange(name, own, own + more))
        elif own != value:
            conflicts.append(FieldChange(name, own, value))
    return Union(changes, conflicts)


def same_person(members: Sequence[Data], other: Data) -> int | None:
    """The place of the resident who is this person, None if nobody is.

    The same id within the ledger; equal citizen ids (15 or 18 characters); without two such ids, the same name and day
    of birth. Never the name alone, and never two people with different valid ids.
    """
    number = _citizen_id(other)
    by_name = None
    for place, member in enumerate(members):
        own = _citizen_id(member)
        if number and own:
            if own == number:
                return place
            continue
        if other.get("id") and member.get("id") == other["id"]:
            return place
        if by_name is None and _alike(member, other):
            by_name = place
    return by_name


def _alike(one: Data, other: Data) -> bool:
    known = all(one.get(name) and other.get(name) for name in _IDENTITY)
    if not known or squash(str(one["name"])) != squash(str(other["name"])) or one["birth_date"] != other["birth_date"]:
        return False
    return not (one.get("sex") and other.get("sex") and one["sex"] != other["sex"])


def _citizen_id(person: Data) -> str:
    try:
        return parse_citizen_id(str(person.get("id_no") or "")).number
    except CitizenIdError:
        return ""
