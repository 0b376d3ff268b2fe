"""Scheme: which indicators count how much, what is added and taken off, where the grades begin, and whom to rank."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from gridctl.assess.indicator import Fraction
from gridctl.findings.table import Words

FULL_SCORE = 100.0

_CONFIG = ConfigDict(extra="forbid", frozen=True)


class _Named(BaseModel):
    """Something with a name in both languages."""

    model_config = _CONFIG

    zh: str
    en: str

    @property
    def words(self) -> Words:
        """The name in both."""
        return Words(self.zh, self.en)

    def label(self, language: str) -> str:
        """The name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Band(_Named):
    """One grade: scores from ``least`` up to, but not including, the next better band's.

    At most ``quota`` of the staff graded get it, rounded down, but never fewer than ``quota_least``.
    """

    key: str
    least: Annotated[float, Field(ge=0, le=FULL_SCORE)]
    quota: Fraction | None = None
    quota_least: Annotated[int, Field(ge=0)] = 0


class Entry(BaseModel):
    """An indicator's place in the scheme; ``target`` replaces the indicator's own. Weight 0 shows without scoring."""

    model_config = _CONFIG

    weight: Annotated[float, Field(ge=0)]
    target: Fraction | None = None


class Input(_Named):
    """What scores may be given for, under its key. ``least`` and ``most`` bound the points of one score."""

    least: float = 0.0
    most: float = FULL_SCORE


class Adjustment(_Named):
    """What is added or, with negative points, taken off for each record, within a group.

    A score given counts with its own points, its level's, or ``points``. ``query`` finds more records in the index:
    ``record``, ``unit`` (a grid) and, where it is one person's, ``staff``; ``needs`` are the tables it must have.
    """

    points: float | None = None
    levels: dict[str, float] = {}
    query: str = ""
    needs: tuple[str, ...] = ()


class AdjustmentGroup(_Named):
    """Adjustments that share a limit: together they add or take off at most ``cap`` points."""

    key: str
    cap: Annotated[float, Field(ge=0)] | None = None
    items: dict[str, Adjustment]


class AnnualPart(_Named):
    """One part of the year's score: the mean of the bulletins, of an input's scores, or an indicator over the year."""

    key: str
    weight: Annotated[float, Field(ge=0)]
    source: Literal["bulletins", "input", "indicator"]
    name: str = ""


class Stars(_Named):
    """A grid's stars: those whose mean of the year's bulletins is ``least`` or more, and no better stars."""

    key: str
    least: Annotated[float, Field(ge=0)]


class Honours(BaseModel):
    """The year's honours: so many ``best`` of the staff, none graded worse than ``best_grade``, and stars of grids."""

    model_config = _CONFIG

    best: Annotated[int, Field(ge=1)] = 10
    best_grade: str = ""
    stars: tuple[Stars, ...] = ()


class Scheme(BaseModel):
    """How a community is scored. Weights add up to 100; bands go from the best grade to the one that begins at 0.

    ``grid_level`` is the level of the grids that are ranked, ``staff_roles`` the roles of the staff that are.
    Staff in post for fewer than ``minimum_days`` of a period are scored but neither ranked nor graded. Equal scores at
    the edge of a quota are told apart by the indicators of ``tie_break``, in turn. ``veto`` is the input that, signed
    off, means the last grade.
    """

    model_config = _CONFIG

    name_zh: str
    name_en: str
    grid_level: str = "grid"
    staff_roles: tuple[str, ...] = ("full_time", "part_time")
    minimum_days: Annotated[int, Field(ge=0)] = 0
    indicators: dict[str, Entry]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]
    tie_break: tuple[str, ...] = ()
    inputs: dict[str, Input] = {}
    adjustments: tuple[AdjustmentGroup, ...] = ()
    veto: str = ""
    annual: tuple[AnnualPart, ...] = ()
    honours: Honours = Honours()

    def grade(self, score: float) -> Band:
        """The grade of a score by the limits alone."""
        return next((band for band in self.bands if score >= band.least), self.bands[-1])

    def named_inputs(self) -> dict[str, _Named]:
        """Everything a score may be given for, by key: inputs and adjustments."""
        return {**self.inputs, **{key: each for group in self.adjustments for key, each in group.items.items()}}

    def input_key(self, text: str) -> str | None:
        """The key of an input or adjustment by its key or either name; None if there is none."""
        wanted = text.strip().casefold()
        for key, each in self.named_inputs().items():
            if wanted in (key.casefold(), each.zh.casefold(), each.en.casefold()):
                return key
        return None
