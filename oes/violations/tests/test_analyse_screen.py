"""`oes analyse FILE --screen FILE` with networks that answer as a test wants."""

import json

from django.core.management import call_command

from oes.analysis.judge import FileReport
from oes.analysis.reading import Words
from oes.analysis.tests.drawing import drawn_clip
from oes.domain.screen_words import FoundWord
from oes.violations.management.commands import analyse

WORD = FoundWord("messenger:Viber", (0.1, 0.1, 0.2, 0.05))


class FakeReader:
    def words(self, rgb, lists, *, wanted):
        return Words([WORD], 100.0)


def test_a_screen_recording_is_judged_beside_the_camera(tmp_path, monkeypatch, capsys):
    screen = tmp_path / "screen.webm"
    screen.write_bytes(drawn_clip(seconds=5))
    monkeypatch.setattr(analyse, "load_measurer", lambda directory: None)
    monkeypatch.setattr(analyse, "judge_file", lambda path, **_: FileReport(200.0, ()))
    monkeypatch.setattr(analyse, "load_reader", lambda directory: FakeReader())
    call_command("analyse", "camera.webm", "--screen", str(screen), "--json")
    (found,) = json.loads(capsys.readouterr().out)["violations"]
    assert (found["kind"], found["direct"]) == ("messenger", False)
    assert found["start_seconds"] < 5
