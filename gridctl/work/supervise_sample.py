"""A sample for a blind re-check: drawn by a seed, every grid by its share, and asked without showing the answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from gridctl.findings.table import Mask, Table, TableColumn, Words
from gridctl.schema.codelists import code_list
from gridctl.schema.col import Column, column
from gridctl.schema.ledgers import Ledger, ledger
from gridctl.text.packaged import packaged

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from gridctl.schema.codelists import CodeItem
    from gridctl.store.index import Index

RESULTS: Final = "recheck_result"
MODES: Final = "visit_mode"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of sample: what is drawn (``part``: from a list of parts of the ledger) and which fields are compared."""

    name: str
    ledger: Ledger
    part: str
    words: Words
    fields: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One record drawn: its id and that of its part, its grid, and what leads to the door."""

    record: str
    part: str
    grid_code: str
    grid: str
    whom: str
    where: str


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample: its number says what was drawn, on which day and by which seed, so that it can be drawn again."""

    number: str
    kind: Kind
    drawn: tuple[Drawn, ...]
    population: int


@cache
def kinds() -> Mapping[str, Kind]:
    """The kinds of sample, by name; a kind is an entry of ``recheck_fields.yaml``."""
    found = {}
    for name, about in packaged("gridctl.work", "recheck_fields.yaml").items():
        of, part = ledger(about["ledger"]), about.get("part") or ""
        model = column(of.model, part).part if part else of.model
        assert model is not None
        fields = tuple(column(model, field) for field in about["fields"])
        found[name] = Kind(name, of, part, Words(about["zh"], about["en"]), fields)
    return found


def draw(index: Index, kind: Kind, *, size: int, seed: int, on: date, grids: Collection[str] | None = None) -> Sample:
    """Draw ``size`` records in use, or all if there are fewer; each grid gets its share, and one at the least.

    The same records in the ledger, seed and size always give the same sample: a record's turn is a digest of the seed
    and its id, and does not depend on the others.
    """
    strata: dict[str, list[Drawn]] = {}
    for each in _population(index, kind, grids):
        strata.setdefault(each.grid_code, []).append(each)
    population = sum(map(len, strata.values()))
    shares = _shares({code: len(listed) for code, listed in strata.items()}, min(size, population))
    drawn: list[Drawn] = []
    for code in sorted(strata):
        turn = sorted(strata[code], key=lambda each: _turn(seed, each))[: shares[code]]
        drawn += sorted(turn, key=lambda each: (each.where, each.whom, each.part))
    return Sample(f"{kind.name}-{on:%Y%m%d}-{seed}", kind, tuple(drawn), population)


def form(sample: Sample) -> Table:
    """The form to take along; what the ledger says does not stand in it."""
    asked = [
        TableColumn(each.name, each.col.zh, each.col.en, width=14 if each.kind != "text" else 18)
        for each in sample.kind.fields
    ]
    columns = (
        TableColumn("no", "序号", "no.", "count", width=6),
        TableColumn("record", "编号", "id", width=16),
        TableColumn("part", "人员编号", "person id", width=16),
        TableColumn("grid", "网格", "grid", width=12),
        _personal("where", "地址", "address", "address", 30),
        _personal("whom", "姓名（名称）", "name", "name", 12),
        TableColumn("mode", "复核方式", "mode", width=10),
        TableColumn("found", "在册情况", "still there", width=10),
        *asked,
        TableColumn("checked_by", "复核人", "checked by", width=10),
        TableColumn("checked_on", "复核日期", "checked on", "date", width=12),
    )
    blanks = (None,) * (len(asked) + 4)
    rows = tuple(
        (number, each.record, each.part or None, each.grid, each.where, each.whom, *blanks)
        for number, each in enumerate(sample.drawn, start=1)
    )
    title = Words(f"{sample.kind.words.zh}抽查复核表", f"Re-check of {sample.kind.words.en}")
    notes = (
        Words(f"抽样编号：{sample.number}", f"Sample number: {sample.number}"),
        Words(
            f"从 {sample.population} 条在用记录中按网格分层抽取 {len(rows)} 条。请到现场询问后填写，不要对照台账；"
            "问不到的项留空，没有遇到人的只填复核方式。",
            f"{len(rows)} of {sample.population} records in use, each grid by its share. Ask there, do not look at "
            "the ledger; leave blank what you could not learn; where nobody was met fill in the mode only.",
        ),
    )
    return Table(title, columns, rows, notes)


def choices(kind: Kind, language: str) -> dict[str, list[str]]:
    """What the cells of the form drop down."""
    lists = {each.name: each.col.codes for each in kind.fields if each.col.codes and each.kind == "code"}
    return {
        name: [item.zh if language == "zh" else item.en for item in results_of(kind, codes)]
        for name, codes in {**lists, "mode": MODES, "found": RESULTS}.items()
    }


def results_of(kind: Kind, codes: str) -> list[CodeItem]:
    """The values of a column of the form: of what may have become of a record, what can become of this kind."""
    shut, dead = kind.ledger.name == "businesses", kind.name in ("people", "volunteers")
    never = {"closed": not shut, "died": not dead} if codes == RESULTS else {}
    return [each for each in code_list(codes).items if not never.get(each.key)]


def _personal(key: str, zh: str, en: str, mask: Mask, width: int) -> TableColumn:
    return TableColumn(key, zh, en, width=width, sens=3, mask=mask)


def _population(index: Index, kind: Kind, grids: Collection[str] | None) -> list[Drawn]:
    if kind.part:
        query = """SELECT p.parent, p.id, p.grid_code, p.name, h.address FROM persons p
            JOIN households h ON h.id = p.parent WHERE p.current AND p.id IS NOT NULL"""
    else:
        whom = {"households": "coalesce(owner_name, '')", "volunteers": "name"}.get(kind.ledger.name, "name")
        where = "''" if kind.ledger.name == "volunteers" else "address"
        query = f"SELECT id, '', grid_code, {whom}, {where} FROM {kind.ledger.name} WHERE current"  # noqa: S608 - names of tables
    listed = index.sql(
        f"""WITH drawn(record, part, grid_code, whom, place) AS ({query})
        SELECT record, part, coalesce(d.grid_code, ''), coalesce(g.name, d.grid_code, ''), coalesce(whom, ''),
          coalesce(place, '')
        FROM drawn d LEFT JOIN grids g ON g.grid_code = d.grid_code
        WHERE ? OR list_contains(?::VARCHAR[], d.grid_code)""",  # noqa: S608 - names of tables
        [grids is None, sorted(grids or ())],
    )
    return [Drawn(record, part, code, name, whom, place) for record, part, code, name, whom, place in listed]


def _shares(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Largest remainders over one record a stratum, as far as the total goes; no stratum gets more than it has."""
    ordered: Sequence[str] = sorted(sizes, key=lambda code: (-sizes[code], code))
    shares = {code: int(place < total) for place, code in enumerate(ordered)}
    left, whole = total - sum(shares.values()), sum(sizes.values())
    wanted = {code: sizes[code] * total / whole - shares[code] if whole else 0.0 for code in ordered}
    for code in ordered:
        more = max(0, min(int(wanted[code]), left, sizes[code] - shares[code]))
        shares[code] += more
        left -= more
        wanted[code] -= more
    while left:
        code = max((each for each in ordered if shares[each] < sizes[each]), key=lambda each: (wanted[each], each))
        shares[code] += 1
        wanted[code] -= 1
        left -= 1
    return shares


def _turn(seed: int, drawn: Drawn) -> bytes:
    return blake2b(f"{seed}\n{drawn.record}\n{drawn.part}".encode(), digest_size=8).digest()
