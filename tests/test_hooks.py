"""The pre-commit hooks refuse what must not be committed."""

import pytest

from scripts.hooks import LIMIT_BYTES, PRIVATE_KEYS, main


@pytest.mark.parametrize(
    ("hook", "body"),
    [
        ("large-files", b"x" * (LIMIT_BYTES + 1)),
        ("private-keys", b"text\n" + PRIVATE_KEYS[1] + b"\n"),
        ("merge-marks", b"one\n" + b"<" * 7 + b" HEAD\ntwo\n"),
    ],
)
def test_it_refuses(tmp_path, capsys, hook, body):
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_bytes(body)
    good.write_bytes(b"Heading\n=======\n")
    assert main([hook, str(bad), str(good)]) == 1
    assert capsys.readouterr().err == f"{bad}: refused by {hook}\n"
    assert main([hook, str(good)]) == 0
