from __future__ import annotations

from gridctl.findings.table import listed


def test_things_are_parted_as_each_language_parts_them():
    assert listed(["QH001", "QH002"]) == ("QH001、QH002", "QH001, QH002")
    assert listed(iter(["甲"]), ["first"]) == ("甲", "first")
    assert listed([]) == ("", "")
