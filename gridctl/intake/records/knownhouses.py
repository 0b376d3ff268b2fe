"""What the knowledge of addresses says about a row's house: it is passed in, as features do not import each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from gridctl.intake.cells.values import Fault
from gridctl.intake.records.taken import RowRejected

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridctl.intake.records.state import Records, Working


class HouseFinder(Protocol):
    """Finds houses of the ledger by what somebody else's list calls them.

    Answers are a record's key ("" for none) and how it is known: "code", "alias" (an earlier code), "address",
    "several" (more than one house has the address), "perhaps" (in doubt), "different" (its address, but decided to be
    another house).
    """

    def settle(self, code: str, address: str) -> tuple[str, str]:
        """The house of a row that shares no key with any record."""

    def readdressed(self, record: str, address: str) -> tuple[str, str]:
        """The house that has the address which a row gives to a known one, whatever it is typed like."""

    def code_of(self, code: str) -> str:
        """The present code of the house that once had this one; "" if there is none."""

    def place_of(self, address: str) -> tuple[str, str]:
        """The codes of the grid and of the building an address lies in; "" where nobody can tell."""


Told = list[tuple[str, Fault]]


def known_house(finder: HouseFinder, records: Records, said: dict[str, Any], told: Told) -> Working | None:
    """The house that a row means which fits no record by its keys; None if it is new.

    What the row may not change is taken out of `said`: the code, and the address where it is that of the house, typed
    otherwise. `told` gets the notice: I181 an earlier code, I182 an unknown code at a known address, I184 decided to be
    another house, I185 perhaps a known one. Raises RowRejected (I183) where several houses have the address.
    """
    code, address = str(said.get("house_code") or ""), str(said.get("address") or "")
    record, how = finder.settle(code, address)
    working = records.by_key.get(record)
    if working is None or working.ended:
        return None
    own, number = str(working.data.get("house_code") or ""), working.data.get("household_no")
    params = {"value": code or address, "record": record, "code": own}
    field = "house_code" if code else "address"
    if how == "several":
        raise RowRejected(field, Fault("I183", params))
    if how in ("different", "perhaps"):
        told.append((field, Fault("I184" if how == "different" else "I185", params)))
        return None
    if not code and number and said.get("household_no") and str(number) != str(said["household_no"]):
        # Two households of one house, told apart by their numbers.
        return None
    if how == "address":
        del said["address"]
    if own:
        said.pop("house_code", None)
    if code and own:
        told.append(("house_code", Fault("I181" if how == "alias" else "I182", params)))
    return working


def same_address(finder: HouseFinder, working: Working, said: dict[str, Any], told: Told) -> None:
    """See to a row that gives a known house another address: taken out where it is the same, typed otherwise.

    `told` gets I187 for an address that is another one. Raises RowRejected (I186) for the address of another house.
    """
    address, own = said.get("address"), working.data.get("address")
    if not address or not own or address == own or working.base is None:
        return
    record, _ = finder.readdressed(working.key, str(address))
    params = {"value": str(address), "record": record, "code": str(working.data.get("house_code") or working.key)}
    if record == working.key:
        del said["address"]
    elif record:
        raise RowRejected("address", Fault("I186", params))
    else:
        told.append(("address", Fault("I187", params)))


def present_code(finder: HouseFinder, own: dict[str, Any], told: Told) -> None:
    """Put the present code of a house for an earlier one that a row refers to (I181)."""
    code = own.get("house_code")
    new = finder.code_of(str(code)) if code else ""
    if new:
        own["house_code"] = new
        told.append(("house_code", Fault("I181", {"value": str(code), "record": "", "code": new})))


def place_by_building(finder: HouseFinder, ledger: str, own: Mapping[str, Any], fill: dict[str, Any]) -> bool:
    """Complete a row of a ledger by the building that its address lies in; tells whether that gave the grid."""
    grid, building = finder.place_of(str(own["address"]))
    if building and ledger == "households" and not own.get("building_code"):
        fill.setdefault("building_code", building)
    if grid:
        fill["grid_code"] = grid
    return bool(grid)
