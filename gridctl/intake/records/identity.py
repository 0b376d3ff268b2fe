"""What makes two records one: keys first, then identity. Never a name alone."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from gridctl.intake.cells.severalnames import two_people
from gridctl.text.normalize import nfkc

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


VISITED: Final = "target_name"
"""Who was visited, as written: it tells two visits to one house apart where the names cannot be one."""


class Identity(NamedTuple):
    """Fields that together name one record, and fields that must not differ for it to be the same one."""

    fields: tuple[str, ...]
    unlike: tuple[str, ...] = ()


IDENTITIES: Final[dict[str, tuple[Identity, ...]]] = {
    "households": (
        Identity(("house_code",)),
        Identity(("household_no", "grid_code"), ("house_code",)),
        Identity(("household_no",), ("grid_code", "house_code", "address")),
        # Two households may share an address; one that has other codes is another one.
        Identity(("address",), ("house_code", "household_no")),
    ),
    "businesses": (
        Identity(("uscc",)),
        Identity(("name", "address"), ("uscc",)),
        Identity(("name", "house_code"), ("uscc",)),
        Identity(("name", "grid_code"), ("uscc", "address", "house_code")),
    ),
    "special_groups": (
        Identity(("person", "category"), ("id_no",)),
        Identity(("id_no", "category")),
        Identity(("name", "birth_date", "category"), ("id_no",)),
        Identity(("name", "house_code", "category"), ("id_no", "birth_date")),
        Identity(("name", "address", "category"), ("id_no", "birth_date")),
        Identity(("name", "phones", "category"), ("id_no", "birth_date")),
    ),
    "volunteers": (
        Identity(("id_no",)),
        Identity(("name", "phones"), ("id_no",)),
        Identity(("name", "team"), ("id_no", "phones", "birth_year")),
    ),
    "visits": (
        Identity(("visited_on", "target"), (VISITED, "staff", "reason", "mode")),
        Identity(("visited_on", "house_code"), ("target", VISITED, "staff", "reason", "mode")),
        Identity(("visited_on", "target_name", "grid_code"), ("target", "house_code", "staff", "reason", "mode")),
    ),
    "staff": (
        Identity(("staff_no",)),
        Identity(("id_no",), ("staff_no",)),
        Identity(("name", "phones"), ("staff_no", "id_no")),
        Identity(("name", "grids"), ("staff_no", "id_no", "phones")),
    ),
    "addresses": (Identity(("community", "alias")), Identity(("alias", "name"))),
}

NEEDED: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "businesses": (("name", "uscc"),),
    "special_groups": (("name", "id_no"), ("category",)),
    "volunteers": (("name",),),
    "visits": (("visited_on",), ("target", "house_code", "target_name")),
    "staff": (("name", "staff_no"),),
    "addresses": (("alias",), ("name",)),
}
"""Of each group at least one must be there, or nobody could tell what the row is about."""


Key = tuple[int | str, ...]
"""What a record is looked up by: the number of an identity, and what its fields say."""


def identity_keys(identities: Sequence[Identity], data: Mapping[str, Any]) -> list[Key]:
    """The keys of a record, those of its strongest identity first.

    An identity with a blank field has none, one of a person with several phones as many.
    """
    folded: dict[str, str] = {}
    found: list[Key] = []
    for number, identity in enumerate(identities):
        key: list[int | str] = [number]
        for name in identity.fields:
            part = folded.get(name)
            if part is None:
                value = data.get(name)
                if not value:
                    break
                if value.__class__ is not str:
                    return _keys_of_lists(identities, data)
                # Codes are folded as they stand.
                plain = value.isascii() and value.isdecimal()
                # What several identities share is folded once.
                part = folded[name] = value if plain else _folded_text(value)
            key.append(part)
        else:
            found.append(tuple(key))
    return found


def _keys_of_lists(identities: Sequence[Identity], data: Mapping[str, Any]) -> list[Key]:
    return [
        (number, *folded)
        for number, identity in enumerate(identities)
        for folded in product(*(_each_folded(data.get(name)) for name in identity.fields))
    ]


def _each_folded(value: Any) -> list[str]:
    if not value:
        return []
    return [_folded(each) for each in value] if isinstance(value, list) else [_folded(value)]


def differs(name: str, one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both have the field and it is not the same; lists differ when they share nothing."""
    left, right = one.get(name), other.get(name)
    if left in (None, "", []) or right in (None, "", []):
        return False
    if isinstance(left, list) and isinstance(right, list):
        return not set(map(str, left)) & set(map(str, right))
    if name == VISITED:
        return two_people(str(left), str(right))
    return _folded(left) != _folded(right)


def birth_of(person: Mapping[str, Any]) -> str:
    """A person's birth date: the one given, else the one in the citizen id; "" if neither."""
    given = person.get("birth_date")
    if given:
        return str(given)
    number = str(person.get("id_no") or "")
    if len(number) == 18 and number[:17].isdecimal():
        return f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    return ""


def same_person(row: Mapping[str, Any], member: Mapping[str, Any]) -> int:
    """How surely two entries of one house are one person: 3 by id number, 2 by name and birth date, 1 by a name that
    nothing contradicts, 0 not at all.
    """
    if row.get("id_no") and row.get("id_no") == member.get("id_no"):
        return 3
    if not row.get("name") or row.get("name") != member.get("name"):
        return 0
    births = birth_of(row), birth_of(member)
    if all(births):
        return 2 if births[0] == births[1] else 0
    if differs("id_no", row, member) or differs("sex", row, member):
        return 0
    return 1


def _folded(value: object) -> str:
    return _folded_text(value if isinstance(value, str) else str(value))


# A value is looked for, then put into the lookup, and often stands in the next row again.
@lru_cache(maxsize=1 << 14)
def _folded_text(text: str) -> str:
    folded = text.casefold() if text.isascii() and text.isalnum() else "".join(nfkc(text).casefold().split())
    # Most texts are folded as they stand: a lookup of them needs no second copy.
    return text if folded == text else folded
