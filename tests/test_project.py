"""What must hold of the project as a whole: floors, short files, a light start, nothing that should not be in Git."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "gridctl").rglob("*.py"))
HEAVY = (
    "_duckdb",
    "duckdb",
    "pydantic",
    "openpyxl",
    "xlsxwriter",
    "python_calamine",
    "ruamel",
    "jinja2",
    "pypinyin",
    "numpy",
)


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True).stdout
    return [ROOT / name for name in listed.decode().split("\0") if name]


def test_a_package_imports_only_what_lies_below_it() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True) == 0


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert [path for path, length in lengths.items() if length > 500] == []
    assert median(lengths.values()) < 170


@pytest.mark.parametrize("args", [("--version",), ("--help",), ("check", "--help"), ("import", "--help")])
def test_start_up_imports_nothing_heavy(args: tuple[str, ...]) -> None:
    program = (
        "import sys; from gridctl.cli.main import main\n"
        f"sys.argv = ['gridctl', *{args!r}]\n"
        "try: main()\nexcept SystemExit: pass\n"
        f"print('heavy:', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert done.stdout.decode("utf-8").splitlines()[-1] == "heavy: []"


def test_the_top_level_is_as_agreed() -> None:
    allowed = {"gridctl", "ledgers", "schemas", "tests", "pyproject.toml", "README.md", "README.zh-CN.md"}
    allowed |= {"LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"}
    tops = {path.relative_to(ROOT).parts[0] for path in tracked()}
    assert {top for top in tops if not top.startswith(".")} <= allowed


def test_no_lock_file_and_no_registry_is_named() -> None:
    names = [path.name for path in tracked()]
    assert "uv.lock" not in names
    hosts = ("pypi." + "org", "pythonhosted." + "org", "registry.npm" + "js")
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".yaml", ".yml", ".json", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [host for host in hosts if host in text], path
