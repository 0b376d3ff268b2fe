"""A filled-in form of a re-check: what was found, how accurate the ledger is, and the corrections that follow."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from gridctl.findings.finding import Finding, Place, Severity
from gridctl.findings.table import Words
from gridctl.schema.codelists import code_list
from gridctl.schema.reading import read_value
from gridctl.store.changeset import Add, ChangeSet, End, Set
from gridctl.text.cellname import cell_name
from gridctl.text.ids import new_id
from gridctl.text.normalize import squash
from gridctl.work.supervise_form import NotAFormError, day_of, expected, heading, sample_number
from gridctl.work.supervise_rate import Rate
from gridctl.work.supervise_sample import MODES, RESULTS, Kind, kinds, results_of

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Mapping, Sequence

    from gridctl.store.changeset import Change
    from gridctl.store.workspace import Workspace

_REGISTERED_AS: Final = {"found": "gone"}


@dataclass(slots=True)
class Recheck:
    """What a form says. Rows drawn = ``checked`` + ``not_met`` + ``open`` + ``unreadable``."""

    sample_no: str
    kind: Kind
    checked: int = 0
    not_met: int = 0
    open: int = 0
    unreadable: int = 0
    compared: int = 0
    wrong: int = 0
    gone: int = 0
    registered: list[Change] = field(default_factory=list)
    corrections: list[Change] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def accuracy(self) -> Rate:
        """Fields found right, of those compared."""
        return Rate(self.compared - self.wrong, self.compared)

    @property
    def not_deregistered(self) -> Rate:
        """Records found gone, of those checked."""
        return Rate(self.gone, self.checked)

    def changes(self, *, correct: bool = True) -> ChangeSet:
        """The register's entries and, with ``correct``, what they put right in the ledgers."""
        changes = (*self.registered, *(self.corrections if correct else ()))
        return ChangeSet(tuple(changes), title=f"supervise recheck {self.sample_no}")


def read_recheck(ws: Workspace, file: str, sheet: str, rows: Sequence[Sequence[str]], *, by: str) -> Recheck:
    """Read a form's rows, texts by cell; raises ``NotAFormError``. A form that was read before changes nothing.

    ``by`` is who checked where a row does not say.
    """
    number = sample_number(rows)
    kind = kinds().get(number.partition("-")[0])
    if kind is None:
        raise NotAFormError
    top, places = heading(kind, rows)
    found = Recheck(number, kind)
    filled_in = ("mode", "found", *(each.name for each in kind.fields))
    for at, cells in enumerate(rows[top + 1 :], start=top + 2):
        told = {key: squash(cells[column]) for key, column in places.items() if column < len(cells)}
        if told.get("record") or (told.get("no", "").isdecimal() and any(told.get(each) for each in filled_in)):
            headings = {key: squash(rows[top][column]) for key, column in places.items()}
            _Row(ws, found, told, file, sheet, at, places, by, headings).read()
    _ensure_ours(found)
    return found


def _ensure_ours(found: Recheck) -> None:
    """Refuse a form none of whose records is in the ledger: it is another community's."""
    unknown = sum(each.code == "U203" for each in found.findings)
    if unknown > 1 and unknown == found.checked + found.not_met + found.open + found.unreadable:
        raise NotAFormError(Words(
            f"抽样编号 {found.sample_no} 的 {unknown} 条记录都不在这里的台账里，像是别的社区的复核表。",
            f"None of the {unknown} records of sample {found.sample_no} is in these ledgers: it looks like another "
            "community's form; read it in that community's folder.",
        ))  # fmt: skip


