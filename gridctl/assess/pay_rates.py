"""Rates of pay: what a community pays by score, by piece and by the hour, from ``ledgers/assessment/pay.yaml``."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gridctl.store.faults import UsageFault
from gridctl.text.yamltree import Locator, read_tree

PATH = "ledgers/assessment/pay.yaml"

_CONFIG = ConfigDict(extra="forbid", frozen=True)
Yuan = Annotated[Decimal, Field(ge=0, decimal_places=2)]


class Rate(BaseModel):
    """Work paid by the piece or by the hour.

    ``sql`` gives ``staff``, ``record`` and, where a record counts for more or less than one, ``amount`` (hours, for
    work paid by time). ``quality`` is an indicator: the pay is multiplied by how much of its target the person reached.
    """

    model_config = _CONFIG

    key: str
    zh: str
    en: str
    rate: Yuan
    sql: str
    quality: str = ""
    needs: tuple[str, ...] = ()


class Rates(BaseModel):
    """All rates, in yuan. ``base`` is the pay of a full period at 100 points by role, ``staff`` replaces it by number.

    Scores above ``most`` count as ``most``.
    """

    model_config = _CONFIG

    base: dict[str, Yuan] = {}
    staff: dict[str, Yuan] = {}
    most: Annotated[Decimal, Field(ge=0)] | None = None
    pieces: tuple[Rate, ...] = ()
    hours: tuple[Rate, ...] = ()


def load_rates(root: Path) -> Rates:
    """The rates of a community; raises ``UsageFault`` where there are none or they cannot be used."""
    path = root / PATH
    if not path.is_file():
        raise UsageFault(
            f"没有 {PATH}：先写明绩效基数和计件、计时单价，写法见 gridctl guide report。",
            f"There is no {PATH}: write down the rates first; gridctl guide report shows how.",
        )
    data = path.read_bytes()
    tree = read_tree(data)
    try:
        return Rates.model_validate(tree.value if isinstance(tree.value, dict) else {})
    except ValidationError as error:
        wrong = error.errors()[0]
        steps = [step for step in wrong["loc"] if isinstance(step, str | int)]
        line, column = Locator(data).locate(steps)
        field = ".".join(map(str, steps))
        raise UsageFault(
            f"{PATH}:{line}:{column} {field} 写得不对：{wrong['msg']}。",
            f"{PATH}:{line}:{column} {field} cannot be used: {wrong['msg']}.",
        ) from error
