"""Where a scheme and indicators come from: shipped files, and the community's own under ``ledgers/assessment/``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from gridctl.assess.finding import finding
from gridctl.assess.indicator import Indicator
from gridctl.assess.lint import lint
from gridctl.assess.scheme import Scheme
from gridctl.findings.reasons import reason_of
from gridctl.text.packaged import shipped
from gridctl.text.yamltree import Locator, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gridctl.findings.finding import Finding
    from gridctl.store.workspace import Workspace

FOLDER = "ledgers/assessment"
_SCHEME = f"{FOLDER}/scheme.yaml"
_INDICATORS = f"{FOLDER}/indicators/"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a bulletin is worked out by: the scheme, the indicators by code, and the faults of their files.

    ``source`` is the scheme's file.
    """

    scheme: Scheme
    indicators: Mapping[str, Indicator]
    findings: tuple[Finding, ...] = field(default=())
    source: str = ""

    def weight(self, code: str) -> float:
        """An indicator's weight in the scheme; 0 when it is shown but not scored."""
        entry = self.scheme.indicators.get(code)
        return entry.weight if entry else 0.0

    def target(self, code: str) -> float:
        """An indicator's target, the scheme's before its own."""
        entry = self.scheme.indicators.get(code)
        return self.indicators[code].target if entry is None or entry.target is None else entry.target


def load_basis(ws: Workspace, scheme: Path | None = None) -> Basis:
    """The scheme and indicators that hold for a community, as of its revision.

    A community's indicator replaces the shipped one of the same code. A file that cannot be used is a finding, and what
    is shipped holds in its place. ``scheme`` is a file to use instead of the community's.
    """
    findings: list[Finding] = []
    own = dict(_own_files(ws))
    indicators: dict[str, Indicator] = {}
    for name, data in (*_shipped_indicators(), *((n, d) for n, d in own.items() if n.startswith(_INDICATORS))):
        each = _read(Indicator, name, data, findings)
        if each is not None:
            indicators[each.code] = each.model_copy(update={"source": name})
    chosen: Scheme | None = None
    source = ""
    if scheme is not None:
        source, chosen = scheme.name, _read(Scheme, scheme.name, scheme.read_bytes(), findings)
    elif _SCHEME in own:
        source, chosen = _SCHEME, _read(Scheme, _SCHEME, own[_SCHEME], findings)
    if chosen is None:
        source = "gridctl/assess/scheme.yaml"
        chosen = _read(Scheme, source, shipped("gridctl.assess", "scheme.yaml").read_bytes(), findings)
        assert chosen is not None
    findings += lint(chosen, indicators, source)
    return Basis(chosen, dict(sorted(indicators.items())), tuple(findings), source)


def _shipped_indicators() -> Iterator[tuple[str, bytes]]:
    for path in sorted(shipped("gridctl.assess", "indicators").glob("*.yaml")):
        yield f"gridctl/assess/indicators/{path.name}", path.read_bytes()


def _own_files(ws: Workspace) -> Iterator[tuple[str, bytes]]:
    if ws.rev is None:
        folder = ws.root / FOLDER
        for file in sorted((folder / "scheme.yaml", *folder.glob("indicators/*.yaml"))):
            if file.is_file():
                yield file.relative_to(ws.root).as_posix(), file.read_bytes()
        return
    listed = {path: blob for path, blob in ws.git.ls(ws.rev, FOLDER).items() if _is_basis(path)}
    blobs = ws.git.blobs(list(listed.values()))
    for path, blob in sorted(listed.items()):
        yield path, blobs[blob]


def _is_basis(path: str) -> bool:
    return path == _SCHEME or (path.startswith(_INDICATORS) and path.endswith(".yaml"))


def _read(model: type[Model], path: str, data: bytes, findings: list[Finding]) -> Model | None:
    tree = read_tree(data)
    findings += (
        finding(each.code, path, line=each.line, column=each.column, params=dict(each.params)) for each in tree.faults
    )
    value: Any = tree.value if isinstance(tree.value, dict) else {}
    try:
        return model.model_validate(value)
    except ValidationError as error:
        locator = Locator(data)
        for wrong in error.errors():
            steps = [step for step in wrong["loc"] if isinstance(step, str | int)]
            line, column = locator.locate(steps)
            reason = reason_of(wrong["type"], wrong.get("ctx"))
            params = {"field": ".".join(str(step) for step in steps), "reason": reason}
            findings.append(finding("A101", path, line=line, column=column, params=params))
        return None
