"""A written exam in real browsers: written with the network gone in the middle, marked blind, released, opened."""

import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from bench.processes import Installation, installation
from tests.journeys.conftest import PASSWORD, sign_in, until

SEED = """
import json
from datetime import timedelta
from django.utils import timezone
from conftest import make_student, make_user
from oes.accounts.models import Organisation, User
from oes.exams.models import Department, Enrolment, Exam, Faculty, Format, TeacherProfile
from oes.written.models import Task, WrittenExam
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
make_user(o, "registrar", "registrar")
faculty = Faculty.objects.create(organisation=o, name="Science")
for login, name in (("beka", "Algebra"), ("saule", "Geometry"), ("olga", "Physics")):
    department = Department.objects.create(organisation=o, faculty=faculty, name=name)
    TeacherProfile.objects.create(user=make_user(o, login, "teacher"), department=department)
students = [make_student(o, "aigerim", "Нұрсұлтанқызы Айгерім", "ИС-21-1"),
            make_student(o, "daniyar", "Ахметов Данияр Ерланұлы", "ИС-21-1")]
for user in User.objects.all():
    user.set_password({password!r})
    user.save()
now = timezone.now()
exam = Exam.objects.create(organisation=o, title="Алгебра", format=Format.WRITTEN, planned_minutes=20,
    opens_at=now - timedelta(minutes=1), closes_at=now + timedelta(minutes=20))
Task.objects.create(written=WrittenExam.objects.create(exam=exam), text="x + 1 = 3")
for student in students:
    Enrolment.objects.create(exam=exam, student=student)
print(json.dumps(str(exam.uuid)))
"""
MARKINGS = """
select u.username, m.uuid from written_marking m join accounts_user u on u.id = m.marker_id
join written_work w on w.id = m.work_id join exams_enrolment e on e.id = w.enrolment_id
join exams_student s on s.id = e.student_id join accounts_user su on su.id = s.user_id
where su.username = '{login}' order by m.turn
"""
SAVED = "Everything is saved."


class Exam:
    """The installation, its exam, and a browser in which everybody has a profile of their own."""

    def __init__(self, own: Installation, browser: Browser, uuid: str) -> None:
        self.own, self.browser, self.uuid = own, browser, uuid

    def as_(self, login: str, system: str) -> Page:
        page = self.browser.new_context(locale="en-GB").new_page()
        sign_in(page, self.own.url, login, system)
        return page

    def open(self, page: Page, path: str) -> Page:
        page.goto(self.own.url + path)
        return page

    def markings(self, login: str) -> list[tuple[str, UUID]]:
        return [(marker, UUID(key)) for marker, key in self.own.rows(MARKINGS.format(login=login))]


@pytest.fixture
def exam(tmp_path: Path, browser) -> Iterator[Exam]:
    with installation(tmp_path, models=tmp_path) as own:
        told = own.run("shell", "-v", "0", "-c", SEED.replace("{password!r}", repr(PASSWORD)))
        own.serve()
        yield Exam(own, browser(), json.loads(told.strip().splitlines()[-1]))


@pytest.mark.browser
def test_a_written_exam_from_the_first_word_to_open_works(exam, tmp_path):
    registrar = exam.as_("registrar", "administration")
    prepare(exam, registrar)
    write_through_a_lost_network(exam, tmp_path)
    daniyar = take(exam, "daniyar")
    daniyar.fill("#text", "x = 2")
    hand_in(daniyar)
    give_out(exam, registrar)
    mark_blind(exam)
    release(exam, registrar)
    read_open_works(exam, daniyar)


def prepare(exam: Exam, page: Page) -> None:
    """The registrar writes two criteria and chooses three markers."""
    exam.open(page, f"/written/{exam.uuid}/criteria/")
    for line, (title, points) in enumerate([("Solution", "12"), ("Proof", "8")]):
        page.fill(f"#id_criteria-{line}-title", title)
        page.fill(f"#id_criteria-{line}-points", points)
    page.check("#id_opens_works")
    page.click("form:has(#id_criteria-0-title) button.is-main")
    options = page.locator("select[name=user] option")
    page.select_option("select[name=user]", [option.get_attribute("value") for option in options.all()])
    page.click("form:has(select[name=user]) button")
    expect(page.locator(".who-found")).to_have_count(3)


def take(exam: Exam, login: str) -> Page:
    page = exam.as_(login, "student")
    exam.open(page, f"/written/{exam.uuid}/")
    page.click(f"form[action='/written/{exam.uuid}/take'] button")
    expect(page.locator("main")).to_contain_text("x + 1 = 3")
    return page


