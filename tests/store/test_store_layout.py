"""Which file a record lives in, and back."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.store.fieldpath import item_index, parse_path, path_text, position_of
from gridctl.store.files import is_litter
from gridctl.store.layout import Home, home_of, is_known, path_for, path_of, safe_name, schema_header


@pytest.mark.parametrize(
    ("name", "data", "path"),
    [
        ("households", {"grid_code": "001"}, "ledgers/households/001.yaml"),
        ("households", {}, "ledgers/households/_unassigned.yaml"),
        ("households", {"grid_code": ""}, "ledgers/households/_unassigned.yaml"),
        ("visits", {"grid_code": "001", "visited_on": "2026-07-01"}, "ledgers/visits/001/2026-07.yaml"),
        ("visits", {"grid_code": "001"}, "ledgers/visits/001/_unassigned.yaml"),
        ("visits", {"grid_code": "001", "visited_on": "7月"}, "ledgers/visits/001/_unassigned.yaml"),
        ("visits", {"visited_on": "2026-07-01"}, "ledgers/visits/_unassigned/2026-07.yaml"),
        ("grids", {"grid_code": "001"}, "ledgers/registers/grids.yaml"),
    ],
)
def test_the_file_of_a_record(name, data, path):
    assert path_of(ledger(name), data) == path
    home = home_of(path)
    assert (home.ledger, path_for(ledger(name), home.scope)) == (name, path)


@pytest.mark.parametrize("about", LEDGERS, ids=lambda each: each.name)
def test_every_ledger_has_a_home(about):
    path = path_of(about, {"grid_code": "001", about.month_field: "2026-07-01"}, ".xlsx")
    assert home_of(path) is not None
    assert (home_of(path).ledger, home_of(path).format) == (about.name, "xlsx")


@pytest.mark.parametrize(
    "path",
    ["ledgers/households.yaml", "ledgers/households/a/b.yaml", "ledgers/visits/001.yaml", "ledgers/registers/x.yaml",
     "ledgers/households/001.yml", "ledgers/households/001", "other/households/001.yaml",
     "ledgers/registers/a/grids.yaml"],
)  # fmt: skip
def test_files_that_are_no_shard(path):
    assert home_of(path) is None
    assert not is_known(path)


def test_files_of_other_parts():
    others = ("ledgers/gridctl.yaml", "ledgers/assessment/2026/x.json", "ledgers/households/README.md")
    assert all(map(is_known, others))
    assert home_of("ledgers/households/001.XLSX") == Home("households", "001", "xlsx")


@given(
    st.text(min_size=1, max_size=20)
    | st.sampled_from(["CON", "nul.x", "com1", "a.", "a ", " a", "_unassigned", "%41", "..", "a/b"])
)
def test_names_are_safe_and_tell_codes_apart(code):
    name = safe_name(code)
    assert unquote(name) == code
    assert not set(name) & set('<>:"/\\|?*')
    assert name.split(".")[0].upper() not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT1"}
    assert name[-1] not in ". "
    assert name != "_unassigned"


def test_litter():
    assert [is_litter(name) for name in ("~$001.xlsx", ".swp", "Thumbs.db", "a.yaml~", "001.yaml")] == [True] * 4 + [
        False
    ]


def test_headers_lead_to_the_schema():
    assert schema_header("ledgers/registers/grids.yaml", "grids").endswith("$schema=../../schemas/grids.schema.json\n")


def test_paths_of_fields():
    assert path_text(("members", 1, "id_no")) == "members[1].id_no"
    assert parse_path("members[P1@2].id_no") == ("members", "[P1@2]", "id_no")
    items = [{"id": "7"}, {"id": "P1"}, {}]
    assert [item_index(items, step) for step in ("[P1]", "[7]", "[2]", "[9]", "[P2]", "[P2@1]")] == [
        1,
        0,
        2,
        None,
        None,
        None,
    ]
    assert [position_of(step) for step in ("[P1]", "[P1@2]", "[3]")] == [None, 2, 3]
