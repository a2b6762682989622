"""A written exam under proctoring: its tasks open with the recording, and close with it."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Scene, until
from tests.journeys.student import Sitting
from tests.journeys.test_written_exam import hand_in

RULES = {"grace_seconds": 2.0, "minimum_seconds": 5.0, "segment_seconds": 4.0, "random_checks": 0}
WRITTEN = """
from oes.exams.models import Exam, Format
from oes.written.models import Task, WrittenExam
Exam.objects.update(format=Format.WRITTEN, address="")
written = WrittenExam.objects.create(exam=Exam.objects.get(), is_proctored=True, on_paper=True)
Task.objects.create(written=written, text="x + 1 = 3")
"""
TASK, ANSWER = "x + 1 = 3", "x = 2, because 2 + 1 = 3."


@pytest.mark.browser
@pytest.mark.models
def test_the_tasks_are_there_while_the_recording_runs(scene, browser, calm):
    own = scene(**RULES)
    own.own.run("shell", "-v", "0", "-c", WRITTEN)
    sitting = Sitting(browser(camera=calm).new_context(locale="en-GB"), own)
    sitting.come_to_ok()
    path = f"{own.own.url}/written/{own.uuids['exam']}/"
    early = sitting.context.new_page()
    early.goto(path)
    expect(early.locator("main")).not_to_contain_text(TASK)
    early.close()
    sitting.press_ok()
    work = write(sitting, own)
    work.close()
    sitting.finish()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")
    check_rows(own)
    late = sitting.context.new_page()
    late.goto(path)
    expect(late.locator("#text")).to_have_count(0)


def write(sitting: Sitting, own: Scene) -> Page:
    """Open the tasks from the recorder's page, write, and hand in; return the page."""
    with sitting.context.expect_page() as opened:
        sitting.page.click("#exam-open")
    work = opened.value
    work.click(f"form[action='/written/{own.uuids['exam']}/take'] button")
    expect(work.locator("main")).to_contain_text(TASK)
    work.fill("#text", ANSWER)
    until(lambda: own.rows("select text from written_work") == [(ANSWER,)], seconds=20, what="the text")
    until(lambda: len(own.rows("select 1 from recordings_segment")) >= 2, seconds=30, what="the recording")
    hand_in(work)
    return work


def check_rows(own: Scene) -> None:
    """The work is handed in, the exam was recorded, and nothing that one does over paper weighs."""
    assert own.rows("select state, text from written_work") == [("handed_in", ANSWER)]
    assert own.rows("select state from attempts_attempt") == [("submitted",)]
    kinds = {
        kind
        for (kind,) in own.rows(
            "select distinct t.kind from recordings_segment s join recordings_track t on t.id = s.track_id"
        )
    }
    assert kinds >= {"camera", "screen"}
    weighed = own.rows(
        "select v.kind from violations_ledgerline l join violations_violation v on v.id = l.violation_id"
        " where l.deduction > 0"
    )
    assert weighed == []
