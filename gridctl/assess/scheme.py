"""Scheme: which indicators count how much, where the grades begin, and whom to rank."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from gridctl.assess.indicator import Fraction

FULL_SCORE = 100.0


class Band(BaseModel):
    """One grade: scores from ``least`` up to, but not including, the next better band's."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    zh: str
    en: str
    least: Annotated[float, Field(ge=0, le=FULL_SCORE)]

    def label(self, language: str) -> str:
        """The grade's name in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en


class Entry(BaseModel):
    """An indicator's place in the scheme; ``target`` replaces the indicator's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: Annotated[float, Field(ge=0)]
    target: Fraction | None = None


class Scheme(BaseModel):
    """How a community is scored. Weights add up to 100; bands go from the best grade to the one that begins at 0.

    ``grid_level`` is the level of the grids that are ranked, ``staff_roles`` the roles of the staff that are.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name_zh: str
    name_en: str
    grid_level: str = "grid"
    staff_roles: tuple[str, ...] = ("full_time", "part_time")
    indicators: dict[str, Entry]
    bands: Annotated[tuple[Band, ...], Field(min_length=1)]

    def grade(self, score: float) -> Band:
        """The grade of a score from 0 to 100."""
        return next((band for band in self.bands if score >= band.least), self.bands[-1])
