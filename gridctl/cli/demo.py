"""``gridctl demo``: an invented community, its messy inbox, and the whole job on them."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from gridctl.cli.console import err, mark, out, say
from gridctl.cli.lang import language, t
from gridctl.cli.options import Format
from gridctl.cli.output import emit_data, printed
from gridctl.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace

app = typer.Typer()

PERIOD = "2026Q3"
STEPS = 7


@dataclass
class Outcome:
    """What came of the demo: for each step what it yielded and the file it wrote."""

    folder: Path
    sources: list[dict[str, Any]] = field(default_factory=list)
    steps: list[tuple[str, str, str, Path | None]] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)

    def add(self, key: str, what: str, result: str, path: Path | None = None) -> None:
        """Remember a step's result and tell it."""
        self.steps.append((key, what, result, path))
        say(f"{mark('✓', '*')} {what}：{result}" if language() == "zh" else f"{mark('✓', '*')} {what}: {result}")


@app.command(
    help=t(
        "建一个虚构社区，从杂乱的工作簿到台账、清单、通报，走完全部流程。",
        "Make an invented community and run the whole job: from messy workbooks to ledgers, lists and a bulletin.",
    )
)
def demo(
    into: Annotated[Path | None, typer.Option("--into", help=t("放在这个新文件夹", "the new folder to use"))] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help=t("输出格式", "form of the output"))] = Format.TEXT,
) -> None:
    """Run every step on the demo's own community and show where each result is."""
    begun = time.monotonic()
    outcome = Outcome(_new_folder(into))
    with progress(t("演示", "Demo"), total=STEPS) as begin:
        begin(t("建社区", "Making the community"))
        ws = _community(outcome)
        begin(t("导入收件箱", "Importing the inbox"))
        ws = _import(ws, outcome)
        begin(t("检查", "Checking"))
        _check(ws, outcome)
        begin(t("核对房屋编码", "Comparing house codes"))
        _codes(ws, outcome)
        begin(t("列清单", "Making the lists"))
        _lists(ws, outcome)
        begin(t("写通报", "Writing the bulletin"))
        _bulletin(ws, outcome)
        begin(t("导出", "Exporting"))
        _export(ws, outcome)
    outcome.figures["seconds"] = round(time.monotonic() - begun, 1)
    if form is Format.TEXT:
        _summary(outcome)
    else:
        _emit(outcome, form)


def _new_folder(into: Path | None) -> Path:
    from gridctl.store.faults import Refused

    if into is not None:
        if into.exists() and (not into.is_dir() or any(into.iterdir())):
            raise Refused(
                f"{into} 已经存在而且不是空的；换一个文件夹。", f"{into} exists and is not empty; name another folder."
            )
        return into.absolute()
    base = Path.cwd() / "gridctl-demo"
    numbered = (base, *(base.with_name(f"gridctl-demo-{number}") for number in range(2, 1000)))
    return next(each for each in numbered if not each.exists())


def _community(outcome: Outcome) -> Workspace:
    from gridctl.demo.history import history
    from gridctl.demo.inbox import write_inbox
    from gridctl.demo.sample import sample
    from gridctl.demo.settings import COMMUNITY, LAST_DAY
    from gridctl.store.workspace import Workspace

    community = sample()
    commits = history(outcome.folder, community)
    files = write_inbox(outcome.folder / "inbox", community)
    ws = Workspace.open(outcome.folder, today=LAST_DAY)
    houses = sum(1 for _ in ws.entries("households"))
    outcome.add(
        "community",
        t("建社区", "Community"),
        t(
            f"{COMMUNITY}，{houses} 户，{len(commits)} 次 Git 提交，收件箱 {len(files)} 个工作簿",
            f"{COMMUNITY}, {houses} houses, {len(commits)} Git commits, {len(files)} workbooks in the inbox",
        ),
        outcome.folder / "inbox",
    )
    return ws


def _import(ws: Workspace, outcome: Outcome) -> Workspace:
    from gridctl.cli.importpreview import counts_table, source_data
    from gridctl.intake.plan import plan_import
    from gridctl.intake.returned.rejected import write_rejected
    from gridctl.render.terminal import print_table
    from gridctl.store.workspace import Workspace

    plan = plan_import(ws, sorted((ws.root / "inbox").iterdir()))
    ws.apply(plan.changes)
    returned = write_rejected(plan, ws.root / "out" / t("退回", "rejected"), language=language())
    with _committer():
        ws.git.commit(("ledgers",), plan.changes.title, plan.changes.trailers)
    outcome.sources = source_data(plan)
    counts = plan.counts
    print_table(err(), counts_table(plan), language())
    outcome.add(
        "import",
        t("导入", "Import"),
        t(
            f"读 {counts.read} 行 = 新增 {counts.added} + 变更 {counts.changed} + 不变 {counts.unchanged} + "
            f"退回 {counts.rejected}",
            f"{counts.read} rows = {counts.added} added + {counts.changed} changed + {counts.unchanged} unchanged + "
            f"{counts.rejected} rejected",
        ),
        returned[0].parent if returned else None,
    )
    return Workspace.open(ws.root, today=ws.today)


@contextmanager
def _committer() -> Iterator[None]:
    """A Git identity for the demo's own commit, where the machine has none yet."""
    who = {"NAME": "gridctl demo", "EMAIL": "demo@gridctl.invalid"}
    identity = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
    before = {name: os.environ.pop(name, None) for name in identity}
    os.environ |= identity
    try:
        yield
    finally:
        for name, value in before.items():
            del os.environ[name]
            if value is not None:
                os.environ[name] = value


