"""An appeal in real browsers, by keyboard: judged, told, answered, appealed, recused, voted, decided, and told anew."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bench.processes import Installation, installation
from oes.domain.violations import KINDS
from tests.journeys.conftest import PASSWORD, sign_in
from tests.journeys.keys import Keys

SEED = """
import json
from datetime import timedelta
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from conftest import make_student, make_user
from oes.accounts.models import Organisation, User
from oes.appeals.commission_services import OrderFile, add_member, appoint, save_commission
from oes.appeals.models import Commission
from oes.domain.policy import Policy
from oes.domain.quotas import Room
from oes.exams.models import Exam, ExamPeriod, Faculty, Format, StudyGroup, Subject, Teaching
from oes.exams.services import add_policy
from tests.scenes import Seen, sit
o = Organisation.objects.create(name="Тараз университеті", is_default=True)
add_policy(organisation=o, policy=Policy())
users = {login: make_user(o, login, role) for login, role in (
    ("reviewer", "reviewer"), ("registrar", "registrar"), ("secretary", "secretary"), ("chair", "teacher"),
    ("marat", "teacher"), ("olga", "teacher"))}
aigerim = make_student(o, "aigerim", "Нұрсұлтанқызы Айгерім", "ИС-21-1")
daniyar = make_student(o, "daniyar", "Ахметов Данияр Ерланұлы", "ВТ-20-3")
faculty = Faculty.objects.create(organisation=o, name="IT", mail="it@example.org")
StudyGroup.objects.update(faculty=faculty)
now = timezone.now()
period = ExamPeriod.objects.create(organisation=o, title="Winter", starts_on=now.date() - timedelta(days=3),
    ends_on=now.date() + timedelta(days=30))
subject = Subject.objects.create(organisation=o, period=period, code="A1", title="Алгебра")
Teaching.objects.create(subject=subject, teacher=users["marat"], study_group=aigerim.study_group)
exam = Exam.objects.create(organisation=o, period=period, subject=subject, faculty=faculty, title="Алгебра",
    planned_minutes=60, opens_at=now - timedelta(hours=3), closes_at=now - timedelta(hours=1))
attempt = sit(aigerim, exam, started_at=now - timedelta(hours=2), minutes=50,
    seen=[Seen("second_person", 1500, 1520), Seen("looked_away", 2400, 2420)])
commission = Commission(organisation=o, period=period, quorum=3, order_number="12-n", order_date=now.date())
rooms = [Room("chair", 1, 1), Room("secretary", 1, 1), Room("teacher", 1, 3), Room("student", 1, 3)]
order = OrderFile("order.pdf", b"%PDF-1.4\\n%%EOF\\n")
save_commission(commission=commission, rooms=rooms, order=order, by=users["registrar"])
for user, role, spare in ((users["chair"], "chair", False), (users["secretary"], "secretary", False),
    (users["marat"], "teacher", False), (users["olga"], "teacher", True), (daniyar.user, "student", False)):
    add_member(commission=commission, user=user, role=role, is_substitute=spare, by=users["registrar"])
