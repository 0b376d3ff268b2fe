"""New cases: one that somebody reports, and those that visits' hazards and needs call for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain, read_record
from gridctl.store.changeset import Add, Change, ChangeSet, Set
from gridctl.text.ids import new_id, random_id
from gridctl.work.case_people import People

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gridctl.store.workspace import Workspace
    from gridctl.work.case_change import Said

NOTHING = ("无", "无隐患", "没有", "无异常", "无需求", "暂无")
"""What is written where there is nothing."""


def new_case(ws: Workspace, values: Mapping[str, Any], said: Said) -> dict[str, Any]:
    """A new case as data, from its fields (English names); its first step is what ``said`` tells.

    Who reports it answers for it, unless the fields name another.
    """
    from gridctl.work.case_change import now

    at = said.at or now(ws)
    people = People(ws)
    by = people.named(said.by)
    key = random_id("C")
    data: dict[str, Any] = {"id": key, "occurred_on": at.date().isoformat()}
    data["owner" if people.known([by]) else "owner_org"] = by
    data |= {name: value for name, value in values.items() if value}
    data["case_no"] = data.get("case_no") or case_number(key, str(data["occurred_on"]))
    step: dict[str, Any] = {"step": "collect", "at": at.isoformat(), "by": by or data.get("owner", "")}
    step |= {"note": said.note, "evidence": list(said.evidence)}
    return data | {"steps": [{name: value for name, value in step.items() if value}]}


def case_number(key: str, day: str) -> str:
    """A case's number: its day and the end of its id, so that two clerks never give the same one."""
    return f"{day[:10].replace('-', '')}-{key[-5:]}"


def from_visits(ws: Workspace, *, visits: Sequence[str] = (), needs: bool = True) -> ChangeSet:
    """One case for each hazard and each need of the visits that has none yet; all visits, or those with these ids.

    A visit whose follow-up case was entered by hand is taken as followed up. The ids follow from the visit and the
    number of the hazard, so that doing it twice, or on two machines, opens nothing twice.
    """
    rows = ws.index().rows(_VISITS, [list(visits), list(visits)])
    taken = {tuple(row) for row in ws.index().sql(_TAKEN)}
    opening = {visit for visit, _, _ in taken}
    found: list[Change] = []
    for visit in rows:
        if visit["follow_up_case"] and visit["id"] not in opening:
            continue
        keys: list[str] = []
        for field, number, text in _calls(visit, needs=needs):
            hazard, need = (number, 0) if field == "hazards" else (0, number)
            if (visit["id"], hazard, need) not in taken:
                data = _case(visit, field, number, text)
                keys.append(data["id"])
                found.append(Add("cases", data["id"], data))
        if keys and not visit["follow_up_case"]:
            found.append(Set("visits", visit["id"], "follow_up_case", None, keys[0]))
    return ChangeSet(tuple(found), "case open --from-visits")


def from_new_visits(ws: Workspace, changes: ChangeSet) -> ChangeSet:
    """The cases that the visits of a change set call for once it is applied."""
    keys = [each.record for each in changes if each.ledger == "visits" and isinstance(each, Add)]
    return from_visits(ws, visits=keys) if keys else ChangeSet()


_VISITS = """
SELECT id, visited_on, grid_code, house_code, staff, target_name, target_kind, hazards, needs, follow_up_case,
  situation, matter_code, "findings"
FROM visits WHERE current AND mode IS DISTINCT FROM 'not_met' AND (len(hazards) > 0 OR len(needs) > 0)
  AND visited_on IS NOT NULL AND (len(?::VARCHAR[]) = 0 OR list_contains(?::VARCHAR[], id)) ORDER BY visited_on, id
"""
_TAKEN = """
SELECT visit, coalesce(hazard_index, 0), coalesce(need_index, 0) FROM cases WHERE visit IS NOT NULL
"""


def _calls(visit: Mapping[str, Any], *, needs: bool) -> Iterator[tuple[str, int, str]]:
    """The hazards and needs that are some, with their number from 1."""
    for field in ("hazards", "needs") if needs else ("hazards",):
        texts: Iterable[str] = visit[field] or ()
        for number, text in enumerate(texts, start=1):
            if text and text not in NOTHING:
                yield field, number, text


def _case(visit: Mapping[str, Any], field: str, number: int, text: str) -> dict[str, Any]:
    key = new_id("C", "visit", str(visit["id"]), field, str(number))
    day = visit["visited_on"].isoformat()
    by = (visit["staff"] or [""])[0]
    data = {
        "id": key,
        "case_no": case_number(key, day),
        "kind": "problem",
        "title": text[:100],
        "source": "visit",
        "occurred_on": day,
        "grid_code": visit["grid_code"],
        "house_code": visit["house_code"],
        "situation": visit["situation"],
        "owner": by,
        "visit": visit["id"],
        "hazard_index" if field == "hazards" else "need_index": number,
        "steps": [{"step": "collect", "at": f"{day}T17:00:00", "by": by}],
    }
    return plain(read_record(ledger("cases"), {name: value for name, value in data.items() if value}).record)
