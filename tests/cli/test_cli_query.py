from __future__ import annotations

from cli_running import run

OF_SOMEBODY = "select name, category from special_groups where current order by id limit 2"


def items(demo, *args):
    return run("query", *args, "--format", "json", cwd=demo).json()["items"]


def test_what_is_sensitive_is_hidden_beside_somebody_and_counted_without(demo):
    assert {each["category"] for each in items(demo, OF_SOMEBODY)} == {"***"}
    assert {each["category"] for each in items(demo, "select id, category from special_groups limit 2")} == {"***"}
    assert "***" not in {each["category"] for each in items(demo, OF_SOMEBODY, "--reveal")}
    counted = items(demo, "select category, count(*) as n from special_groups group by all")
    assert "***" not in {each["category"] for each in counted}
