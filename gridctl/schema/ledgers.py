"""LEDGERS: the one list of ledgers and registers. Import, check, export and JSON Schema follow from it.

The models are imported when one is asked for: completing a ledger's name must not wait for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from gridctl.schema.col import Column
    from gridctl.schema.record import Record

Sharding = Literal["grid", "month", "single"]


@dataclass(frozen=True)
class Ledger:
    """One ledger or register.

    ``key`` is the field that identifies a record for good; ``natural`` the fields a clerk knows it by;
    ``sharding`` how its files are cut: one a grid, one a grid and month of ``month_field``, or a single one.
    ``prefix`` begins generated ids. ``folder`` is where a register's file lies.
    """

    name: str
    zh: str
    en: str
    model_path: str
    sharding: Sharding
    key: str = "id"
    natural: tuple[str, ...] = ()
    prefix: str = ""
    month_field: str = ""
    register: bool = False
    folder: str = "registers"

    @cached_property
    def model(self) -> type[Record]:
        """The record's Pydantic model."""
        module, _, name = self.model_path.partition(":")
        found: type[Record] = getattr(import_module(f"gridctl.schema.{module}"), name)
        return found

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The model's fields; a register keyed by its code has no generated id."""
        from gridctl.schema.col import columns

        return tuple(c for c in columns(self.model) if c.name != "id" or self.key == "id")

    def column(self, name: str) -> Column:
        """One field by name; raises ``KeyError``."""
        from gridctl.schema.col import column

        return column(self.model, name)

    def title(self, language: str) -> str:
        """The ledger's name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


LEDGERS: tuple[Ledger, ...] = (
    Ledger("households", "住户信息", "households", "household:Household", "grid", natural=("house_code",), prefix="H"),
    Ledger("businesses", "企业商户", "businesses", "business:Business", "grid", natural=("uscc", "name"), prefix="B"),
    Ledger(
        "special_groups",
        "特殊人群",
        "special groups",
        "special_group:SpecialGroup",
        "grid",
        natural=("id_no", "category"),
        prefix="S",
    ),
    Ledger(
        "volunteers", "志愿服务", "volunteers", "volunteer:Volunteer", "grid", natural=("id_no", "name"), prefix="V"
    ),
    Ledger(
        "visits",
        "民情走访",
        "visits",
        "visit:Visit",
        "month",
        natural=("visited_on", "target"),
        prefix="W",
        month_field="visited_on",
    ),
    Ledger("cases", "事件", "cases", "case:Case", "month", natural=("case_no",), prefix="C", month_field="occurred_on"),
    Ledger("grids", "网格", "grids", "grid:Grid", "single", key="grid_code", natural=("grid_code",), register=True),
    Ledger(
        "buildings",
        "楼栋",
        "buildings",
        "building:Building",
        "single",
        key="building_code",
        natural=("building_code",),
        register=True,
    ),
    Ledger("staff", "网格员", "staff", "staff:Staff", "single", key="staff_no", natural=("staff_no",), register=True),
    Ledger("matters", "事项", "matters", "matter:Matter", "single", key="code", natural=("code",), register=True),
    Ledger(
        "windows",
        "窗口期",
        "windows",
        "window:Window",
        "single",
        key="window_no",
        natural=("window_no",),
        register=True,
    ),
    Ledger(
        "campaigns",
        "专项行动",
        "campaigns",
        "campaign:Campaign",
        "single",
        key="code",
        natural=("code",),
        register=True,
    ),
    Ledger(
        "absences",
        "请假登记",
        "absences",
        "absence:Absence",
        "single",
        natural=("staff_no", "first_day"),
        prefix="L",
        register=True,
    ),
    Ledger(
        "excuses",
        "免办登记",
        "excuses",
        "excuse:Excuse",
        "single",
        natural=("target", "first_day"),
        prefix="M",
        register=True,
    ),
    Ledger(
        "addresses",
        "地址别名",
        "address aliases",
        "address_alias:AddressAlias",
        "single",
        natural=("community", "alias"),
        prefix="A",
        register=True,
    ),
    Ledger(
        "decisions",
        "重复判定",
        "decisions on duplicates",
        "decision:Decision",
        "single",
        natural=("verdict", "keeper"),
        prefix="D",
        register=True,
        folder="decisions",
    ),
    Ledger(
        "scores",
        "考评打分",
        "scores",
        "score:Score",
        "single",
        natural=("scored_on", "unit", "input", "given_by"),
        prefix="J",
        register=True,
        folder="assessment",
    ),
    Ledger(
        "surveys",
        "满意度调查",
        "surveys",
        "survey:Survey",
        "single",
        natural=("form_no",),
        prefix="Y",
        register=True,
        folder="assessment",
    ),
    Ledger(
        "postings",
        "履职变动",
        "postings",
        "posting:Posting",
        "single",
        natural=("staff_no", "begins_on"),
        prefix="Q",
        register=True,
        folder="assessment",
    ),
    Ledger(
        "appeals",
        "复核申诉",
        "appeals",
        "appeal:Appeal",
        "single",
        natural=("bulletin", "unit", "appealed_on"),
        prefix="E",
        register=True,
        folder="assessment",
    ),
    Ledger(
        "rechecks",
        "抽查复核",
        "rechecks",
        "recheck:Recheck",
        "single",
        natural=("sample_no", "record", "part"),
        prefix="R",
        register=True,
        folder="assessment",
    ),
)

PERSON_PREFIX = "P"


def ledger(name: str) -> Ledger:
    """A ledger by its name, Chinese label or English label; raises ``KeyError``."""
    for each in LEDGERS:
        if name in (each.name, each.zh, each.en):
            return each
    raise KeyError(name)
