from pathlib import Path

import pytest

from bench import processes


@pytest.fixture
def filled(monkeypatch) -> list[Path]:
    """The folders that were filled, each with one file."""
    folders: list[Path] = []

    def fill(folder: Path) -> Path:
        (folder / "oes.sqlite3").write_bytes(b"empty")
        folders.append(folder)
        return folder

    monkeypatch.setattr(processes, "_fill", fill)
    return folders


def asked_by_another_process() -> Path:
    """What a process gets that remembers nothing of the others."""
    return processes.empty_installation.__wrapped__()


def test_processes_that_share_a_folder_fill_it_once(filled, tmp_path, monkeypatch):
    monkeypatch.setenv("BENCH_EMPTY_INSTALLATION", str(tmp_path / "empty"))
    (tmp_path / "empty.part").mkdir()
    (tmp_path / "empty.part" / "half").touch()
    first, second = asked_by_another_process(), asked_by_another_process()
    assert first == second == tmp_path / "empty"
    assert len(filled) == 1
    assert [file.name for file in first.iterdir()] == ["oes.sqlite3"]


def test_without_one_each_has_its_own(filled, monkeypatch):
    monkeypatch.delenv("BENCH_EMPTY_INSTALLATION")
    assert asked_by_another_process() != asked_by_another_process()
    assert len(filled) == 2
