"""What is known of the houses of a group: who lives there, what refers to each code, which is older; whom to keep."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from gridctl.addresses.codes.ages import first_days
from gridctl.addresses.codes.references import code_references
from gridctl.schema.ledgers import ledger

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridctl.addresses.doubles.derive import Doubles
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

# Faults that make a code unfit to be kept; a stale grid segment does not.
_UNSOUND: Final = frozenset(("C101", "C102", "C103", "C105", "C106", "C107"))
_NO_DATE: Final = "9999-12-31"


class House(NamedTuple):
    """One record of a group.

    ``people`` names the current residents; ``references`` counts by ledger the records in use that name the code.
    ``sound``: the code fits the scheme; ``whole``: no part of the address is missing. ``first_seen`` is the day on
    which the code came into the ledgers, by their history, looked up where nobody wrote down when it was collected.
    """

    id: str
    code: str
    address: str
    grid: str
    collected_on: str
    people: tuple[str, ...]
    references: Mapping[str, int]
    sound: bool
    whole: bool
    first_seen: str = ""

    @property
    def since(self) -> str:
        """The first day known of the code, "" if none is."""
        return self.collected_on or self.first_seen


class Case(NamedTuple):
    """A group with its evidence: the houses, the one proposed to be kept first, and why that one.

    ``why_keep`` is a key of ``words.yaml``; ``verdict`` what was decided about the whole group, "" if nothing was.
    """

    number: int
    tier: Literal["confirmed", "suspected"]
    reasons: tuple[str, ...]
    houses: tuple[House, ...]
    why_keep: str
    verdict: str

    @property
    def keeper(self) -> House:
        """The house whose code is proposed to be kept."""
        return self.houses[0]


def cases(ws: Workspace, doubles: Doubles) -> list[Case]:
    """The groups with their evidence, in the order of the groups."""
    wanted = sorted({row for group in doubles.groups for row in group.rows})
    houses = evidence(ws, wanted, doubles)
    found = []
    for number, group in enumerate(doubles.groups, 1):
        kept = doubles.judged.keeper(group.rows)
        ranked, why = ranking([houses[row] for row in group.rows], kept)
        verdicts = {doubles.judged.verdict(ranked[0].id, each.id, doubles.keys) or "" for each in ranked[1:]}
        verdict = verdicts.pop() if len(verdicts) == 1 else ""
        found.append(Case(number, group.tier, group.reasons, tuple(ranked), why, verdict))
    return found


def evidence(ws: Workspace, ids: Sequence[str], doubles: Doubles) -> dict[str, House]:
    """What is known of these records, by id."""
    index = ws.index()
    rows = index.sql(
        "SELECT h.id, h.house_code, h.address, h.grid_code, h.collected_on, "
        "list(p.name ORDER BY p.seq) FILTER (WHERE p.id IS NOT NULL OR p.name IS NOT NULL) "
        "FROM households h LEFT JOIN persons p ON p.parent = h.id AND p.current WHERE h.id IN (SELECT unnest(?)) "
        "GROUP BY h.id, h.house_code, h.address, h.grid_code, h.collected_on",
        [list(ids)],
    )
    unsound = {key for key, code in index.sql("SELECT household, code FROM code_faults") if code in _UNSOUND}
    counts = _references(index, [code for _, code, *_ in rows if code])
    days = first_days(ws, [code for _, code, _, _, day, _ in rows if code and not day])
    return {
        key: House(
            key, code or "", address or "", grid or "", day.isoformat() if day else "",
            tuple(name or "" for name in people or ()), counts.get(code, {}), bool(code) and key not in unsound,
            key in doubles.keys and doubles.keys[key].complete, "" if day else days.get(code, ""),
        )
        for key, code, address, grid, day, people in rows
    }  # fmt: skip


def ranking(houses: Sequence[House], kept: str = "") -> tuple[list[House], str]:
    """The houses with the one to keep first, and why it is: the first thing that sets it apart from the next.

    `kept` is the record that a decision keeps, "" without one.
    """
    ranked = sorted(houses, key=lambda each: _rank(each, kept))
    if len(ranked) == 1:
        return ranked, "first"
    best, next_best = _rank(ranked[0], kept), _rank(ranked[1], kept)
    names = ("decided", "sound", "people", "references", "older", "whole", "first")
    why = next((name for name, one, other in zip(names, best, next_best, strict=False) if one != other), "first")
    return ranked, why


def _rank(house: House, kept: str) -> tuple[Any, ...]:
    referred = sum(house.references.values())
    return (
        house.id != kept, not house.sound, -len(house.people), -referred, house.since or _NO_DATE, not house.whole,
        house.code, house.id,
    )  # fmt: skip


def _references(index: Index, codes: Sequence[str]) -> dict[str, dict[str, int]]:
    """How many records in use name each code, by ledger."""
    found: dict[str, Counter[str]] = {}
    for field in code_references():
        if field.part:
            continue
        # Names come from the models, never from data.
        query = (
            f"SELECT {field.name}, count(*) FROM {field.ledger} WHERE current AND {field.name} IN "  # noqa: S608
            f"(SELECT unnest(?)) GROUP BY 1"
        )
        for code, count in index.sql(query, [list(codes)]):
            found.setdefault(code, Counter())[ledger(field.ledger).name] += count
    return {code: dict(counts) for code, counts in found.items()}