appoint(commission=commission, by=users["registrar"])
User.objects.update(password=make_password({password!r}))
print(json.dumps(dict(attempt=str(attempt.uuid), student=str(aigerim.uuid), exam=str(exam.uuid))))
"""
ENTRANCE = {"aigerim": "student", "reviewer": "proctor", "registrar": "administration"}
NAMES = "select u.username from {table} p join appeals_commissionmember m on m.id = p.member_id join accounts_user u"
SEATS = NAMES.format(table="appeals_panelmember") + " on u.id = m.user_id where p.recused_at is {state} order by 1"
VERDICTS = "select honest, released_at is not null from review_verdict order by id"


class Case:
    """The installation, its rows, and a browser in which everybody has a profile of their own."""

    def __init__(self, own: Installation, browser: Browser, uuids: dict[str, str]) -> None:
        self.own, self.browser, self.uuids = own, browser, uuids
        self.known: dict[str, Keys] = {}

    def as_(self, login: str) -> Keys:
        """Return somebody at the keyboard, who signs in once."""
        if login not in self.known:
            page = self.browser.new_context(locale="en-GB").new_page()
            sign_in(page, self.own.url, login, ENTRANCE.get(login, "commission"))
            self.known[login] = Keys(page, self.own.url)
        return self.known[login]

    @property
    def appeal(self) -> str:
        """Return where the pages of the appeal begin."""
        ((key,),) = self.own.rows("select uuid from appeals_appeal")
        return f"/appeals/{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"

    def state(self) -> str:
        return self.own.rows("select state from appeals_appeal")[0][0]


@pytest.fixture
def case(tmp_path: Path, browser) -> Iterator[Case]:
    with installation(tmp_path, models=tmp_path) as own:
        told = own.run("shell", "-v", "0", "-c", SEED.replace("{password!r}", repr(PASSWORD)))
        own.serve()
        yield Case(own, browser(), json.loads(told.strip().splitlines()[-1]))


@pytest.mark.browser
def test_an_appeal_from_the_verdict_to_another_one(case):
    judge(case)
    release(case)
    answer_and_appeal(case)
    accept(case)
    bring_together(case)
    keep_out_who_is_tied(case)
    state_and_vote(case)
    decide(case)
    draw_up(case)
    read_the_other_verdict(case)


def judge(case: Case) -> None:
    """A reviewer says that it was not honest; the student sees nothing of it."""
    reviewer = case.as_("reviewer")
    reviewer.open(f"/students/{case.uuids['student']}/")
    reviewer.press("Not honest")
    reviewer.write("Reason", "A second person.")
    reviewer.go_to(reviewer.page.locator("dialog[open] button.is-main"))
    reviewer.page.keyboard.press("Enter")
    expect(reviewer.page.get_by_text("not shown to the student").first).to_be_attached()
    assert case.as_("aigerim").refused(f"/my-results/{case.uuids['attempt']}/") == 404


def release(case: Case) -> None:
    registrar = case.as_("registrar")
    registrar.open("/verdicts-to-release/")
    registrar.go_to(registrar.page.get_by_role("link", name="What is told"))
    registrar.page.keyboard.press("Enter")
    registrar.page.wait_for_url("**/verdicts/*/release/**")
    registrar.check()
    registrar.press("Release to the student")
    registrar.page.wait_for_url(lambda address: "/verdicts/" not in address)
    assert case.own.rows(VERDICTS) == [(0, 1)]


def answer_and_appeal(case: Case) -> None:
    """The student reads what it rests on, answers one event, and contests it with the verdict."""
    student = case.as_("aigerim")
    student.open(f"/my-results/{case.uuids['attempt']}/")
    expect(student.page.locator("main")).to_contain_text("not passed honestly")
    expect(student.page.locator("main")).to_contain_text("A second person.")
    student.go_to(student.page.locator("li.is-event summary").first)
    student.page.keyboard.press("Enter")
    student.write("What happened here?", "My brother came in and left.")
    student.press("Send")
    expect(student.page.locator(".said").last).to_contain_text("My brother")
    student.press("File an appeal", "link")
    student.page.wait_for_url("**/my-appeals/new/**")
    student.check()
    for label, text in (("Course", "3"), ("Speciality", "6B06101"), ("Telephone", "+7 700 000 00 00")):
        student.write(label, text)
    student.tick(student.page.get_by_label("violation found by proctoring"))
    for contested in ("Verdict: not honest", KINDS["second_person"].label):
        student.tick(student.page.locator("#lines").get_by_role("checkbox", name=contested))
    student.write("Statement: what happened", "I wrote everything myself.")
    student.press("Send the appeal")
    student.page.wait_for_url(lambda address: "/new/" not in address)
    student.check()
    assert case.state() == "filed"
    assert case.own.rows("select count(*) from appeals_appealline") == [(2,)]


def accept(case: Case) -> None:
    secretary = case.as_("secretary")
    secretary.open("/appeals/queue/")
    secretary.press("Нұрсұлтанқызы Айгерім", "link")
    secretary.page.wait_for_url("**/office/")
    secretary.check()
    secretary.choose(secretary.page.locator("fieldset", has_text="Decision"), "accept it: the commission")
    secretary.press("Decide")
    expect(secretary.page.locator("dd").first).to_contain_text("accepted")
    assert case.state() == "accepted"


def bring_together(case: Case) -> None:
    """Who taught the student stands aside, and the substitute sits in the place."""
    secretary = case.as_("secretary")
    secretary.open(f"{case.appeal}/deciding/")
    if not case.own.rows("select 1 from appeals_panelmember"):
        secretary.press("Bring the panel together")
        expect(secretary.page.locator(".seats-list")).to_contain_text("olga")
    secretary.check()
    assert case.own.rows(SEATS.format(state="not null")) == [("marat",)]
    assert ("olga",) in case.own.rows(SEATS.format(state="null"))


def keep_out_who_is_tied(case: Case) -> None:
    """The member with a conflict opens nothing of the case; the journal keeps the attempt to."""
    marat = case.as_("marat")
    assert {marat.refused(f"{case.appeal}/{page}/") for page in ("case", "deciding")} <= {403, 404}
    assert case.own.rows("select count(*) > 0 from journal_entry where action = 'appeal_case_refused'") == [(1,)]


def state_and_vote(case: Case) -> None:
    """A member reads the case and states an opinion, the chair opens the vote, and everybody votes."""
    olga, chair = case.as_("olga"), case.as_("chair")
    olga.open(f"{case.appeal}/case/")
    olga.open(f"{case.appeal}/deciding/")
    olga.write("Your statement", "The brother is seen for ten seconds.")
    olga.press("Keep my statement")
    expect(olga.page.locator("article")).to_contain_text("ten seconds")
    chair.open(f"{case.appeal}/deciding/")
    chair.press("Open the vote")
    expect(chair.page.locator(".seats-list")).to_contain_text("has not voted yet")
    assert case.state() == "voting"
    for login in ("olga", "daniyar", "chair"):
        voter = case.as_(login)
        voter.open(f"{case.appeal}/deciding/")
        for line in voter.page.locator("form[action$='/vote/'] fieldset").all():
            change = line.get_by_role("radio", name="the verdict is changed")
            voter.choose(line, "the verdict is changed" if change.count() else "no violation")
        voter.press("Vote")
        expect(voter.page.get_by_text("Your vote is counted.")).to_be_visible()
        voter.check()


def decide(case: Case) -> None:
    chair = case.as_("chair")
    chair.open(f"{case.appeal}/deciding/")
    for reason in chair.page.locator("form[action$='/decision/'] textarea").all():
        chair.go_to(reason)
        chair.page.keyboard.insert_text("The recording shows no help.")
    chair.press("Decide")
    expect(chair.page.locator("main")).to_contain_text("The recording shows no help.")
    assert case.state() == "decided"
    assert case.own.rows(VERDICTS) == [(0, 1), (1, 1)]


def draw_up(case: Case) -> None:
    secretary = case.as_("secretary")
    secretary.open(f"{case.appeal}/protocol/")
    secretary.press("Draw up the protocol")
    expect(secretary.page.get_by_role("link", name="(PDF)").first).to_be_visible(timeout=20_000)
    secretary.check()
    assert case.state() == "closed"
    assert case.own.rows("select count(*) from appeals_protocol") == [(3,)]
    assert case.own.rows("select 1 from journal_entry where action = 'protocol_drawn_up'")


def read_the_other_verdict(case: Case) -> None:
    student = case.as_("aigerim")
    student.open(f"/my-results/{case.uuids['attempt']}/")
    expect(student.page.locator("main")).to_contain_text("You passed this exam honestly.")
    student.open(f"/my-{case.appeal[1:]}/")
    expect(student.page.locator("main")).to_contain_text("The recording shows no help.")
