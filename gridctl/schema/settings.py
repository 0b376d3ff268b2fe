"""Settings: ``ledgers/gridctl.yaml``, what is particular to one community."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gridctl.schema.col import Profile
from gridctl.schema.types import Date, DivisionCode, Text, YesNo


class GridScheme(BaseModel):
    """How grid codes are composed: the division code followed by segments of these lengths, one a level."""

    model_config = ConfigDict(extra="forbid")

    grid: int = 3
    second_grid: int = 2
    cell: int = 3


class GridSizes(BaseModel):
    """The sizes a grid should have, as (least, most); domain.md G1 and G2."""

    model_config = ConfigDict(extra="forbid")

    grid_households: tuple[int, int] = (300, 500)
    grid_people: int = 2000
    cell_households: tuple[int, int] = (10, 20)
    micro_households: tuple[int, int] = (30, 100)


class Settings(BaseModel):
    """A community's own choices. Every field has a default except its name and division code."""

    model_config = ConfigDict(extra="forbid")

    community: Text = ""
    subdistrict: Text = ""
    district: Text = ""
    city: Text = ""
    province: Text = ""
    division_code: DivisionCode | None = None
    language: Literal["zh", "en"] = "zh"
    profile: Profile = "default"
    level_names: dict[str, str] = {}
    grid_scheme: GridScheme = GridScheme()
    grid_sizes: GridSizes = GridSizes()
    house_code_scheme: str | dict[str, Any] = "shenzhen25"
    statutory_groups: list[str] = []
    workdays: Annotated[dict[Date, YesNo], Field(description="Working-day overrides: date to yes or no")] = {}
    rules: dict[str, Literal["error", "warning", "info", "off"]] = {}

    @property
    def place(self) -> str:
        """Where the community is, from province down to subdistrict, as written before an address."""
        return f"{self.province}{self.city}{self.district}{self.subdistrict}"
