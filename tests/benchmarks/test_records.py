"""The comparison of records finds what a change of the reader changed, and only that."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.records import differences, main

TEXT = "某区档案馆2023年度部门决算\n2023年度收、支总计{}万元。\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """The records of two texts, and those of the same with another total and without the second."""
    files, old, new = tmp_path / "files", tmp_path / "old", tmp_path / "new"
    for folder in (files, files / "deeper"):
        folder.mkdir()
        (folder / "account.txt").write_text(TEXT.format("5.00"), encoding="utf-8")
    nothing_made = ["--accounts", "0", "--layouts", "0", "--files", str(files)]
    assert main([str(old), *nothing_made]) == 0
    (files / "account.txt").write_text(TEXT.format("6.00"), encoding="utf-8")
    (files / "deeper" / "account.txt").unlink()
    assert main([str(new), *nothing_made]) == 0
    return old, new


def test_what_differs_is_named_by_document_and_kind(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = folders
    changed, lost = differences(old, new)
    assert {kind for kind, _ in changed[1]} >= {"page", "claim"}
    assert ["6.00" in text for kind, text in changed[2] if kind == "page"] == [True]
    assert lost[1]
    assert not lost[2]
    capsys.readouterr()
    assert main([str(old), str(new), "--kinds", "claim", "--show", "1"]) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].endswith("account.txt: claim -1 +1")
    assert [line[4] for line in told[1:3]] == ["-", "+"]
    assert told[-1] == "2 documents differ"


def test_fields_that_do_not_matter_make_no_difference(folders: tuple[Path, Path]) -> None:
    old, new = folders
    amounts = ["--without", "amount_yuan", "printed", "sentence", "spans", "--kinds", "claim"]
    assert main([str(old), str(old)]) == 0
    (old / next(file.name for file in old.iterdir() if "deeper" in file.name)).unlink()
    assert main([str(old), str(new)]) == 1
    assert main([str(old), str(new), *amounts]) == 0


def test_records_of_two_versions_never_mix(folders: tuple[Path, Path]) -> None:
    with pytest.raises(FileExistsError):
        main([str(folders[0]), "--accounts", "0", "--layouts", "0"])
