"""Whom a visit's row means, in words, becomes the record; staff given by name become their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.intake.cells.values import Fault
from gridctl.intake.records.identity import same_person
from gridctl.intake.records.knownhouses import present_code
from gridctl.text.masking import mask_name

if TYPE_CHECKING:
    from gridctl.intake.cells.draft import Draft, Slot
    from gridctl.intake.records.gridnames import StaffNames
    from gridctl.intake.records.state import State, Working


def name_staff(
    draft: Draft, fields: tuple[str, ...], columns: dict[Slot, int], staff: StaffNames, *, told: bool = True
) -> int:
    """Put numbers for the names of staff in these fields; returns how many. Unclear names stay; a doubt says so."""
    replaced = 0
    for field in fields:
        value = draft.own.get(field)
        if value is None:
            continue
        grid = str(draft.value("grid_code") or "")
        names = value if isinstance(value, list) else [value]
        numbers = []
        for name in names:
            number = staff.resolve(str(name), grid)
            if number is None and told:
                draft.doubts.append((columns.get((field, 0), 0), Fault("I168", {"staff": as_told(str(name))})))
            replaced += number is not None and number != name
            numbers.append(number or str(name))
        draft.own[field] = numbers if isinstance(value, list) else numbers[0]
    return replaced


def as_told(staff: str) -> str:
    """A number may be told, a name only masked."""
    return staff if staff.isascii() else mask_name(staff)


def link_visit(draft: Draft, state: State, columns: dict[Slot, int]) -> None:
    """Find who was visited: by house code, by address or household number, by the name of a business."""
    from gridctl.intake.records.diaries import by_telephone, houses_in_words

    if by_telephone(draft):
        draft.fill["mode"] = "phone"
        draft.doubts.append((columns.get(("findings", 0), 0), Fault("I196")))
    if state.houses is not None:
        told: list[tuple[str, Fault]] = []
        present_code(state.houses, draft.own, told)
        draft.doubts += [(columns.get((name, 0), 0), fault) for name, fault in told]
    house = _house(draft, state)
    if house is None and not draft.house and not draft.own.get("house_code"):
        house = next(iter(houses_in_words(draft, state, columns.get(("target_name", 0), 0))), None)
    if house is not None:
        draft.fill.setdefault("house_code", house.data.get("house_code"))
        draft.fill.setdefault("target", house.key)
        draft.fill.setdefault("target_kind", "household")
        draft.fill["grid_code"] = house.data.get("grid_code") or draft.fill.get("grid_code")
        _person(draft, house)
    elif business := _business(draft, state):
        draft.fill.setdefault("target", business.key)
        draft.fill.setdefault("target_kind", "business")
        draft.fill["grid_code"] = business.data.get("grid_code") or draft.fill.get("grid_code")
    elif draft.house or draft.own.get("house_code"):
        name = "house_code" if draft.own.get("house_code") else "house." + next(iter(draft.house))
        draft.doubts.append((columns.get((name, 0), 0), Fault("I172", {"value": str(_said_place(draft))})))
    if house is None and (address := draft.house.get("address")):
        if state.houses is not None and state.fill and not draft.value("grid_code"):
            grid, _ = state.houses.place_of(str(address))
            if grid:
                draft.fill["grid_code"] = grid
                draft.doubts.append((columns.get(("house.address", 0), 0), Fault("I139")))
        draft.add_note(f"地址: {address}")
    draft.fill = {name: value for name, value in draft.fill.items() if value is not None}


def _house(draft: Draft, state: State) -> Working | None:
    code = draft.own.get("house_code")
    said: dict[str, Any] = {"house_code": code} if code else {**draft.house}
    if not said:
        return None
    records = state.records("households")
    hits = records.find({"grid_code": draft.value("grid_code"), **said})
    if not hits and not code and state.houses is not None and (address := said.get("address")):
        record, how = state.houses.settle("", str(address))
        found = records.by_key.get(record)
        # Where the address leaves a doubt, somebody of that name living there takes it away.
        sure = how == "address" or (how in ("perhaps", "several") and found is not None and _lives_in(draft, found))
        return found if sure else None
    return hits[0] if len(hits) == 1 else None


def _lives_in(draft: Draft, house: Working) -> bool:
    name = draft.own.get("target_name")
    return bool(name) and any(member.get("name") == name for member in house.data.get("members") or [])


def _person(draft: Draft, house: Working) -> None:
    """Where the row says that a person was visited, the target is that member."""
    if draft.own.get("target_kind") != "person":
        return
    members = house.data.get("members") or []
    hits = [member for member in members if same_person({"name": draft.own.get("target_name")}, member)]
    if len(hits) == 1 and hits[0].get("id"):
        draft.fill["target"] = hits[0]["id"]
    else:
        draft.fill.pop("target", None)


def _business(draft: Draft, state: State) -> Working | None:
    name = draft.own.get("target_name")
    if not name or draft.own.get("target_kind") not in (None, "business"):
        return None
    grid = draft.value("grid_code")
    address = draft.house.get("address")
    records = state.records("businesses")
    hits = [each for each in records.find({"name": name, "grid_code": grid, "address": address}) if not each.ended]
    if not hits and not address:
        # A list of visits often says no more than the name; it has to be the only one.
        hits = [each for each in records.by_key.values() if each.data.get("name") == name and not each.ended]
        hits = [each for each in hits if not grid or each.data.get("grid_code") == grid]
    return hits[0] if len(hits) == 1 else None


def _said_place(draft: Draft) -> object:
    return draft.own.get("house_code") or next(iter(draft.house.values()), "")
