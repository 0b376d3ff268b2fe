"""How an edition of a bulletin is made: measured from commits, rendered, frozen, written in one transaction."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from gridctl import __version__
from gridctl.cli.console import say
from gridctl.cli.lang import counted, language, t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gridctl.assess.bulletin import Bulletin
    from gridctl.assess.publishing import Manifest, Published
    from gridctl.assess.units import By
    from gridctl.findings.table import Table, Words
    from gridctl.store.changeset import ChangeSet
    from gridctl.store.workspace import Workspace
    from gridctl.text.periods import Period


def edition_files(ws: Workspace, span: Period, by: By, signed_by: str) -> dict[str, bytes]:
    """The files of a bulletin to be published; raises Refused where it may not be."""
    from gridctl.assess.publishing import number_of, read_published
    from gridctl.assess.standing import commit_up_to
    from gridctl.cli.assessing import assessed
    from gridctl.store.faults import Refused

    number = number_of(span.label, by)
    if any(each.number == number for each in read_published(ws.root)):
        raise Refused(
            f"通报 {number} 已经发布，不能再发；要改数字用 gridctl bulletin correct {number}。",
            f"Bulletin {number} has been published. To correct figures: gridctl bulletin correct {number}.",
        )
    head = _committed(ws)
    bulletin, _ = assessed(ws, span, by=by, data=commit_up_to(ws, span.end) or head, inputs=head)
    _without_errors(bulletin)
    return _frozen(ws, _manifest(bulletin, number, ws.today, signed_by), bulletin)


def correction_files(
    ws: Workspace, found: Published, reason: str, signed_by: str, appeals: tuple[str, ...]
) -> tuple[Table, dict[str, bytes]] | None:
    """The headlines of what differs from the edition that holds, and the files; None where nothing differs."""
    from dataclasses import replace

    from gridctl.assess.figures import HEADLINES, difference_table, differences
    from gridctl.cli.assessing import assessed
    from gridctl.findings.table import Words
    from gridctl.render.xlsx import SheetSpec, workbook_bytes

    head = _committed(ws)
    before = found.last.manifest
    bulletin, _ = assessed(ws, _span(before), by=_by(before), data=head, inputs=head)
    _without_errors(bulletin)
    differ = differences(found.last.figures, bulletin.data())
    if not differ:
        return None
    number = len(found.corrections) + 1
    manifest = replace(
        _manifest(bulletin, before.number, ws.today, signed_by), correction=number, reason=reason, appeals=appeals
    )
    notes = (Words(f"更正原因：{reason}", f"Reason: {reason}"),)
    table = difference_table(differ, correction_title(before.number, number), names_of(bulletin), notes=notes)
    note = workbook_bytes([SheetSpec(table, t("更正", "correction"), signature=(Words("签发", "Signed"),))], language())
    name = t(f"更正通知-{before.period}-{number}.xlsx", f"correction-{before.period}-{number}.xlsx")
    headlines = [each for each in differ if each.what in HEADLINES]
    shown = difference_table(headlines, table.title, names_of(bulletin))
    return shown, _frozen(ws, manifest, bulletin, {name: note})


def correction_title(bulletin: str, number: int) -> Words:
    """What a correction is called."""
    from gridctl.findings.table import Words

    return Words(f"更正通知（{bulletin} 第 {number} 号）", f"Correction {number} of {bulletin}")


def names_of(bulletin: Bulletin) -> dict[str, Words]:
    """The names of a bulletin's grades and totals."""
    from gridctl.findings.table import Words

    bands = {each.key: Words(each.zh, each.en) for each in bulletin.basis.scheme.bands}
    return {**bands, **{each.key: each.name for each in bulletin.totals}}


def reckoned_again(ws: Workspace, manifest: Manifest) -> Bulletin:
    """The bulletin reckoned from the commits an edition names, as on the day it was published."""
    from gridctl.cli.assessing import assessed
    from gridctl.store.workspace import Workspace
    from gridctl.text.dates import parse_date

    then = Workspace.open(ws.root, today=parse_date(manifest.published_on).value)
    span = _span(manifest)
    return assessed(then, span, by=_by(manifest), data=manifest.data_revision, inputs=manifest.inputs_revision)[0]