def _check(ws: Workspace, outcome: Outcome) -> None:
    from gridctl.cli.deriving import derive_for_check
    from gridctl.findings.finding import Severity
    from gridctl.rules.check import check

    findings: Sequence[Finding] = check(ws, derive=derive_for_check)
    errors, warnings, infos = (sum(each.severity is level for each in findings) for level in Severity)
    outcome.figures["findings"] = {"error": errors, "warning": warnings, "info": infos}
    path = ws.root / "out" / t("检查结果.txt", "findings.txt")
    _write_findings(path, findings)
    outcome.add(
        "check",
        t("检查", "Check"),
        t(
            f"{errors} 个错误，{warnings} 个提醒，{infos} 个提示",
            f"{errors} errors, {warnings} warnings, {infos} notes",
        ),
        path,
    )


def _write_findings(path: Path, findings: Sequence[Finding]) -> None:
    from gridctl.render.terminal import print_findings

    text = printed(lambda console: print_findings(console, findings, language()))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def _codes(ws: Workspace, outcome: Outcome) -> None:
    from gridctl.cli.codes import find_cases, write_decision_book

    cases = find_cases(ws)
    groups = len(cases)
    outcome.figures["duplicate_groups"] = groups
    path = ws.root / "out" / t("一房多码.xlsx", "duplicate-codes.xlsx")
    write_decision_book(path, cases)
    outcome.add(
        "codes",
        t("房屋编码", "House codes"),
        t(f"{groups} 处房屋登记了几个编码", f"{groups} houses stand under several codes"),
        path,
    )


def _lists(ws: Workspace, outcome: Outcome) -> None:
    from collections import Counter

    from gridctl.cli.tasks_write import write_lists
    from gridctl.text.periods import parse_period
    from gridctl.work.lists import lists_for

    lists = lists_for(ws, parse_period(PERIOD, today=ws.today), as_of=ws.today)
    path = ws.root / "out" / t(f"三张清单-{PERIOD}.xlsx", f"lists-{PERIOD}.xlsx")
    write_lists(path, lists)
    situations = Counter(each.situation for each in lists.tasks)
    outcome.figures["tasks"] = dict(situations)
    outcome.add(
        "tasks",
        t("三张清单", "Three lists"),
        t(
            f"任务 {len(lists.tasks)} 项（平时 {situations['routine']}，重大 {situations['major']}，"
            f"应急 {situations['emergency']}）",
            f"{len(lists.tasks)} tasks ({situations['routine']} routine, {situations['major']} major event, "
            f"{situations['emergency']} emergency)",
        ),
        path,
    )


def _bulletin(ws: Workspace, outcome: Outcome) -> None:
    from gridctl.cli.report import measured, write_bulletins
    from gridctl.text.periods import parse_period

    bulletin = measured(ws, parse_period(PERIOD, today=ws.today))
    paths = write_bulletins(bulletin, ws.root / "out")
    score = bulletin.community.score
    outcome.figures["score"] = score
    outcome.add(
        "report",
        t("季度通报", "Bulletin"),
        t(
            f"社区得分 {score:.1f}，网格 {len(bulletin.units)} 个",
            f"the community scores {score:.1f}; {len(bulletin.units)} grids",
        )
        if score is not None
        else t("没有可计分的指标", "no indicator applies"),
        paths[-1],
    )


def _export(ws: Workspace, outcome: Outcome) -> None:
    from gridctl.cli.export import export_workbook

    path = ws.root / "out" / t("五本台账.xlsx", "ledgers.xlsx")
    count = export_workbook(ws, path)
    outcome.add(
        "export",
        t("导出", "Export"),
        t(f"五本台账 {count} 条，个人信息已打码", f"{count} records of five ledgers, personal data masked"),
        path,
    )


def _summary(outcome: Outcome) -> None:
    from gridctl.findings.table import Table, TableColumn, Words
    from gridctl.render.terminal import print_table

    columns = (
        TableColumn("step", "步骤", "step"),
        TableColumn("result", "结果", "result", width=40),
        TableColumn("file", "文件", "file", width=30),
    )
    rows = tuple((what, result, _relative(outcome, path)) for _, what, result, path in outcome.steps)
    print_table(out(), Table(Words("成果", "What came of it"), columns, rows), language())
    seconds = outcome.figures["seconds"]
    say(t(f"用时 {seconds} 秒，全部在 {outcome.folder}", f"Took {seconds} s; everything is in {outcome.folder}"))
    say(t("接下来试试：", "What to try next:"), style="bold")
    say(f"  cd {outcome.folder}")
    for command, zh, en in (
        ("gridctl check --as-of 2026-09-30", "看每一处问题和改法", "each fault and its remedy"),
        (f"gridctl tasks --period {PERIOD} --as-of 2026-09-30", "看任务清单", "the list of tasks"),
        ("gridctl diff HEAD~1 HEAD", "看刚才的导入改了什么", "what the import changed"),
    ):
        say(f"  {command:<50} {t(zh, en)}")


def _relative(outcome: Outcome, path: Path | None) -> str:
    return path.relative_to(outcome.folder).as_posix() if path else ""


def _emit(outcome: Outcome, form: Format) -> None:
    steps = [
        {"step": key, "result": result, "file": str(path) if path else None} for key, _, result, path in outcome.steps
    ]
    data = {"folder": str(outcome.folder), "sources": outcome.sources, "steps": steps, **outcome.figures}
    emit_data(data, form, None, lines=outcome.sources)