def write_through_a_lost_network(exam: Exam, tmp_path: Path) -> None:
    """Words written without a network outlive even the page, and arrive when it is back."""
    page = take(exam, "aigerim")
    page.fill("#text", "First line.")
    until(lambda: texts(exam) == ["First line."], seconds=20, what="the first saving")
    page.context.set_offline(True)
    page.fill("#text", "First line.\nWritten without a network.")
    expect(page.locator("#saved")).not_to_have_text(SAVED)
    page.wait_for_timeout(4_000)  # long enough for a try that fails
    assert texts(exam) == ["First line."]
    page.close(run_before_unload=False)
    context = page.context
    context.set_offline(False)
    page = exam.open(context.new_page(), f"/written/{exam.uuid}/")
    expect(page.locator("#text")).to_have_value("First line.\nWritten without a network.")
    until(lambda: texts(exam) == ["First line.\nWritten without a network."], seconds=20, what="the text")
    photo = tmp_path / "page.jpg"
    Image.new("RGB", (900, 1200), "#f4f1e8").save(photo)
    page.set_input_files("#add-photo", photo)
    expect(page.locator("#pages li")).to_have_count(1)
    until(lambda: exam.own.rows("select 1 from written_piece"), seconds=20, what="the photo")
    page.wait_for_timeout(1_000)  # until the page has heard of it
    hand_in(page)
    assert exam.own.rows("select state from written_work") == [("handed_in",)]


def texts(exam: Exam) -> list[str]:
    return [text for (text,) in exam.own.rows("select text from written_work")]


def hand_in(page: Page) -> None:
    page.click("#hand-in")
    page.click("#sure-yes")
    page.wait_for_url("**/receipt/", timeout=20_000)


def give_out(exam: Exam, page: Page) -> None:
    exam.open(page, f"/written/{exam.uuid}/criteria/")
    page.click("form[action$='/give-out/'] button")
    expect(page.locator("#works")).to_contain_text("2")


def mark_blind(exam: Exam) -> None:
    """Two marks of one work are far apart: the third marker, who has seen neither, decides it."""
    (first, one), (second, two) = exam.markings("aigerim")
    page = exam.as_(first, "teacher")
    exam.open(page, f"/markings/{one}/")
    expect(page.locator("main")).not_to_contain_text("Нұрсұлтанқызы")
    page.locator(".page-picture img").click(position={"x": 40, "y": 60})
    page.locator(".sheet:has(.page-picture) textarea[name=text]").fill("Where from?")
    page.locator(".sheet:has(.page-picture) .remark-form button").click()
    expect(page.locator(".page-picture .pin")).to_have_text("1")
    give(page, "11.75", "7")
    page = exam.as_(second, "teacher")
    exam.open(page, f"/markings/{two}/")
    for hidden in ("11.75", "18.75", "Where from?", "Нұрсұлтанқызы"):
        expect(page.locator("main")).not_to_contain_text(hidden)
    give(page, "4", "2")
    marker, three = exam.markings("aigerim")[2]
    assert marker not in (first, second)
    page = exam.as_(marker, "teacher")
    exam.open(page, f"/markings/{three}/")
    for hidden in ("18.75", "Where from?"):
        expect(page.locator("main")).not_to_contain_text(hidden)
    give(page, "11", "7")
    for (marker, key), proof in zip(exam.markings("daniyar"), ("5", "6"), strict=True):
        page = exam.as_(marker, "teacher")
        give(exam.open(page, f"/markings/{key}/"), "10", proof)
    marks = exam.own.rows("select points, basis from written_finalmark order by points desc")
    assert [(float(points), basis) for points, basis in marks] == [(18.38, "closest"), (15.5, "mean")]


def give(page: Page, *points: str) -> None:
    for field, value in zip(page.locator("input[name^=points-]").all(), points, strict=True):
        field.fill(value)
    page.click("button[name=finish]")
    expect(page.locator(".note.is-success")).to_be_visible()


def release(exam: Exam, page: Page) -> None:
    exam.open(page, f"/written/{exam.uuid}/board/")
    expect(page.locator("main")).to_contain_text("18.38")
    page.click("form[action$='/release/'] button")
    expect(page.locator("main")).to_contain_text("Нұрсұлтанқызы")
    page.click("form[action$='/open/'] button")
    told = exam.own.rows("select count(*) from notices_notice where kind = 'mark_released'")
    assert told == [(2,)]


def read_open_works(exam: Exam, page: Page) -> None:
    """A fellow student reads the work with its comments, and never the name."""
    exam.open(page, f"/my-marks/{exam.uuid}/")
    expect(page.locator(".my-sum b")).to_have_text("15.5")
    page.click(f"a[href='/fellow-works/{exam.uuid}/']")
    page.click(".fellow-list li:has-text('18.38') a")
    expect(page.locator("main")).to_contain_text("Written without a network.")
    expect(page.locator(".remarks")).to_contain_text("Where from?")
    assert page.locator(".page-picture img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    expect(page.locator("body")).not_to_contain_text("Нұрсұлтанқызы")
