"""What a rule's query may ask for by name: ``$today`` and the community's settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gridctl.schema.codelists import code_list
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from gridctl.store.workspace import Workspace

_NAMED = pattern(r"\$([a-z_]+)")


def parameters(ws: Workspace) -> dict[str, Any]:
    """Every named parameter with its value.

    Sizes are households (``grid_least`` …) or people (``grid_people``); ``*_digits`` are lengths of the grid codes'
    segments; ``division`` is the community's division code, "" where none is set; ``statutory`` the statutory
    categories of special groups, ``statutory_on`` those that are turned on.
    """
    settings = ws.settings
    sizes, scheme = settings.grid_sizes, settings.grid_scheme
    return {
        "today": ws.today,
        "grid_least": sizes.grid_households[0],
        "grid_most": sizes.grid_households[1],
        "grid_people": sizes.grid_people,
        "cell_least": sizes.cell_households[0],
        "cell_most": sizes.cell_households[1],
        "micro_least": sizes.micro_households[0],
        "micro_most": sizes.micro_households[1],
        "grid_digits": scheme.grid,
        "second_grid_digits": scheme.second_grid,
        "cell_digits": scheme.cell,
        "division": settings.division_code or "",
        "statutory": [
            item.key for item in code_list("special_category").items if item.extra.get("pack") == "statutory"
        ],
        "statutory_on": _category_keys(settings.statutory_groups),
    }


def bind(sql: str, values: dict[str, Any]) -> tuple[str, list[Any]]:
    """A query with its named parameters numbered, and their values in that order; raises ``KeyError``."""
    names = list(dict.fromkeys(_NAMED.findall(sql)))
    numbered = _NAMED.sub(lambda match: _typed(names.index(match[1]) + 1, values[match[1]]), sql)
    return numbered, [values[name] for name in names]


def _typed(number: int, value: Any) -> str:
    """An empty list has no type of its own, so lists are given theirs."""
    return f"${number}::VARCHAR[]" if isinstance(value, list) else f"${number}"


def _category_keys(written: list[str]) -> list[str]:
    found = (code_list("special_category").find(each) for each in written)
    return [item.key for item in found if item is not None]
