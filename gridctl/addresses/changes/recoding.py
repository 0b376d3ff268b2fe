"""One house gets another code: its record, an alias that still finds it, and everything that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gridctl.addresses.codes.references import replacing
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import plain
from gridctl.store.changeset import Set
from gridctl.store.faults import NotFound, UsageFault

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gridctl.findings.finding import Finding
    from gridctl.store.changeset import Change, ChangeSet
    from gridctl.store.index import Index
    from gridctl.store.workspace import Workspace

Data = dict[str, Any]


class CodePlan(NamedTuple):
    """The change set of an operation on codes, and what it could not do or leaves to somebody."""

    changes: ChangeSet
    findings: list[Finding]


class Uses(NamedTuple):
    """Every code that was ever used: by houses in use, as an alias of one, and by all else (ended, decided, named)."""

    now: dict[str, list[str]]
    aliases: dict[str, set[str]]
    ever: set[str]

    def free_for(self, code: str, house: str) -> bool:
        """Whether a house may be given this code: nobody ever had it, or only the house itself as an earlier one."""
        if code in self.now:
            return False
        return code not in self.ever or self.aliases.get(code) == {house}


def recode(index: Index, renamed: Mapping[str, str], houses: Mapping[str, Data], source: str) -> list[Change]:
    """The changes that give houses (data by id) new codes by their old ones, everything that refers to them included.

    `source` tells where the aliases come from. Codes may take each other's place: 101 becomes 102 and 102 becomes 101.
    """
    changes: list[Change] = []
    for key, data in houses.items():
        old = data["house_code"]
        changes.append(Set("households", key, "house_code", old, renamed[old]))
        changes.append(alias(key, data, {"text": data.get("address"), "house_code": old, "source": source}))
    changes += replacing(index, "households", renamed)
    return changes


def alias(key: str, data: Data, added: Mapping[str, Any]) -> Set:
    """The change that gives a house one more alias; ``data`` is brought up to date, so that another can follow."""
    aliases: list[Any] = data.setdefault("aliases", [])
    given = {name: value for name, value in added.items() if value}
    change = Set("households", key, f"aliases[{len(aliases)}]", None, given)
    aliases.append(given)
    return change


def data_of(ws: Workspace, name: str, key: str) -> Data:
    """A record's data without blanks. Raises NotFound."""
    entry = ws.get(name, key)
    if entry is None:
        about = ledger(name)
        raise NotFound(f"{about.zh}里没有 {key}。", f"There is no {key} in {about.en}.")
    return {field: value for field, value in plain(entry.record).items() if value not in (None, "", [], {})}


def house_ids(index: Index, named: str) -> list[str]:
    """The houses in use with this code or record id; those whose earlier code it is where nobody has it now."""
    found = index.sql("SELECT id FROM households WHERE current AND (house_code = ? OR id = ?) ORDER BY id", [named] * 2)
    if not found:
        found = index.sql(
            "SELECT DISTINCT h.id FROM house_aliases a JOIN households h ON h.id = a.parent "
            "WHERE h.current AND a.house_code = ? ORDER BY 1",
            [named],
        )
    return [key for (key,) in found]


def one_house(index: Index, named: str) -> str:
    """The only house in use of this name. Raises NotFound and UsageFault."""
    found = house_ids(index, named)
    if not found:
        raise NotFound(
            f"住户信息里没有房屋编码或编号 {named}。", f"There is no house with the code or record id {named}."
        )
    if len(found) > 1:
        ids = "、".join(found)
        raise UsageFault(
            f"{named} 是 {len(found)} 条住户记录的编码，请写记录编号：{ids}。",
            f"{named} is the code of {len(found)} records; give the id of one: {', '.join(found)}.",
        )
    return found[0]


def uses(index: Index, ever: Iterable[str]) -> Uses:
    """Who uses which code. ``ever`` are all codes that were ever used."""
    now: dict[str, list[str]] = {}
    for code, key in index.sql("SELECT house_code, id FROM households WHERE current AND house_code IS NOT NULL"):
        now.setdefault(code, []).append(key)
    aliases: dict[str, set[str]] = {}
    for code, key in index.sql("SELECT house_code, parent FROM house_aliases WHERE house_code IS NOT NULL"):
        aliases.setdefault(code, set()).add(key)
    return Uses(now, aliases, set(ever))
