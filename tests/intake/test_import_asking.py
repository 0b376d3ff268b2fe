"""The dialogue of ``import`` at a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import typer
from intake_sheets import GRID_1, citizen, records

from gridctl.cli.importasking import Planning
from gridctl.intake.plan import plan_import
from gridctl.intake.reading.readahead import read_ahead

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from gridctl.store.workspace import Workspace

HEAD = ["房屋编码", "房屋地址", "姓名", "与户主关系", "身分证号码", "口粮田"]
ROW = ["X1", "清荷路1号", "王小明", "户主", citizen("19800102"), "三亩"]


def answering(monkeypatch: pytest.MonkeyPatch, *answers: str) -> list[str]:
    """Somebody who gives these answers, "" for the best guess; returns the guesses offered."""
    offered: list[str] = []
    left = list(answers)

    def prompt(_text: str, *, default: str, **_: Any) -> str:
        offered.append(default)
        return left.pop(0) or default

    monkeypatch.setattr(typer, "prompt", prompt)
    return offered


def test_unknown_columns_are_asked_about_once(
    ws: Workspace, book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = book([HEAD, ROW])
    planning = Planning(ws, read_ahead([path]), "", grid=GRID_1)
    offered = answering(monkeypatch, "", "月亮", "备注")
    planning.ask_headings(save=True)
    assert offered == ["证件号码", "-", "-"]
    ws.apply(planning.plan.changes)
    (house,) = records(ws, "households")
    assert house["members"][0]["id_no"] == ROW[4]
    answering(monkeypatch)
    again = Planning(ws, read_ahead([path]), "", grid=GRID_1)
    again.ask_headings(save=True)
    assert not again.plan.changes
    assert Planning(ws, [], "表", grid=GRID_1).plan.sources == ()


def test_a_dry_run_keeps_no_answers(ws: Workspace, book: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "", "-")
    Planning(ws, read_ahead([book([HEAD, ROW])]), "", grid=GRID_1).ask_headings(save=False)
    assert not (ws.root / "ledgers" / "imports").exists()


@pytest.mark.parametrize(
    ("answers", "kept"), [(("t", "k"), {"address"}), (("K",), {"address", "name"}), (("?", "T"), set())]
)
def test_conflicts_are_asked_about_one_by_one(
    ws: Workspace,
    book: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
    answers: tuple[str, ...],
    kept: set[str],
) -> None:
    head = ["房屋编码", "房屋地址", "房主姓名"]
    ws.apply(plan_import(ws, [book([head, ["X1", "清荷路1号", "周全"]])], ledger="households", grid=GRID_1).changes)
    path = book([head, ["X1", "清荷路2号", "吴用"]])
    planning = Planning(ws, read_ahead([path]), "", ledger="households", grid=GRID_1)
    answering(monkeypatch, *answers)
    planning.ask_conflicts()
    ws.apply(planning.plan.changes)
    (house,) = records(ws, "households")
    assert (house["address"] == "清荷路1号") == ("address" in kept)
    assert (house["owner_name"] == "周全") == ("name" in kept)
