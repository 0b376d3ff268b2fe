"""``gridctl init``: an empty community, ready for its first import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gridctl.cli.console import say
from gridctl.cli.lang import language, t
from gridctl.cli.output import YesOption

app = typer.Typer()


@app.command(
    help=t(
        "新建一个社区：台账文件夹、登记簿（含起步事项目录）、校验文件、首次提交。不写选项就逐项询问。",
        "Start a community: ledger folders, registers with the starter catalogue, schemas, first commit. Asks for what "
        "is not given.",
    )
)
def init(
    directory: Annotated[Path, typer.Argument(help=t("新社区的文件夹", "the new community's folder"))],
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
    from gridctl.store.faults import Refused, UsageFault
    from gridctl.store.scaffold import scaffold
    from gridctl.work.starter import starter_matters

    if (directory / "ledgers" / "gridctl.yaml").exists():
        raise Refused(
            f"{directory} 里已经有一个社区（ledgers/gridctl.yaml），没有改动。",
            f"{directory} already holds a community (ledgers/gridctl.yaml); nothing was changed.",
        )
    ask = not yes and _interactive()
    answers = {
        "community": _answer(community, t("社区名称", "Community"), ask, needed=True),
        "division_code": _answer(division_code, t("12 位区划代码", "Division code (12 digits)"), ask, needed=True),
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
            f"这些设置不对：{named}。区划代码是 12 位数字，语言是 zh 或 en。",
            f"Wrong settings: {named}. A division code has 12 digits; the language is zh or en.",
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


def _answer(given: str, prompt: str, ask: bool, *, needed: bool = False) -> str:
    from gridctl.store.faults import UsageFault

    if given:
        return given
    if ask:
        return str(typer.prompt(prompt, default=None if needed else "", show_default=False, err=True))
    if needed:
        raise UsageFault(
            f"缺少：{prompt}。用 gridctl init --help 看选项。", f"Missing: {prompt}. See gridctl init --help."
        )
    return ""


def _interactive() -> bool:
    import sys

    return sys.stdin.isatty() and sys.stderr.isatty()


def _commit(directory: Path, community: str) -> None:
    from gridctl.store.git import Git

    repository = Git(directory)
    if not repository.is_repo():
        repository.init()
    message = t(f"建立{community}台账", f"Start the ledgers of {community}")
    repository.commit(("ledgers", "schemas", ".gitattributes", ".gitignore", ".vscode"), message)
    say(t("已提交到 Git。", "Committed to Git."))


def _next_steps(directory: Path) -> tuple[str, ...]:
    return (
        t("接下来：", "Next:"),
        f"  cd {directory}",
        t(
            "  gridctl import 网格员登记表.xlsx     先导入网格员和网格",
            "  gridctl import STAFF.xlsx     staff and grids first",
        ),
        t("  gridctl check                        看看还缺什么", "  gridctl check                 see what is missing"),
    )
