"""How well doubles are found in invented communities: what is confirmed, what is suspected, what was left."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import NamedTuple

from invented_town import Town, build_town
from invented_typing import Operator, Row, Slip, Style, list_houses, slip_in_name

from gridctl.addresses.doubles.duplicates import Alias, HouseRow, find_duplicates

Pair = tuple[str, str]


class Score(NamedTuple):
    """Pairs of rows: true ones that can be decided, confirmed ones, suspected ones; and rows nobody can decide.

    ``wrong`` are confirmed pairs of two houses, ``neighbours`` those of them whose houses differ in one part only;
    ``left`` true pairs that are not confirmed; ``settled`` counts undecidable rows that stand beside their house,
    confirmed or suspected.
    """

    title: str
    rows: int
    true: int
    right: int
    wrong: int
    neighbours: int
    suspected: int
    suspected_true: int
    left: int
    undecidable: int
    settled: int

    @property
    def precision(self) -> float:
        """The share of confirmed pairs that are one house; 1 if there are none."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of decidable true pairs that are confirmed; 1 if there are none."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


class Plan(NamedTuple):
    """One community to score: its seed and size, the share of houses typed again, and whether its list names it."""

    seed: int
    houses: int
    rate: float
    column: bool = True
    unseen: bool = False


def score(
    plan: Plan, styles: list[Style], operators: list[Operator], slip: Slip = slip_in_name, *, aliases: bool = True
) -> Score:
    """Score one community; with the register's aliases or without any in lists either."""
    town = build_town(plan.seed, plan.houses, unseen=plan.unseen)
    if not aliases:
        town.aliases.clear()
    rows = list_houses(town, plan.seed, plan.rate, styles, operators, slip)
    return judged(plan, town, rows)


def judged(plan: Plan, town: Town, rows: list[Row]) -> Score:
    """Score the rows of a town."""
    community = town.community if plan.column else ""
    register = [Alias(community, alias, name) for alias, name in town.aliases.items()]
    groups = find_duplicates((HouseRow(row.id, "", row.address, community) for row in rows), register)
    house_of = {row.id: row.house for row in rows}
    loose = {row.id for row in rows if row.undecidable}
    confirmed = _pairs(group.rows for group in groups if group.tier == "confirmed")
    suspected = _pairs(group.rows for group in groups if group.tier == "suspected") - confirmed
    by_house: dict[int, list[str]] = defaultdict(list)
    for row in rows:
        by_house[row.house].append(row.id)
    true = _pairs(by_house.values())
    decidable = {pair for pair in true if not loose & set(pair)}
    wrong = confirmed - true
    beside = {row for pair in (confirmed | suspected) & true for row in pair}
    return Score(
        title=f"{plan.seed}: {plan.rate:.0%}{'' if plan.column else ', no column'}",
        rows=len(rows),
        true=len(decidable),
        right=len(confirmed & decidable),
        wrong=len(wrong),
        neighbours=sum(_differences(town, house_of[a], house_of[b]) == 1 for a, b in wrong),
        suspected=len(suspected),
        suspected_true=len(suspected & true),
        left=len(true - confirmed),
        undecidable=len(loose),
        settled=len(loose & beside),
    )


def _pairs(groups) -> set[Pair]:
    return {pair for ids in groups for pair in combinations(sorted(ids), 2)}


def _differences(town: Town, one: int, other: int) -> int:
    a, b = town.houses[one], town.houses[other]
    return sum(getattr(a, name) != getattr(b, name) for name in a.__dataclass_fields__)


def table(title: str, scores: list[Score]) -> str:
    """The worst, the mean and the sums of several scores, in one block of text."""
    worst = min(scores, key=lambda each: each.f1)
    least = min(scores, key=lambda each: each.precision)
    mean = [sum(getattr(each, name) for each in scores) / len(scores) for name in ("precision", "recall", "f1")]
    total = {name: sum(getattr(each, name) for each in scores) for name in Score._fields[1:]}
    lines = [
        f"{title}: {len(scores)} communities, {total['rows']} rows, {total['true']} pairs",
        f"  mean   precision {mean[0]:.4f}  recall {mean[1]:.4f}  F1 {mean[2]:.4f}",
        f"  worst  precision {worst.precision:.4f}  recall {worst.recall:.4f}  F1 {worst.f1:.4f}  ({worst.title})",
        (
            f"  least precision {least.precision:.4f} ({least.title}); {total['wrong']} wrong, "
            f"{total['neighbours']} of them neighbours"
        ),
        (
            f"  suspected {total['suspected']} pairs, {total['suspected_true']} true; "
            f"undecidable rows {total['undecidable']}, settled or suspected {total['settled']}"
        ),
    ]
    return "\n".join(lines)