def write_edition(
    ws: Workspace,
    files: Mapping[str, bytes],
    message: str,
    *,
    commit: bool,
    dry_run: bool,
    changes: ChangeSet | None = None,
) -> None:
    """Write the files of an edition, and what it changes in the ledgers, in one transaction; then commit if asked."""
    from gridctl.store.applying import Plan, plan
    from gridctl.store.transaction import Transaction

    ledgers = plan(ws, changes) if changes else Plan({}, {})
    folder = next(iter(files)).rpartition("/")[0]
    if dry_run:
        for path, data in files.items():
            say(f"{path}  {len(data):,} B")
        return
    Transaction(ws.root, message).run({**files, **ledgers.files}, {**dict.fromkeys(files, ""), **ledgers.before})
    say(t(f"已写入 {folder}/", f"Wrote {folder}/"), style="green")
    if commit:
        from gridctl.cli.committing import commit_files

        commit_files(ws.root, [*files, *ledgers.files], message)
    else:
        say(t("请提交到 Git，校验才有依据。", "Commit it to Git: verifying relies on it."), style="dim")


def _committed(ws: Workspace) -> str:
    """The commit of now; raises Refused where there is none, or the ledgers have changes that are in none."""
    from gridctl.assess.publishing import FOLDER
    from gridctl.store.faults import Refused

    head = ws.git.head() if ws.git.is_repo() else None
    if head is None:
        raise Refused(
            "发布要有 Git 提交作依据：请先 git init，并提交全部台账。",
            "Publishing needs a Git commit to rely on: git init, and commit the ledgers.",
        )
    changed = [path for path in ws.git.status() if path.startswith("ledgers/") and not path.startswith(FOLDER)]
    if changed:
        raise Refused(
            f"台账有 {len(changed)} 个文件还没有提交（{changed[0]} 等）。"
            "先用 git add ledgers 和 git commit 提交，再发布。",
            f"{counted(len(changed), 'file')} of the ledgers not committed ({changed[0]}): run git add ledgers and git "
            "commit first.",
        )
    return head


def _without_errors(bulletin: Bulletin) -> None:
    from gridctl.findings.finding import Severity
    from gridctl.findings.message import message
    from gridctl.store.faults import Refused

    wrong = [each for each in bulletin.findings if each.severity is Severity.ERROR]
    if wrong:
        zh, en = ("；".join(message(each, of) for each in wrong[:3]) for of in ("zh", "en"))
        raise Refused(f"考核方案或打分有错，不能发布：{zh}", f"The scheme or the scores have faults: {en}")


def _manifest(bulletin: Bulletin, number: str, today: date, signed_by: str) -> Manifest:
    from gridctl.assess.publishing import Manifest, scheme_digest
    from gridctl.cli.finishing import who

    assert bulletin.data_revision
    assert bulletin.inputs_revision
    return Manifest(
        number=number,
        period=bulletin.period.label,
        by=bulletin.by,
        until=bulletin.until.isoformat(),
        published_on=today.isoformat(),
        published_by=signed_by or who(),
        data_revision=bulletin.data_revision,
        inputs_revision=bulletin.inputs_revision,
        scheme=scheme_digest(bulletin.basis),
        program=f"gridctl {__version__}",
    )


def _frozen(
    ws: Workspace, manifest: Manifest, bulletin: Bulletin, more: Mapping[str, bytes] | None = None
) -> dict[str, bytes]:
    from gridctl.assess.publishing import frozen
    from gridctl.cli.report import own_template, write_bulletins

    with tempfile.TemporaryDirectory() as folder:
        written = write_bulletins(bulletin, Path(folder), template=own_template(ws.root), on=ws.today)
        rendered = {path.name: path.read_bytes() for path in written}
    return frozen(manifest, bulletin.data(), {**rendered, **(more or {})})


def _span(manifest: Manifest) -> Period:
    from gridctl.text.dates import parse_date
    from gridctl.text.periods import parse_period

    return parse_period(manifest.period, today=parse_date(manifest.published_on).value)


def _by(manifest: Manifest) -> By:
    # A manifest is written from one.
    return cast("By", manifest.by)
