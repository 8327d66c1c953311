import pytest

from pipelines.extract.folding import fold, fold_tight


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("⼀般公共服务⽀出", "一般公共服务支出"),
        ("⻓⻔⻅⻘⺠⻋⻝⻬", "长门见青民车食齐"),
        ("（１２％）", "(12%)"),
        ("a\u200bb\ufeff", "ab"),
        ("plain 12.5", "plain 12.5"),
    ],
)
def test_fold_makes_one_key_of_every_spelling(printed: str, key: str) -> None:
    assert fold(printed) == key


def test_only_the_tight_fold_drops_blanks() -> None:
    assert fold("合　计") == "合 计"
    assert fold_tight("合　 计\n") == "合计"
