"""Population: how many people at a period's start and end, and why it changed: moved, born, died, found by checking."""

# ruff: noqa: S608 - queries are put together from own text and dates

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from gridctl.assess.standing import commit_up_to
from gridctl.findings.table import Table, TableColumn, Words
from gridctl.store.layout import home_of
from gridctl.store.loaded import Shard
from gridctl.store.shardread import read_shard
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gridctl.findings.table import Cell
    from gridctl.store.workspace import Workspace

_FOLDER = "ledgers/households"
_KEY = pattern('(?:人员编号|\\bid)"?: *"?([^"\\s]+)'.encode())
CAME = {
    "moved_in": Words("迁入", "moved in"),
    "born": Words("出生", "born"),
    "moved_within": Words("社区内搬来", "moved here within the community"),
    "found": Words("核查补录", "found by checking"),
}
GONE = {
    "moved_out": Words("迁出", "moved out"),
    "died": Words("死亡", "died"),
    "moved_within": Words("社区内搬走", "moved away within the community"),
    "struck_off": Words("核查剔除（重复、误录）", "struck off by checking"),
    "house_ended": Words("房屋注销（拆除等）", "house demolished or ended"),
}
_STRUCK_OFF = frozenset(("merged", "duplicate", "entry_error"))
# Who is counted on a day: as in totals.yaml.
_COUNTED = """coalesce((h.current OR h.end_date > {day}) AND (h.collected_on IS NULL OR h.collected_on <= {day})
  AND (p.moved_in IS NULL OR p.moved_in <= {day}) AND (p.moved_out IS NULL OR p.moved_out > {day})
  AND (p.death_date IS NULL OR p.death_date > {day}), false)"""


@dataclass(frozen=True, slots=True)
class Population:
    """People on record on the day before a period and on its last day, and what lies between, by reason.

    ``start`` is what was on record then: people entered later although they lived here are ``came["found"]``. Without
    Git the ledger of then is not known, and only people of houses first collected in the period count as found.
    ``start`` plus all who came less all who are gone is ``end``.
    """

    start: int
    end: int
    came: Mapping[str, int]
    gone: Mapping[str, int]

    def data(self) -> dict[str, Any]:
        """As JSON-able data."""
        return {"start": self.start, "end": self.end, "came": dict(self.came), "gone": dict(self.gone)}


def population(ws: Workspace, start: date, end: date) -> Population:
    """The population from the day before ``start`` to ``end``."""
    eve = start - timedelta(days=1)
    before, after = (_COUNTED.format(day=f"DATE '{day}'") for day in (eve, end))
    people = f"SELECT p.*, h.end_date AS house_ended, h.end_reason AS house_reason, {before} AS was, {after} AS stays"
    people += " FROM persons p JOIN households h ON h.id = p.parent"
    index = ws.index()
    counted, ends = index.sql(f"SELECT count(*) FILTER (was), count(*) FILTER (stays) FROM ({people})")[0]
    late = _not_on_record(ws, eve, people)
    moved = index.rows(
        "SELECT parent, seq, coalesce(id_no, id) AS who, birth_date, moved_in, moved_out, death_date, leave_reason, "
        f"house_ended, house_reason, was FROM ({people}) WHERE was <> stays ORDER BY parent, seq"
    )
    came, gone = dict.fromkeys(CAME, 0), dict.fromkeys(GONE, 0)
    arriving = {each["who"] for each in moved if not each["was"]}
    leaving = {each["who"] for each in moved if each["was"]}
    for each in moved:
        if not each["was"]:
            came[_why_came(each, start, leaving)] += 1
        elif (each["parent"], each["seq"]) not in late:
            gone[_why_gone(each, start, arriving)] += 1
    came["found"] += sum(late.values())
    return Population(counted - len(late), ends, came, gone)


def population_table(found: Population) -> Table:
    """The account: start, who came, who is gone, end."""
    columns = (
        TableColumn("item", "项目", "item", width=30),
        TableColumn("people", "人数", "people", "count"),
    )
    rows: list[tuple[Cell, ...]] = [
        (Words("期初在册（按当时台账）", "on record at the start, as known then"), found.start)
    ]
    for sign, reasons, counts in (("＋", CAME, found.came), ("－", GONE, found.gone)):
        rows += [
            (Words(f"{sign} {name.zh}", f"{sign} {name.en}"), counts[key])
            for key, name in reasons.items()
            if counts[key]
        ]
    rows.append((Words("期末在册", "on record at the end"), found.end))
    return Table(Words("人口变动", "Population"), columns, tuple(rows))


def _why_came(each: Mapping[str, Any], start: date, leaving: set[str]) -> str:
    if each["birth_date"] and each["birth_date"] >= start:
        return "born"
    if each["who"] is not None and each["who"] in leaving:
        return "moved_within"
    return "moved_in" if each["moved_in"] and each["moved_in"] >= start else "found"


def _why_gone(each: Mapping[str, Any], start: date, arriving: set[str]) -> str:
    if (each["death_date"] and each["death_date"] >= start) or each["leave_reason"] == "died":
        return "died"
    left = bool(each["moved_out"] and each["moved_out"] >= start)
    if (each["leave_reason"] if left else each["house_reason"]) in _STRUCK_OFF:
        return "struck_off"
    if each["who"] is not None and each["who"] in arriving:
        return "moved_within"
    return "moved_out" if left or each["house_reason"] in ("moved_away", "registration_moved") else "house_ended"


def _not_on_record(ws: Workspace, eve: date, people: str) -> dict[tuple[str, int], bool]:
    """Those counted on a day whom the ledger of that day did not have: by house and place, whether they still count."""
    commit = commit_up_to(ws, eve)
    then = {} if commit is None else ws.git.ls(commit, _FOLDER)
    if not then:
        return {}
    now = {each.path: each.digest for each in ws.shards() if each.ledger == "households"}
    # A file of today that is the file of then has nobody new.
    changed = [path for path, digest in now.items() if then.get(path) != digest]
    old = {path: blob for path, blob in then.items() if now.get(path) != blob}
    blobs = ws.git.blobs(list(old.values()))
    known = {key for path, blob in old.items() for key in _people_in(ws, path, blobs[blob])}
    rows = ws.index().sql(
        f"SELECT parent, seq, id, stays FROM ({people}) WHERE was AND id IS NOT NULL AND path IN (SELECT unnest(?))",
        [changed],
    )
    return {(parent, seq): stays for parent, seq, key, stays in rows if key not in known}


def _people_in(ws: Workspace, path: str, data: bytes) -> Iterator[str]:
    """The keys of the people in a shard of then: of YAML by its lines, which is all that is asked of many files."""
    if path.endswith(".yaml"):
        yield from (key.decode("utf-8") for key in _KEY.findall(data))
    elif (home := home_of(path)) is not None:
        shard = Shard(path, home.ledger, home.scope, "")
        for house in read_shard(shard, data, ws.settings.profile)[0].data:
            yield from (str(each["id"]) for each in house.get("members") or () if each.get("id"))
