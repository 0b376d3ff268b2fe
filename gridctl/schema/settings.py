"""Settings: ``ledgers/gridctl.yaml``, what is particular to one community."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from gridctl.schema.codefile import CodeFileError
from gridctl.schema.codelists import renamed
from gridctl.schema.col import Profile
from gridctl.schema.types import Date, DivisionCode, Text, YesNo


class GridScheme(BaseModel):
    """How grid codes are composed: the division code followed by segments of these lengths, one a level."""

    model_config = ConfigDict(extra="forbid")

    grid: int = 3
    second_grid: int = 2
    cell: int = 3


class GridSizes(BaseModel):
    """The sizes a grid should have, as (least, most): those that cities with six levels of grids publish."""

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
    level_names: Annotated[dict[str, Text], Field(description="The community's own names of grid levels, by key")] = {}
    grid_scheme: GridScheme = GridScheme()
    grid_sizes: GridSizes = GridSizes()
    house_code_scheme: str | dict[str, Any] = "shenzhen25"
    statutory_groups: list[str] = []
    workdays: Annotated[dict[Date, YesNo], Field(description="Working-day overrides: date to yes or no")] = {}
    rules: dict[str, Literal["error", "warning", "info", "off"]] = {}

    @field_validator("community", "subdistrict", "district", "city", "province")
    @classmethod
    def _blank_stays_text(cls, name: str | None) -> str:
        """A name left blank in the file; texts elsewhere are then None, names here are joined."""
        return name or ""

    @field_validator("level_names")
    @classmethod
    def _check_level_names(cls, names: dict[str, str]) -> dict[str, str]:
        """A level that does not exist or a name given twice is an error of the setting."""
        try:
            renamed("grid_level", names)
        except (KeyError, CodeFileError) as error:
            raise ValueError(str(error)) from None
        return names

    @property
    def place(self) -> str:
        """Where the community is, from province down to subdistrict, as written before an address."""
        return f"{self.province}{self.city}{self.district}{self.subdistrict}"
