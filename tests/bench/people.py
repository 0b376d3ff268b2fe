"""One person in several places: accuracy and speed beside what people use today, on an invented community.

Contenders on the same mentions: pandas with rapidfuzz as a clerk's script has it (equal ids; within a name, ids alike,
or equal birth dates where one is missing); splink on DuckDB, trained without labels; gridctl with the index warm. The
two others stand at the thresholds that the truth says are best, which flatters them. Figures are CPU seconds of the
whole process; the ratios are what to compare between machines. Run: ``uv run --group bench python
tests/bench/people.py [HOUSES ...]``; several sizes show how the time grows. splink is left out above 20 000
houses.
"""

from __future__ import annotations

import sys
import tempfile
import time
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1] / "addresses"))

import pandas as pd
from invented_people import SLIPS, TODAY, Community, invent
from rapidfuzz import fuzz

from gridctl.addresses.people.derive import find_people
from gridctl.store.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable

Pairs = set[tuple[str, str]]

# As many given names as a real community has of common ones, and more.
GIVEN = [a + b for a in "禾荷青清建国军秀英兰子涵轩一诺玉珍贞明伟芳娜敏静" for b in ["", *"华平红强霞波辉梅林勇燕"]]
_MOST_FOR_SPLINK = 20_000


def frame(ws: Workspace) -> pd.DataFrame:
    """The mentions as a table: what a clerk would export."""
    rows = ws.index().rows(
        "SELECT concat_ws(':', ledger, record, nullif(part, '')) AS unique_id, name_key AS name, "
        "coalesce(id_no, written) AS id_no, birth::VARCHAR AS birth, sex, phones[1] AS phone, house "
        "FROM people_mentions ORDER BY number"
    )
    return pd.DataFrame(rows)


def clerk(table: pd.DataFrame) -> dict[float, Pairs]:
    """Equal ids, and within one name ids that are alike by the threshold or equal birth dates."""
    equal: Pairs = set()
    whole = table[table["id_no"].notna() & ~table["id_no"].fillna("").str.contains("*", regex=False)]
    for _, same in whole.groupby("id_no"):
        equal |= _pairs(same["unique_id"])
    scored: list[tuple[tuple[str, str], float]] = []
    for _, same in table.fillna("").groupby("name"):
        for a, b in combinations(same.itertuples(index=False), 2):
            alike = fuzz.ratio(a.id_no, b.id_no) if a.id_no and b.id_no else 100 * (a.birth == b.birth != "")
            scored.append((_pair(a.unique_id, b.unique_id), alike))
    return {at: equal | {pair for pair, alike in scored if alike >= at} for at in (85, 90, 94, 97)}


def splink(table: pd.DataFrame) -> dict[float, Pairs]:
    """Pairs by threshold of match probability."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    rules = [block_on("id_no"), block_on("name", "birth"), block_on("name", "phone"), block_on("name", "house")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.JaroWinklerAtThresholds("name", [0.9]),
            cl.DamerauLevenshteinAtThresholds("id_no", [1, 2]),
            cl.ExactMatch("birth"),
            cl.ExactMatch("sex"),
            cl.ExactMatch("phone"),
            cl.ExactMatch("house"),
        ],
        blocking_rules_to_generate_predictions=rules,
    )
    linker = Linker(DuckDBAPI().register(table, table_name="people"), settings, log_level=40)
    linker.training.estimate_probability_two_random_records_match(rules[:2], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (rules[0], rules[1]):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, record_sample_proportion=1.0)
    scored = linker.inference.predict(threshold_match_probability=0.5).as_pandas_dataframe()
    columns = (scored["unique_id_l"], scored["unique_id_r"], scored["match_probability"])
    listed = [(_pair(a, b), probability) for a, b, probability in zip(*columns, strict=True)]
    return {at: {pair for pair, probability in listed if probability >= at} for at in (0.5, 0.9, 0.99, 0.999, 0.9999)}


def scores(found: Pairs, true: Pairs) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    right = len(found & true)
    precision, recall = right / max(1, len(found)), right / max(1, len(true))
    return precision, recall, 2 * precision * recall / (precision + recall) if right else 0.0


def cpu(work: Callable[[], Any]) -> tuple[Any, float]:
    """What comes of the work, and its CPU seconds."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def true_pairs(made: Community) -> Pairs:
    """The pairs of mentions that are one person."""
    by_person: dict[int, list[str]] = {}
    for ref, entity in made.truth.items():
        by_person.setdefault(entity, []).append(ref)
    return {pair for refs in by_person.values() for pair in _pairs(refs)}


def run(root: Path, houses: int) -> None:
    """One community."""
    made = invent(7, houses, 0.05, SLIPS, given=GIVEN, grids=max(2, houses // 420))
    made.write(root)
    ws = Workspace.open(root, today=TODAY)
    ws.index()
    find_people(ws)
    people, ours = cpu(lambda: find_people(ws))
    true = true_pairs(made)
    print(f"{houses} houses, {len(made.truth)} mentions, {len(true)} true pairs")
    kept: dict[str, Pairs] = {"confirmed": set(), "suspected": set()}
    for group in people.every:
        kept[group.tier] |= _pairs(each.ref for each in people.of(group))
    _tell("gridctl, confirmed", kept["confirmed"], true, ours, ours)
    _tell("gridctl, with suspected", kept["confirmed"] | kept["suspected"], true, ours, ours)
    table = frame(ws)
    by_threshold, taken = cpu(lambda: clerk(table))
    _tell("pandas and rapidfuzz", _best(by_threshold, true), true, taken, ours)
    if houses <= _MOST_FOR_SPLINK:
        by_threshold, taken = cpu(lambda: splink(table))
        _tell("splink, best threshold", _best(by_threshold, true), true, taken, ours)
    ws.index().close()


def _best(by_threshold: dict[float, Pairs], true: Pairs) -> Pairs:
    return max(by_threshold.values(), key=lambda pairs: scores(pairs, true)[2])


def _tell(name: str, found: Pairs, true: Pairs, taken: float, ours: float) -> None:
    figures = "P {:.3f} R {:.3f} F {:.3f}".format(*scores(found, true))
    print(f"  {name:26} {figures}   {taken:8.2f} s CPU   {taken / ours:6.1f} x gridctl's")


def _pairs(refs: Any) -> Pairs:
    return set(combinations(sorted(refs), 2))


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def main() -> None:
    for houses in [int(each) for each in sys.argv[1:]] or [5600]:
        with tempfile.TemporaryDirectory() as folder:
            run(Path(folder), houses)


if __name__ == "__main__":
    main()
