from pathlib import Path

import pytest

from gridctl.demo.sample import drift, main, sample, sample_files, write_sample
from gridctl.schema.ledgers import LEDGERS, ledger
from gridctl.schema.reading import plain, read_record
from gridctl.store.layout import home_of
from gridctl.text.yamltree import read_tree

ROOT = Path(__file__).parents[2]
# What the sample's quarter had no occasion for.
NOTHING_YET = {"postings", "appeals"}


@pytest.fixture(scope="module")
def files():
    return sample_files()


def committed():
    return {path.relative_to(ROOT).as_posix() for path in (ROOT / "ledgers").rglob("*.yaml")}


def test_the_committed_sample_is_what_the_generator_makes(files):
    advice = "run: python -m gridctl.demo.sample"
    assert committed() == files.keys(), advice
    differing = [path for path, data in files.items() if (ROOT / path).read_bytes() != data]
    assert differing == [], advice


def test_the_committed_schemas_are_what_the_models_say(tmp_path, monkeypatch, capsys):
    assert drift(ROOT) == [], "run: python -m gridctl.demo.sample"
    monkeypatch.chdir(tmp_path)
    assert main(["--check"]) == 1
    assert "schemas/households.schema.json" in capsys.readouterr().out.splitlines()
    assert main([]) == 0
    assert main(["--check"]) == 0
    (tmp_path / "schemas" / "old.schema.json").write_text("{}", encoding="utf-8")
    assert main(["--check"]) == 1


def test_the_committed_records_are_without_faults_and_all_ledgers_are_there():
    counts = dict.fromkeys((each.name for each in LEDGERS), 0)
    for path in sorted(committed() - {"ledgers/gridctl.yaml"}):
        home = home_of(path)
        assert home is not None, path
        tree = read_tree((ROOT / path).read_bytes())
        assert not tree.faults
        for row in tree.value:
            assert read_record(ledger(home.ledger), row).faults == ()
            counts[home.ledger] += 1
    assert 58 <= counts["households"] <= 64
    assert {name for name, count in counts.items() if not count} == NOTHING_YET


def test_the_files_hold_the_records_the_generator_made(files):
    written = {name: {} for name in (each.name for each in LEDGERS)}
    for path, data in files.items():
        if home := home_of(path):
            model = ledger(home.ledger)
            for row in read_tree(data).value:
                record = plain(read_record(model, row).record)
                written[home.ledger][record[model.key]] = record
    for name, records in sample().items():
        assert written[name] == {record[ledger(name).key]: record for record in records}


def test_writing_again_removes_what_no_longer_belongs(tmp_path):
    write_sample(tmp_path)
    stale = tmp_path / "ledgers" / "households" / "999.yaml"
    stale.write_text("[]\n", encoding="utf-8")
    paths = write_sample(tmp_path)
    assert not stale.exists()
    assert all((tmp_path / path).is_file() for path in paths)
