"""A phone: the administrator proves that the testing system works in a frame, a student sits the exam there."""

import sys

import pytest
from playwright.sync_api import Page, expect

from bench.processes import free_port
from tests.journeys.conftest import CODE, Scene, sign_in, until
from tests.journeys.phone import FRAME, PhoneSitting, begin_try, enter, open_try, phone, sign_in_administrator

RULES = {"grace_seconds": 3.0, "minimum_seconds": 10.0, "segment_seconds": 4.0}
MOVE = """
from oes.accounts.models import User
from oes.exams.models import Exam
from oes.exams.services import save_exam
exam = Exam.objects.get()
exam.address = {address!r} + "?attempt={{attempt}}&return={{return_link}}"
save_exam(exam=exam, by=User.objects.get(username="admin"))
"""


@pytest.mark.browser
@pytest.mark.models
def test_an_exam_on_a_phone(scene, browser, calm):
    own = scene(**RULES)
    opened = browser(camera=calm)
    prove(sign_in_administrator(browser(), own), phone(opened), own)

    student = PhoneSitting(phone(opened), own)
    student.begin()
    check_bar(student)
    check_back(student)
    student.page.wait_for_timeout(10_000)
    left_seconds = look_elsewhere(student, 4)
    student.hand_in()
    until(lambda: own.rows("select 1 from violations_trust where is_final"), seconds=60, what="the final trust")

    assert own.rows("select tier, state, end_source from attempts_attempt") == [("B", "submitted", "student")]
    kinds = {kind for (kind,) in own.rows("select kind from recordings_track where kind not like 'check%'")}
    assert kinds == {"camera"}
    assert own.rows("select 1 from recordings_gap where track = 'screen'") == []
    assert own.rows("select exam_started_seconds is null, exam_ended_seconds is null from attempts_attempt") == [(0, 0)]
    found = own.rows("select kind, end_seconds - start_seconds from violations_violation where kind = 'window_switch'")
    assert [kind for kind, _ in found] == ["window_switch"], found  # a finger on the bar is none
    assert found[0][1] == pytest.approx(left_seconds, abs=2.5)
    ((coverage,),) = own.rows("select coverage from violations_trust where is_final")
    assert coverage > 0.8


def prove(administrator: Page, context, own: Scene) -> None:
    """Try the exam on the administrator's phone, until the computer's page says that it is possible."""
    link = begin_try(administrator, own)
    page, exam = open_try(context, link)
    exam.locator("input[name=name]").wait_for()
    expect(administrator.locator("#phone-state.is-good")).to_have_count(0)
    enter(exam)
    page.wait_for_selector("#result-possible", state="visible")
    expect(administrator.locator("#phone-state.is-good")).to_be_visible(timeout=10_000)
    assert own.rows("select phones from exams_exam") == [("possible",)]
    tried = "select result, by_hand, loads >= 2, browser like '%Pixel 8%' from exams_phonetry"
    assert own.rows(tried) == [("possible", 0, 1, 1)]
    page.goto(link)
    expect(page.locator("form.choices")).to_have_count(0)


def check_bar(student: PhoneSitting) -> None:
    """A finger on the recorder's own bar does not leave the exam."""
    student.page.tap("#frame-help")
    expect(student.page.locator("#frame-back")).to_be_visible()
    student.page.wait_for_timeout(2500)
    student.page.tap("#frame-back")
    student.answer()


def check_back(student: PhoneSitting) -> None:
    """The back gesture takes neither the recorder's page nor the exam away."""
    question = student.frame.locator("h1").inner_text()
    address = student.page.url
    entries = student.page.evaluate("history.length")
    student.page.evaluate("addEventListener('popstate', () => (window.gone = (window.gone || 0) + 1))")
    for _ in range(entries):
        if student.page.evaluate("window.gone"):
            break
        student.page.evaluate("history.back()")
        student.page.wait_for_timeout(700)
    assert student.page.evaluate("window.gone") == 1
    assert student.page.url == address
    expect(student.page.locator("#trouble-back")).to_be_visible()
    student.page.tap("#trouble-back button")
    expect(student.frame.locator("h1")).to_have_text(question)


def look_elsewhere(student: PhoneSitting, seconds: float) -> float:
    """Have the browser's focus elsewhere for a while."""
    devtools = student.context.new_cdp_session(student.page)
    devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": False})
    other = student.context.new_page()
    other.bring_to_front()
    other.wait_for_timeout(seconds * 1000)
    student.page.bring_to_front()
    devtools.send("Emulation.setFocusEmulationEnabled", {"enabled": True})
    other.close()
    return seconds


@pytest.mark.browser
@pytest.mark.models
def test_testing_systems_that_do_not_work_in_a_frame(scene, browser):
    own = scene(**RULES)
    administrator = sign_in_administrator(browser(), own)
    context = phone(browser())

    move_exam(own, "127.0.0.1", "--no-frames")
    page, _ = open_try(context, begin_try(administrator, own))
    page.tap("#try-blank")  # asked after 20 s without an answer
    page.wait_for_selector("#result-refused", state="visible")
    assert own.rows("select phones from exams_exam") == [("not_possible",)]

    move_exam(own, "localhost", "--same-site", "lax")  # another site than 127.0.0.1
    page, exam = open_try(context, begin_try(administrator, own))
    enter(exam)
    page.tap("#try-again")  # asked some seconds after the next page
    page.wait_for_selector("#result-lost_cookies", state="visible")
    expect(exam.locator("input[name=answer]")).to_have_count(0)
    check_student_is_told(context, own)

    move_exam(own, "localhost", "--same-site", "partitioned")
    page, exam = open_try(context, begin_try(administrator, own))
    enter(exam)
    page.wait_for_selector("#result-possible", state="visible")
    results = [result for (result,) in own.rows("select result from exams_phonetry order by id")]
    assert results == ["refused", "lost_cookies", "possible"]


def move_exam(own: Scene, host: str, *options: str) -> None:
    """Give the exam a testing system of another kind, as an administrator enters another address."""
    port = free_port()
    program = [sys.executable, "-m", "demo.testing_system", "--port", str(port), "--oes", own.own.url]
    own.own.start_program(f"exam-{port}", [*program, "--code", CODE, *options])
    own.own.wait_for(f"exam-{port}", f"http://127.0.0.1:{port}/")
    own.own.run("shell", "-v", "0", "-c", MOVE.format(address=f"http://{host}:{port}/"))
    assert own.rows("select phones from exams_exam") == [("not_tried",)]


def check_student_is_told(context, own: Scene) -> None:
    """Before anything is recorded, and with a way to a seat."""
    page = context.new_page()
    sign_in(page, own.own.url, "aigerim", "student")
    page.goto(f"{own.own.url}/exams/{own.uuids['exam']}/")
    expect(page.locator("section[data-phone-only]")).to_be_visible()
    expect(page.locator("button[value=accept]")).to_be_hidden()
    assert page.locator(FRAME).count() == 0
    page.close()
