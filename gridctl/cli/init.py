"""``gridctl init``: an empty community, ready for its first import."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gridctl.cli.committing import commit_files
from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.options import YesOption

if TYPE_CHECKING:
    from collections.abc import Callable

app = typer.Typer()

_CODE_DIGITS = 12
_OWN = ("ledgers", "schemas", ".gitattributes", ".gitignore", ".vscode")


@app.command(
    help=t(
        "新建一个社区：台账文件夹、登记簿（含起步事项目录）、校验文件、首次提交。不写选项就逐项询问。",
        "Start a community: ledger folders, registers with the starter catalogue, schemas, first commit. Asks for what "
        "is not given.",
    )
)
def init(
    directory: Annotated[Path | None, typer.Argument(help=t("新社区的文件夹", "the new community's folder"))] = None,
    community: Annotated[str, typer.Option(help=t("社区名称", "name of the community"))] = "",
    division_code: Annotated[str, typer.Option(help=t("12 位区划代码", "division code of 12 digits"))] = "",
    subdistrict: Annotated[str, typer.Option(help=t("街道（镇）", "subdistrict or town"))] = "",
    district: Annotated[str, typer.Option(help=t("区（县）", "district or county"))] = "",
    city: Annotated[str, typer.Option(help=t("市", "city"))] = "",
    province: Annotated[str, typer.Option(help=t("省", "province"))] = "",
    ledger_language: Annotated[
        str, typer.Option("--ledger-language", help=t("台账用 zh 或 en 书写", "language of the ledgers: zh or en"))
    ] = "",
    profile: Annotated[
        str, typer.Option(help=t("default 或 gbt31000-strict", "default or gbt31000-strict"))
    ] = "default",
    git: Annotated[
        bool, typer.Option(help=t("建 Git 仓库并首次提交", "make a Git repository and a first commit"))
    ] = True,
    yes: YesOption = False,
) -> None:
    """Scaffold a community in an empty or new folder."""
    from pydantic import ValidationError

    from gridctl.schema.settings import Settings
    from gridctl.store.faults import UsageFault
    from gridctl.store.scaffold import scaffold
    from gridctl.work.starter import starter_matters

    ask = not yes and _interactive()
    directory = directory or Path(_answer("", t("建在哪个文件夹", "Folder to make it in"), ask, needed=True))
    _free(directory)
    answers = {
        "community": _answer(community, t("社区名称", "Community"), ask, needed=True),
        "division_code": _answer(
            division_code, t("12 位区划代码", "Division code (12 digits)"), ask, needed=True, value_proc=_twelve
        ),
        "subdistrict": _answer(subdistrict, t("街道（镇）", "Subdistrict"), ask),
        "district": _answer(district, t("区（县）", "District"), ask),
        "city": _answer(city, t("市", "City"), ask),
        "province": _answer(province, t("省", "Province"), ask),
        "language": ledger_language or language(),
        "profile": profile,
    }
    try:
        settings = Settings.model_validate(answers)
    except ValidationError as error:
        named = ", ".join(str(each["loc"][0]) for each in error.errors())
        raise UsageFault(
            f"这些设置不对：{named}。区划代码是 12 位数字，语言是 zh 或 en，profile 是 default 或 gbt31000-strict。",
            f"Wrong settings: {named}. A division code has 12 digits; the language is zh or en; the profile is default "
            "or gbt31000-strict.",
        ) from None
    scaffold(directory, settings, {"matters": starter_matters()})
    say(
        t(f"已在 {directory} 建好 {settings.community}。", f"{settings.community} is set up in {directory}."),
        style="green",
    )
    if git:
        _commit(directory, settings.community)
    for line in _next_steps(directory):
        say(line, style="dim")


def _free(directory: Path) -> None:
    """Refuse a folder that holds a community, or files that the new one would write over."""
    from gridctl.store.faults import Refused

    if (directory / "ledgers" / "gridctl.yaml").exists():
        raise Refused(
            f"{directory} 里已经有一个社区（ledgers/gridctl.yaml），没有改动。",
            f"{directory} already holds a community (ledgers/gridctl.yaml); nothing was changed.",
        )
    if directory.exists() and not directory.is_dir():
        raise Refused(f"{directory} 是文件，不是文件夹。", f"{directory} is a file, not a folder.")
    if taken := [name for name in _OWN if (directory / name).exists()]:
        names = "、".join(taken) if language() == "zh" else ", ".join(taken)
        raise Refused(
            f"{directory} 里已经有 {names}，不覆盖；请换一个文件夹，或先移走。",
            f"{directory} already holds {names}, which will not be overwritten; name another folder or move them.",
        )


def _twelve(typed: str) -> str:
    """A division code as typed; asked for again where it is none, before the other answers are given."""
    code = typed.strip()
    if not (code.isascii() and code.isdigit() and len(code) == _CODE_DIGITS):
        raise typer.BadParameter(
            t(
                "要 12 位数字，写公布的统计用区划代码：省 2、市 2、县 2、街道 3、社区 3。",
                "12 digits, as published: province 2, city 2, county 2, subdistrict 3, community 3.",
            )
        )
    return code


def _answer(
    given: str, prompt: str, ask: bool, *, needed: bool = False, value_proc: Callable[[str], str] | None = None
) -> str:
    from gridctl.store.faults import UsageFault

    if given:
        return given
    if ask:
        skip = "" if needed else t("（可不填）", " (may be left out)")
        return str(
            typer.prompt(
                prompt + skip, default=None if needed else "", show_default=False,
                prompt_suffix=t("：", ": "), err=True, value_proc=value_proc,
            )
        )  # fmt: skip
    if needed:
        raise UsageFault(
            f"缺少：{prompt}。用 gridctl init --help 看选项。", f"Missing: {prompt}. See gridctl init --help."
        )
    return ""


def _interactive() -> bool:
    import sys

    return sys.stdin.isatty() and sys.stderr.isatty()


def _commit(directory: Path, community: str) -> None:
    from gridctl.store.faults import GridctlFault
    from gridctl.store.git import Git

    repository = Git(directory)
    try:
        if not repository.is_repo():
            repository.init()
        commit_files(directory, _OWN, t(f"建立{community}台账", f"Start the ledgers of {community}"))
    except GridctlFault as fault:
        # The community is there and usable; history can begin later.
        say(fault.text(language()), style="yellow")


def _next_steps(directory: Path) -> tuple[str, ...]:
    return (
        t("接下来：", "Next:"),
        f"  cd {directory}",
        t(
            "  gridctl guide start                  网格和网格员的表怎么写",
            "  gridctl guide start                  what the tables of grids and staff look like",
        ),
        t(
            "  gridctl import 网格.csv 网格员.csv   先一起导入网格和网格员",
            "  gridctl import grids.csv staff.csv   grids and staff first, together",
        ),
        t(
            "  gridctl check                        看看还缺什么",
            "  gridctl check                        see what is missing",
        ),
    )
