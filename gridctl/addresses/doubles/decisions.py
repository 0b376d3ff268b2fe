"""What people decided about houses that look alike, as the ledger of decisions has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.store.index import Index

Outcome = Literal["same", "different", "unsure"]


class Member(NamedTuple):
    """One of those a decision judges, by record, house code and key; "" where the decision does not tell."""

    record: str
    house_code: str
    key: str


class Decided(NamedTuple):
    """One decision: who are judged, how, which code is kept, the decisions it supersedes, and its day (ISO)."""

    id: str
    verdict: Outcome
    members: tuple[Member, ...]
    keeper: str
    supersedes: tuple[str, ...]
    day: str = ""


def read_decisions(index: Index) -> list[Decided]:
    """All decisions, the oldest first; one that supersedes another comes after it."""
    rows = index.sql(
        "SELECT d.id, d.verdict, d.keeper, d.supersedes, "
        "list({'h': h.household, 'c': h.house_code, 'k': h.address_key} ORDER BY h.seq), d.decided_on "
        "FROM decisions d JOIN decided_houses h ON h.parent = d.id WHERE d.current AND d.verdict IS NOT NULL "
        "GROUP BY d.id, d.verdict, d.keeper, d.supersedes, d.decided_on ORDER BY d.id"
    )
    found = (
        Decided(key, verdict, tuple(Member(*(each[part] or "" for part in "hck")) for each in houses),
                keeper or "", tuple(supersedes or ()), day.isoformat() if day else "")
        for key, verdict, keeper, supersedes, houses, day in rows
    )  # fmt: skip
    return in_order(found)


def decided_of(records: Iterable[tuple[str, Mapping[str, Any]]]) -> list[Decided]:
    """The decisions in use among records (key and data), in the order of `read_decisions`."""
    names = ("household", "house_code", "address_key")
    found = (
        Decided(
            key, data["verdict"],
            tuple(Member(*(each.get(name) or "" for name in names)) for each in data.get("houses") or ()),
            data.get("keeper") or "", tuple(data.get("supersedes") or ()), data.get("decided_on") or "",
        )
        for key, data in records
        if data.get("verdict") and data.get("status", "active") == "active"
    )  # fmt: skip
    return in_order(found)


def in_order(decided: Iterable[Decided]) -> list[Decided]:
    """The oldest first; of one day's, one that supersedes another comes after it."""
    found = {each.id: each for each in sorted(decided)}
    return sorted(found.values(), key=lambda each: (each.day, len(superseded(each, found))))


def superseded(decision: Decided, known: Mapping[str, Decided]) -> list[str]:
    """The decisions that this one supersedes, directly or through others."""
    found: list[str] = []
    queue = list(decision.supersedes)
    for at in queue:
        if at not in found and at != decision.id:
            found.append(at)
            queue += known[at].supersedes if at in known else ()
    return found
