from pathlib import Path

import pytest

from gridctl.addresses.doubles.match import compare
from gridctl.text.yamltree import read_tree

CASES = [
    pytest.param(case, id=f"{file.stem}-{index}")
    for file in sorted(Path(__file__).with_name("cases").glob("*.yaml"))
    for index, case in enumerate(read_tree(file.read_bytes()).value)
]


@pytest.mark.parametrize("case", CASES)
def test_pairs_of_the_case_files_get_their_verdict(case):
    found = compare(case["a"], case["b"])
    assert found.verdict == case["verdict"], (case["why"], found.reasons)
    assert compare(case["b"], case["a"]).verdict == found.verdict


def test_case_files_hold_enough_pairs_of_every_verdict():
    verdicts = [param.values[0]["verdict"] for param in CASES]
    assert len(verdicts) >= 300
    assert all(verdicts.count(verdict) >= 15 for verdict in ("same", "different", "unsure"))
