from __future__ import annotations

from collections import Counter
from importlib import resources

import duckdb
import pytest

from gridctl.schema.codelists import code_list
from gridctl.schema.ledgers import ledger
from gridctl.schema.reading import read_record
from gridctl.text.yamltree import read_tree
from gridctl.work.condition import ConditionError
from gridctl.work.starter import starter_matters
from gridctl.work.targets import Cohorts


def test_every_shipped_record_is_read_without_faults():
    for path in resources.files("gridctl.work.starter").iterdir():
        if path.name.endswith(".yaml"):
            tree = read_tree(path.read_bytes())
            assert not tree.faults
            for raw in tree.value:
                assert read_record(ledger("matters"), raw).faults == (), raw


def test_the_catalogue_has_the_size_of_the_practice_it_serves():
    matters = starter_matters()
    items = Counter(duty["situation"] for each in matters for duty in each["duties"])
    assert 55 <= len(matters) <= 65
    assert 118 <= items.total() <= 132
    assert set(items) == {"routine", "major", "emergency"}


def test_codes_are_unique_and_begin_with_their_domain():
    matters = starter_matters()
    codes = [each["code"] for each in matters]
    assert len(set(codes)) == len(codes)
    for each in matters:
        assert each["code"][:2] == code_list("matter_domain").item(each["domain"]).code
    assert {each["domain"] for each in matters} == {item.key for item in code_list("matter_domain").items}


def test_every_matter_says_all_that_its_lists_need():
    for each in starter_matters():
        for name in ("lead_department", "evidence", "done_when", "assess_indicator"):
            assert each.get(name), (each["code"], name)
        assert each["roles"]["worker"]
        assert each["admission"]["approved_by"]
        items = [(duty["situation"], duty["item"]) for duty in each["duties"]]
        assert len(set(items)) == len(items), "an item's words are part of its tasks' identity"


def test_five_must_visit_one_must_ask_and_five_must_help():
    counts = Counter(each["category"] for each in starter_matters())
    assert (counts["五必访"], counts["五必问"], counts["五必帮"]) == (5, 1, 5)


def test_cohort_conditions_run_on_an_index_and_each_is_one_cohort(community):
    workspace = community()
    cohorts = Cohorts(workspace.index(), workspace.today)
    asked = [(duty["target"], duty.get("cohort")) for each in starter_matters() for duty in each["duties"]]
    numbers = [cohorts.cohort(*each) for each in asked]
    assert set(numbers) == set(range(len(set(asked))))


def test_a_wrong_cohort_condition_is_a_database_error(community):
    workspace = community()
    with pytest.raises(duckdb.Error):
        Cohorts(workspace.index(), workspace.today).cohort("households", "no_such_column = 1")


@pytest.mark.parametrize(
    "condition",
    [
        "true); copy (select 1) to 'stolen.csv'; select (1",
        "exists (select 1 from read_text('secret.txt'))",
        "exists (from 'secret.csv')",
        "exists (with c as (copy households to 'stolen.csv') select 1 from c)",
        "occupancy = (",
    ],
)
def test_a_condition_may_only_look_into_the_index(community, condition):
    workspace = community()
    with pytest.raises(ConditionError):
        Cohorts(workspace.index(), workspace.today).cohort("households", condition)
