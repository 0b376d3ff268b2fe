"""The district's indicators with pandas, as somebody would write them for one report: no units by days, no evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from datetime import date

    from pandas import DataFrame, Series

Rate = tuple[float, float]


def rates(frames: dict[str, DataFrame], start: date, end: date) -> dict[str, dict[str, Rate]]:
    """Numerators and denominators of A1 to A4, B1 to B3, C1, C3, C4, D1 and E1: of the district and each level."""
    first, last = pd.Timestamp(start), pd.Timestamp(end)
    found = dict(_judged(frames, first, last))
    above = _above(frames["grids"])
    levels: dict[str, dict[str, Rate]] = {
        "district": {code: (float(each["met"].sum()), float(each["asked"].sum())) for code, each in found.items()}
    }
    for level in ("grid", "second_grid", "cell"):
        for code, each in found.items():
            sums = each.assign(unit=each["grid_code"].map(above[level])).groupby("unit")[["met", "asked"]].sum()
            levels.setdefault(level, {})[code] = (float(sums["met"].sum()), float(sums["asked"].sum()))
    return levels


def _judged(frames: dict[str, DataFrame], first: Any, last: Any) -> Any:
    """Each indicator's records: the grid, how often it counts and how much of it was met."""
    homes, persons, visits = frames["households"], frames["persons"], frames["visits"]
    vacant = homes["occupancy"] == "vacant"
    checked = pd.to_datetime(homes[["verified_on", "collected_on"]].min(axis=1)) <= last
    yield "A1", _rate(homes, (vacant & checked) | homes["id"].isin(persons["parent"]))
    drawn = frames["rechecks"]
    there = drawn[~drawn["gone"]]
    yield (
        "A2",
        pd.DataFrame(
            {"grid_code": there["grid_code"], "asked": there["checked"], "met": there["checked"] - there["wrong"]}
        ),
    )
    yield "A3", _rate(drawn, drawn["gone"])
    yield "A4", _rate(frames["changes"], frames["changes"]["workdays"] <= 3)
    home = visits[(visits["mode"] == "home") & pd.to_datetime(visits["visited_on"]).between(first, last)]
    lived = homes[~vacant]
    reached = home.loc[home["target_kind"].isin(["household", "person"]), "target"]
    yield "B1", _rate(lived, lived["id"].isin(reached))
    yield "B2", _cycles(frames, home, persons, first, last)
    key = frames["businesses"][frames["businesses"]["hazmat"]]
    yield "B3", _rate(key, key["id"].isin(home.loc[home["target_kind"] == "business", "target"]))
    yield from _cases(frames["case_status"], first, last)
    yield "D1", _rate(frames["tasks"], frames["tasks"]["state"] == "done")
    answers = frames["surveys"]
    worth = answers["satisfaction"].map({"satisfied": 1.0, "fairly": 0.6, "dissatisfied": 0.0})
    yield "E1", pd.DataFrame({"grid_code": answers["grid_code"], "asked": 1.0, "met": worth})


def _cases(cases: DataFrame, first: Any, last: Any) -> Any:
    kept = cases[~cases["rejected"]]
    yield "C1", _rate(cases, ~cases["rejected"])
    due = kept[kept["due_at"].dt.normalize().between(first, last)]
    yield "C3", _rate(due, due["closed_at"] <= due["due_at"])
    closed = cases[cases["closed_at"].dt.normalize().between(first, last)]
    yield "C4", _rate(closed, closed["reopened"] > 0)


def _cycles(frames: dict[str, DataFrame], home: DataFrame, persons: DataFrame, first: Any, last: Any) -> DataFrame:
    listed = frames["special_groups"]
    since = pd.to_datetime(listed["listed_on"])
    rounds = []
    for number in range(1, 8):
        ends = since + pd.to_timedelta(listed["visit_cycle_days"] * number - 1, unit="D")
        chosen = listed.assign(ends=ends)[ends.between(first, last)]
        rounds.append(chosen.assign(begins=chosen["ends"] - pd.to_timedelta(chosen["visit_cycle_days"] - 1, unit="D")))
    due = pd.concat(rounds, ignore_index=True).reset_index(names="round")
    lives = due.merge(
        persons.rename(columns={"id": "person", "parent": "house"})[["person", "house"]], on="person", how="left"
    )
    seen = pd.concat([
        lives.merge(home[["target", "visited_on"]], left_on=key, right_on="target") for key in ("person", "id", "house")
    ])  # fmt: skip
    day = pd.to_datetime(seen["visited_on"])
    met = seen.loc[(day >= seen["begins"]) & (day <= seen["ends"]), "round"].unique()
    return _rate(due, due["round"].isin(met))


def _rate(records: DataFrame, met: Series[Any]) -> DataFrame:
    return pd.DataFrame({"grid_code": records["grid_code"], "asked": 1.0, "met": met.astype(float)})


def _above(grids: DataFrame) -> dict[str, dict[str, str]]:
    parents = dict(zip(grids["grid_code"], grids["parent"], strict=True))
    levels = dict(zip(grids["grid_code"], grids["level"], strict=True))
    found: dict[str, dict[str, str]] = {"grid": {}, "second_grid": {}, "cell": {}}
    for code in parents:
        above: Any = code
        while isinstance(above, str):
            found[levels[above]][code] = above
            above = parents[above]
    return found
