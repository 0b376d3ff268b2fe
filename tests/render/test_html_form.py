from __future__ import annotations

import re

from gridctl.findings.table import Table, TableColumn, Words
from gridctl.render.html_form import form_page

FORM = Table(
    Words("复核表", "Re-check"),
    (
        TableColumn("no", "序号", "no.", "count"),
        TableColumn("record", "编号", "id"),
        TableColumn("whom", "姓名", "name", sens=3, mask="name"),
        TableColumn("mode", "方式", "mode"),
        TableColumn("phones", "电话", "phone"),
        TableColumn("kind", "类型", "kind"),
    ),
    ((1, "H1", "王小明", None, None, None), (2, "H2", "<b>", None, None, None)),
    (Words("抽样编号：x-1", "Sample number: x-1"),),
)
CHOICES = {"mode": ["入户", "电话", "未遇"], "kind": [str(number) for number in range(9)]}


def made(**more):
    return form_page(
        FORM, "zh", choices=CHOICES, signature=[Words("复核人", "By")], leave_out=("record",), **more
    )  # fmt: skip


def test_answers_are_boxes_and_the_rest_is_blank():
    text = made(reveal=True)
    rows = re.findall(r"<tr><td.*?</tr>", text)
    assert len(rows) == 2
    assert re.findall(r"□ (\S+?)</span>", rows[0]) == CHOICES["mode"]
    assert rows[0].count('class="blank"') == 2, "nine answers are too many to tick"
    assert "H1" not in text
    assert "抽样编号：x-1" in text
    assert "复核人：____" in text


def test_names_are_masked_and_what_was_typed_is_text():
    assert "王小明" not in made()
    assert "&lt;b&gt;" in made(reveal=True)
