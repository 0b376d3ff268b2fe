"""Indicator: what is measured, as data. A user adds one by adding a YAML file, without Python.

``denominator`` and ``numerator`` are queries over the index tables that give records, not counts, so that every
figure can be followed to its evidence. Both give the columns ``unit`` (a grid code or, with ``unit: staff``, a staff
number) and ``record`` (a key; what happens several times to a record adds ``@`` and its day). ``amount`` in both lets a
record count for more or less than 1. The denominator may add

- ``on``, the day it happened: it then counts for those who served the grid that day, otherwise for everybody who
  served the grid in the period, by the days they did;
- ``staff``, a staff number, where the record is one person's doing; where it is null, the grid's staff answer for it;
- ``department``, the unit that answers for it when departments are ranked.

``$from`` and ``$to`` stand for the first and the last day counted. Instead of queries an indicator may name a scored
``input`` of the scheme.
"""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from gridctl.findings.table import Words
from gridctl.text.pattern import pattern

_PERCENT = pattern(r"\s*(\d+(?:\.\d+)?)\s*[%％]\s*")


def _fraction(value: object) -> object:
    """``98%`` as 0.98; anything else as it is."""
    match = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    return float(match[1]) / 100 if match else value


Fraction = Annotated[float, BeforeValidator(_fraction)]


class IndicatorTexts(BaseModel):
    """An indicator in one language.

    ``explain`` says how it is worked out, ``zero`` what an empty denominator means, ``action`` what to do when it is
    below target, with ``{units}`` and ``{count}``.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    explain: str
    zero: str
    action: str = ""


class ScoredInput(BaseModel):
    """An input of the scheme as an indicator: points taken off ``full`` ones, or the mean of points out of ``full``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    combine: Literal["deduct", "mean"]
    full: Annotated[float, Field(gt=0)] = 100.0


class Indicator(BaseModel):
    """One indicator; ``source`` is the file it was read from.

    ``target`` is a fraction of one. ``needs`` are tables that features put into the index; without one of them the
    indicator does not apply. ``minimum_sample`` is the denominator below which a result is marked as a small sample.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,7}$")]
    unit: Literal["grid", "staff", "community", "department"]
    direction: Literal["up", "down"]
    target: Fraction
    minimum_sample: Annotated[int, Field(ge=0)] = 0
    needs: tuple[str, ...] = ()
    zero: Literal["not_applicable", "full"] = "not_applicable"
    zh: IndicatorTexts
    en: IndicatorTexts
    denominator: str = ""
    numerator: str = ""
    input: ScoredInput | None = None
    source: str = ""

    @field_validator("target")
    @classmethod
    def _possible(cls, value: float) -> float:
        if not 0 <= value <= 1:
            raise ValueError("between 0% and 100%")
        return value

    @field_validator("denominator", "numerator")
    @classmethod
    def _is_query(cls, value: str) -> str:
        if value and not re.match(r"\s*(?:--[^\n]*\n\s*)*(?:select|with)\b", value, re.IGNORECASE):
            raise ValueError("a SELECT")
        return value.rstrip().rstrip(";")

    @model_validator(mode="after")
    def _one_way(self) -> "Indicator":
        queries = bool(self.denominator) and bool(self.numerator)
        if queries == (self.input is not None) or bool(self.denominator) != bool(self.numerator):
            raise ValueError("either denominator and numerator, or input")
        return self

    @property
    def name(self) -> Words:
        """What it is called."""
        return Words(self.zh.name, self.en.name)

    @property
    def title(self) -> Words:
        """Its code and what it is called."""
        return Words(f"{self.code} {self.zh.name}", f"{self.code} {self.en.name}")

    @property
    def explain(self) -> Words:
        """How it is worked out."""
        return Words(self.zh.explain, self.en.explain)

    def texts(self, language: str) -> IndicatorTexts:
        """The texts in ``zh`` or ``en``."""
        return self.zh if language == "zh" else self.en
