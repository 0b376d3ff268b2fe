"""Published bulletins: frozen with the revision of what they were reckoned from, and never changed again.

``ledgers/assessment/bulletins/2026Q3-grid/`` holds the figures (``figures.json``), the files as they were sent out,
``manifest.json`` (who, when, which commits, which scheme, which program) and ``SHA256SUMS`` over all of them, which the
program ``sha256sum -c`` checks too. What turns out to be wrong is told in ``correction-1``, ``correction-2`` … beside
them, each complete in the same way.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from gridctl.assess.finding import finding
from gridctl.store.faults import NotFound, Refused
from gridctl.text.pattern import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from gridctl.assess.sources import Basis
    from gridctl.findings.finding import Finding

FOLDER: Final = "ledgers/assessment/bulletins"
FIGURES: Final = "figures.json"
MANIFEST: Final = "manifest.json"
SUMS: Final = "SHA256SUMS"
_CORRECTION: Final = "correction-"
_EDITION: Final = pattern(rf"[^/]+(/{_CORRECTION}[0-9]+)?")
_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bulletin was reckoned from. ``number`` names it, such as ``2026Q3-grid``; ``correction`` is 0 or a number.

    ``data_revision`` is the commit of the ledgers, ``inputs_revision`` that of the registers of assessment; ``scheme``
    the SHA-256 of the scheme and its indicators. Dates are ISO text.
    """

    number: str
    period: str
    by: str
    until: str
    published_on: str
    published_by: str
    data_revision: str
    inputs_revision: str
    scheme: str
    program: str
    correction: int = 0
    reason: str = ""
    appeals: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """As the file holds it."""
        return _json({"version": _VERSION, **asdict(self)})

    @classmethod
    def from_json(cls, data: bytes) -> Manifest:
        """Read a file; raises ValueError for one that is damaged."""
        known: dict[str, Any] = {name: value for name, value in json.loads(data).items() if name != "version"}
        try:
            return cls(**{**known, "appeals": tuple(known.get("appeals", ()))})
        except TypeError as error:
            raise ValueError(str(error)) from error


@dataclass(frozen=True, slots=True)
class Edition:
    """One frozen folder: a bulletin as it was published, or a correction of it."""

    folder: Path
    manifest: Manifest

    @property
    def figures(self) -> dict[str, Any]:
        """The figures, as ``Bulletin.data()`` gave them."""
        found: dict[str, Any] = json.loads((self.folder / FIGURES).read_bytes())
        return found

    def sums(self) -> dict[str, str]:
        """The SHA-256 of each file by its name, as they were when the folder was frozen."""
        lines = (self.folder / SUMS).read_text(encoding="utf-8", errors="replace").splitlines()
        return {name: digest for digest, _, name in (line.partition("  ") for line in lines if line)}


@dataclass(frozen=True, slots=True)
class Published:
    """A bulletin with its corrections, first to last."""

    first: Edition
    corrections: tuple[Edition, ...] = field(default=())

    @property
    def number(self) -> str:
        """What it is called."""
        return self.first.manifest.number

    @property
    def last(self) -> Edition:
        """The edition whose figures hold."""
        return self.corrections[-1] if self.corrections else self.first

    @property
    def editions(self) -> tuple[Edition, ...]:
        """All editions, first to last."""
        return (self.first, *self.corrections)


def number_of(period: str, by: str) -> str:
    """What a bulletin is called."""
    return f"{period}-{by}".replace("..", "_")


def scheme_digest(basis: Basis) -> str:
    """The SHA-256 of the scheme and of the indicators it uses, whatever file they came from."""
    indicators = {code: each.model_dump(mode="json", exclude={"source"}) for code, each in basis.indicators.items()}
    return sha256(_json({"scheme": basis.scheme.model_dump(mode="json"), "indicators": indicators})).hexdigest()


def frozen(manifest: Manifest, figures: Mapping[str, Any], rendered: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of an edition by path from the community's folder; ``rendered`` are those sent out, by name."""
    folder = f"{FOLDER}/{manifest.number}"
    if manifest.correction:
        folder += f"/{_CORRECTION}{manifest.correction}"
    files = {FIGURES: _json(figures), MANIFEST: manifest.to_json(), **rendered}
    sums = "".join(f"{sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    files[SUMS] = sums.encode("utf-8")
    return {f"{folder}/{name}": data for name, data in files.items()}


def read_published(root: Path) -> list[Published]:
    """Every published bulletin of a community, by number; raises Refused for a manifest that cannot be read."""
    folders = sorted(each for each in (root / FOLDER).glob("*") if _is_edition(each))
    return [Published(_edition(folder), tuple(_corrections(folder))) for folder in folders]


def lost_editions(root: Path, ever: Iterable[str]) -> list[str]:
    """The editions that are gone from a community's folder, by their path below that of all bulletins.

    ``ever`` are all files there ever were, by path from the community's folder, as Git's history knows them.
    """
    folders = {path.rpartition("/")[0] for path in ever if path.rpartition("/")[2] in (MANIFEST, FIGURES, SUMS)}
    gone = {each.removeprefix(f"{FOLDER}/") for each in folders if not _is_edition(root / each)}
    # With a bulletin its corrections are gone: that is one loss.
    return sorted(each for each in gone if _EDITION.fullmatch(each) and each.partition("/")[0] not in gone - {each})


def find_published(root: Path, number: str) -> Published:
    """The bulletin of this number; raises NotFound."""
    for each in read_published(root):
        if each.number == number:
            return each
    raise NotFound(f"没有发布过通报 {number}。", f"No bulletin {number} has been published.")


def check_files(edition: Edition) -> list[Finding]:
    """What is not as it was frozen: files changed (A201), missing (A202) or added (A203)."""
    sums = f"{edition.folder.name}/{SUMS}"
    if not (edition.folder / SUMS).is_file():
        return [finding("A202", sums, params={"file": sums})]
    listed = edition.sums()
    if not {FIGURES, MANIFEST} <= listed.keys():
        return [finding("A201", sums, params={"file": sums})]
    # A correction is frozen by its own list.
    there = {each.name for each in edition.folder.iterdir() if each.is_file()} - {SUMS}
    found = []
    for name in sorted(there | listed.keys()):
        path = f"{edition.folder.name}/{name}"
        if name not in there:
            found.append(finding("A202", path, params={"file": path}))
        elif name not in listed:
            found.append(finding("A203", path, params={"file": path}))
        elif sha256((edition.folder / name).read_bytes()).hexdigest() != listed[name]:
            found.append(finding("A201", path, params={"file": path}))
    return found


def _corrections(folder: Path) -> Iterator[Edition]:
    number = 1
    while _is_edition(folder / f"{_CORRECTION}{number}"):
        yield _edition(folder / f"{_CORRECTION}{number}")
        number += 1


def _is_edition(folder: Path) -> bool:
    """Whether a folder was frozen; one that lost its manifest since is to be told, not passed over."""
    return any((folder / name).is_file() for name in (MANIFEST, FIGURES, SUMS))


def _edition(folder: Path) -> Edition:
    try:
        return Edition(folder, Manifest.from_json((folder / MANIFEST).read_bytes()))
    except (ValueError, OSError) as error:
        raise Refused(
            f"{folder.name}/{MANIFEST} 读不出来（{error}）。已发布的通报不应改动，请用 Git 恢复。",
            f"{folder.name}/{MANIFEST} cannot be read ({error}). Published files are not to be changed: restore it.",
        ) from error


def _json(data: Any) -> bytes:
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    return (text + "\n").encode("utf-8")