@dataclass(slots=True)
class _Row:
    """One row of the form, beside the record it is about."""

    ws: Workspace
    found: Recheck
    told: Mapping[str, str]
    file: str
    sheet: str
    number: int
    places: Mapping[str, int]
    by: str
    headings: Mapping[str, str]
    faulty: bool = False

    def read(self) -> None:
        """Count the row, register it and note what it corrects."""
        kind, found = self.found.kind, self.found
        mode, result = self._coded("mode", MODES), self._coded("found", RESULTS)
        answers = {each.name: self.told[each.name] for each in kind.fields if self.told.get(each.name)}
        entry = self.ws.get(kind.ledger.name, self.told["record"])
        data = self._drawn(entry.typed) if entry is not None else None
        day = self._day()
        if data is None:
            missing = "record" if entry is None else "part"
            self._fault("U203", missing, record=self.told.get(missing) or "—")
        typed = dict(self._typed(answers))
        if self.faulty or data is None or entry is None:
            found.unreadable += 1
            return
        before = self.ws.get("rechecks", self._key)
        if before is not None:
            # What was registered stands: the ledger may have been corrected since, and would now agree with the form.
            checked, wrong_then = (len(before.typed.get(name, ())) for name in ("fields_checked", "fields_wrong"))
            self._count(before.typed.get("mode") or "", checked, wrong_then, gone=bool(before.typed.get("gone")))
            return
        if not (mode or result or answers):
            found.open += 1
            return
        other = self._elsewhere(day)
        if other:
            self._fault("U204", "part" if kind.part else "record", record=self.told["record"], other=other, date=day)
            found.unreadable += 1
            return
        gone = bool(result) and result != "there"
        compared = {} if gone or mode == "not_met" else typed
        wrong = {name: value for name, value in compared.items() if not _same(value, data.get(name))}
        self._count(mode, len(compared), len(wrong), gone=gone)
        self._register(entry.typed.get("grid_code"), mode or "home", day, compared, wrong, gone=gone)
        if gone:
            self._end(data, result, day)
        for name, value in wrong.items():
            found.corrections.append(self._set(name, data.get(name), value))

    @property
    def _key(self) -> str:
        return new_id("R", self.found.sample_no, self.told["record"], self.told.get("part", ""))

    def _elsewhere(self, day: str) -> str:
        """The number of another sample under which this was registered on the same day: one of the two is wrong."""
        part = self.told.get("part", "")
        asked = """SELECT sample_no FROM rechecks WHERE current AND record = ? AND coalesce(part, '') = ?
            AND checked_on = ? AND sample_no <> ? ORDER BY sample_no LIMIT 1"""
        rows = self.ws.index().sql(asked, [self.told["record"], part, day, self.found.sample_no])
        return str(rows[0][0]) if rows else ""

    def _count(self, mode: str, compared: int, wrong: int, *, gone: bool) -> None:
        found = self.found
        found.checked += mode != "not_met"
        found.not_met += mode == "not_met"
        found.compared += compared
        found.wrong += wrong
        found.gone += gone

    def _drawn(self, data: Mapping[str, Any]) -> Mapping[str, Any] | None:
        part = self.found.kind.part
        if not part:
            return data
        return next((each for each in data.get(part, ()) if each.get("id") == self.told.get("part")), None)

    def _typed(self, answers: Mapping[str, str]) -> Iterator[tuple[str, Any]]:
        kind = self.found.kind
        for name, text in answers.items():
            raw: Any = [{name: text}] if kind.part else text
            value, faults = read_value(kind.ledger, kind.part or name, raw)
            if kind.part and value:
                value = value[0].get(name)
            if faults or value is None:
                self._fault("U201", name, value=text)
            else:
                yield name, value

    def _coded(self, column: str, codes: str) -> str:
        text = self.told.get(column, "")
        item = code_list(codes).find(text) if text else None
        if text and (item is None or item not in results_of(self.found.kind, codes)):
            self._fault("U201", column, value=text)
            return ""
        return item.key if item else ""

    def _day(self) -> str:
        text = self.told.get("checked_on", "")
        try:
            return (day_of(text, self.found.sample_no) if text else self.ws.today).isoformat()
        except ValueError:
            self._fault("U201", "checked_on", value=text)
            return ""

    def _register(
        self, grid: str | None, mode: str, day: str, compared: Container[str], wrong: Container[str], *, gone: bool
    ) -> None:
        found, language = self.found, self.ws.settings.language
        data = {
            "id": self._key,
            "sample_no": found.sample_no,
            "ledger": found.kind.ledger.title(language),
            "record": self.told["record"],
            "part": self.told.get("part"),
            "grid_code": grid,
            "mode": mode,
            "fields_checked": [each.key(language) for each in found.kind.fields if each.name in compared],
            "fields_wrong": [each.key(language) for each in found.kind.fields if each.name in wrong],
            "gone": gone or None,
            "checked_by": self.told.get("checked_by") or self.by,
            "checked_on": day,
        }
        found.registered.append(Add("rechecks", self._key, {name: value for name, value in data.items() if value}))

    def _end(self, data: Mapping[str, Any], result: str, day: str) -> None:
        kind, record = self.found.kind, self.told["record"]
        if not kind.part:
            if data.get("status", "active") == "active":
                self.found.corrections.append(End(kind.ledger.name, record, result, day, self.found.sample_no))
            return
        if data.get("moved_out") or data.get("death_date"):
            return
        # When somebody died is not known at the door: the day of the re-check ends the residence.
        self.found.corrections += [self._set("moved_out", None, day), self._set("leave_reason", None, result)]

    def _set(self, name: str, old: Any, new: Any) -> Set:
        kind = self.found.kind
        path = f"{kind.part}[{self.told['part']}].{name}" if kind.part else name
        return Set(kind.ledger.name, self.told["record"], path, old, new)

    def _fault(self, code: str, column: str, **params: str) -> None:
        self.faulty = True
        kind = self.found.kind
        place = Place(self.file, sheet=self.sheet, cell=cell_name(self.number - 1, self.places.get(column, 0)))
        asked = any(each.name == column for each in kind.fields)
        path = f"{kind.part}[{self.told.get('part', '')}].{column}" if asked and kind.part else column
        if code == "U201":
            params = {"heading": self.headings.get(column, column), **expected(kind, column), **params}
        finding = Finding(code, Severity.ERROR, place, params=params)
        if asked:
            finding = replace(finding, ledger=kind.ledger.name, record=self.told["record"], field=path)
        elif code == "U201":
            finding = replace(finding, ledger="rechecks", field=_REGISTERED_AS.get(column, column))
        self.found.findings.append(finding)


def _same(told: Any, recorded: Any) -> bool:
    """Whether an answer agrees with the ledger; of several telephone numbers one is enough."""
    if isinstance(told, list):
        return bool(set(map(str, told)) & set(map(str, recorded or ())))
    return bool(told == recorded)
