"""Plain numbers and paths that exist are read without the validation library; what is not plain has its messages."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - typer reads the annotation

import pytest
import typer

from gridctl.cli.plainwords import read_plainly

app = typer.Typer()


@app.command()
def main(files: list[Path] = typer.Argument(exists=True), most: int = typer.Option(20, min=0)) -> None:  # noqa: B008
    typer.echo(f"{[each.name for each in files]} {most!r}")


@pytest.mark.parametrize(
    ("words", "code"), [(["here", "--most", "5"], 0), (["here"], 0), (["here", "--most", "-1"], 2), (["gone"], 2)]
)
def test_read_as_the_library_does(
    words: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").touch()
    told = []
    for plainly in (True, False):
        command = typer.main.get_command(app)
        for each in command.params if plainly else ():
            read_plainly(each)
        try:
            ended = command.main(words, standalone_mode=False) or 0
            told.append((ended, capsys.readouterr().out))
        except typer.BadParameter as fault:
            told.append((2, fault.format_message()))
    assert told[0] == told[1]
    assert told[0][0] == code
