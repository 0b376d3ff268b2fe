"""What the shell offers when Tab is pressed: grids, ledgers, fields, record ids, rule codes, staff, reasons.

The index is read as the last command left it and never brought up to date: a key press must not take seconds. Whatever
goes wrong, nothing is offered and nothing is said.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridctl.cli.lang import community_root, language, t

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Offer = tuple[str, str]

# Ids begin with the prefix of their ledger; without a letter typed there would be thousands.
_MOST, _FEWEST_FOR_IDS = 60, 1
_KEYS = (
    ("households", "id", "address"),
    ("persons", "id", "relation"),
    ("businesses", "id", "name"),
    ("special_groups", "id", "grid_code"),
    ("volunteers", "id", "team"),
    ("visits", "id", "CAST(visited_on AS VARCHAR)"),
    ("cases", "id", "case_no"),
    ("grids", "grid_code", "name"),
    ("buildings", "building_code", "name"),
    ("staff", "staff_no", "role"),
    ("matters", "code", "name"),
    ("windows", "window_no", "name"),
)


def complete_grid(ctx: Any, incomplete: str) -> list[Offer]:
    """Codes of grids in use, with their names."""
    return _offered(lambda: _rows(ctx, "SELECT grid_code, name FROM grids WHERE current ORDER BY 1"), incomplete)


def complete_staff(ctx: Any, incomplete: str) -> list[Offer]:
    """Staff numbers, with names."""
    return _offered(lambda: _rows(ctx, "SELECT staff_no, name FROM staff WHERE current ORDER BY 1"), incomplete)


def complete_ledger(incomplete: str) -> list[Offer]:
    """Names of ledgers and registers, in the language spoken first."""
    return _offered(lambda: [(name, other) for name, other in _ledgers()], incomplete)


def complete_table(incomplete: str) -> list[Offer]:
    """Names of ledgers and registers, and of people."""
    return _offered(lambda: [*_ledgers(), ("persons", t("人员", "people"))], incomplete)


def complete_column(ctx: Any, incomplete: str) -> list[Offer]:
    """Fields of the ledgers named before; behind a comma, one more."""
    before, comma, begun = incomplete.replace("，", ",").rpartition(",")
    # The option still lacks its value, so that click leaves the arguments before it where it found them.
    found = _offered(lambda: _columns(ctx, ctx.args), begun)
    return [(before + comma + name, about) for name, about in found]


def complete_field(ctx: Any, incomplete: str) -> list[Offer]:
    """Fields of the record named before."""
    named = str(ctx.params.get("record") or "") or next(iter(ctx.args), "")
    return _offered(lambda: _columns(ctx, [_table_of(named)]), incomplete)


def complete_end_reason(incomplete: str) -> list[Offer]:
    """Reasons for which a record is ended by hand."""

    def give() -> Iterable[Offer]:
        from gridctl.review.edit_ending import reasons

        return [(each.zh, each.key) if language() == "zh" else (each.key, each.zh) for each in reasons()]

    return _offered(give, incomplete)


def complete_record(ctx: Any, incomplete: str) -> list[Offer]:
    """Ids of records, house codes, staff numbers, codes of grids that begin with what was typed."""
    if len(incomplete) < _FEWEST_FOR_IDS:
        return []
    return _offered(lambda: _records(ctx, incomplete), incomplete)


def complete_case(ctx: Any, incomplete: str) -> list[Offer]:
    """Numbers of cases, and ids."""
    query = (
        "SELECT case_no, coalesce(title, '') FROM cases WHERE current UNION ALL "
        "SELECT id, coalesce(case_no, '') FROM cases WHERE current ORDER BY 1"
    )

    def give() -> Iterable[Offer]:
        from gridctl.text.masking import mask_free

        return [(key, mask_free(about)) for key, about in _rows(ctx, query)]

    return _offered(give, incomplete)


def complete_rule(incomplete: str) -> list[Offer]:
    """Codes of rules, with their titles."""
    return _offered(lambda: _rules(incomplete), incomplete)


def _offered(give: Callable[[], Iterable[Offer]], incomplete: str) -> list[Offer]:
    wanted = incomplete.casefold()
    try:
        found = [(value, about or "") for value, about in give() if value and value.casefold().startswith(wanted)]
    except Exception:  # noqa: BLE001 - a message would stand in the middle of the line being typed
        return []
    return found[:_MOST]


def _ledgers() -> list[Offer]:
    from gridctl.schema.ledgers import LEDGERS

    listed = [(each.name, each.zh) for each in LEDGERS]
    return [(zh, en) if language() == "zh" else (en, zh) for en, zh in listed] + [
        (en, zh) if language() == "zh" else (zh, en) for en, zh in listed
    ]


def _records(ctx: Any, incomplete: str) -> list[Offer]:
    parts = " UNION ALL ".join(
        f'SELECT "{key}" AS k, {about} AS about FROM "{table}" WHERE starts_with(upper("{key}"), upper($1))'  # noqa: S608 - own names
        for table, key, about in (*_KEYS, ("households", "house_code", "address"))
    )
    found = _rows(ctx, f"SELECT k, about FROM ({parts}) ORDER BY k LIMIT {_MOST}", [incomplete])  # noqa: S608 - own names
    from gridctl.text.masking import mask_address

    return [(key, mask_address(about or "")) for key, about in found]


def _rows(ctx: Any, query: str, params: Sequence[object] = ()) -> list[Any]:
    folder = str(ctx.find_root().params.get("directory") or "")
    root = community_root(Path(folder) if folder else None)
    if root is None or not (root / ".gridctl" / "index.duckdb").is_file():
        return []
    from gridctl.store.database import in_file

    with in_file(root / ".gridctl" / "index.duckdb", read_only=True) as connection:
        return connection.execute(query, list(params)).fetchall()


def _columns(ctx: Any, words: Sequence[str]) -> list[Offer]:
    from gridctl.store.fieldtable import kept_fields

    known = kept_fields(lambda query: _rows(ctx, query))
    tables = [table for table in map(known.named, words) if table]
    labels = [
        (each.column.col.zh, each.sql) for table in tables for each in table.fields if not (each.owner and table.path)
    ]
    shown = labels if language() == "zh" else [(name, zh) for zh, name in labels]
    return list(dict.fromkeys((*shown, *((other, one) for one, other in shown))))


def _table_of(record: str) -> str:
    """The table of a record, or of a person, by the letter that its id begins with; "" for a code."""
    from gridctl.schema.ledgers import LEDGERS, PERSON_PREFIX
    from gridctl.text.ids import is_id

    prefixes = {each.prefix: each.name for each in LEDGERS if each.prefix} | {PERSON_PREFIX: "persons"}
    named = record.strip().upper()
    return prefixes.get(named[:1], "") if is_id(named, named[:1]) else ""


def _rules(incomplete: str) -> list[Offer]:
    from gridctl.text.yamltree import read_tree

    package = Path(__file__).parent.parent
    paths = (each for each in package.glob("*/catalogue/*.yaml") if each.stem.upper().startswith(incomplete.upper()))
    offers = []
    for path in sorted(paths, key=lambda each: each.stem)[:_MOST]:
        tree: Any = read_tree(path.read_bytes()).value
        offers.append((path.stem, str(tree[language()]["title"])))
    return offers
