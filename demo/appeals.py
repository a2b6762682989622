"""The demo's appeal: an appointed commission, a verdict that was told, an answer, and an appeal that waits.

Every part finds out whether it is there already, so that a demo that was stopped half-way goes on at its next start.
"""

from pathlib import Path
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from demo.attempt import until
from demo.people import OTHERS, VISITOR, Institution
from demo.staff import CHAIR, MEMBER, REGISTRAR, SECRETARY, SUBSTITUTE, TAUGHT
from oes.accounts.models import User
from oes.appeals.commission_services import OrderFile, add_member, appoint, save_commission
from oes.appeals.filing import Contested, Words, file_appeal
from oes.appeals.filing_basis import basis_of
from oes.appeals.models import Appeal, Commission, LineKind, MemberRole, Release, Topic
from oes.appeals.release_facts import deadlines_of, prepared, with_facts
from oes.appeals.releasing import release_verdict
from oes.domain.carrying import Event
from oes.domain.quotas import DEFAULT
from oes.domain.spans import Span
from oes.exams.models import ExamPeriod
from oes.reports.typesetting import typeset
from oes.review.models import Verdict
from oes.review.services import give_answer, record_verdict

JOIN_SECONDS = 90
ORDER_NUMBER = "1-демо"
SEATS = (
    (CHAIR, MemberRole.CHAIR, False),
    (SECRETARY, MemberRole.SECRETARY, False),
    (TAUGHT, MemberRole.TEACHER, False),
    (MEMBER, MemberRole.TEACHER, False),
    (SUBSTITUTE, MemberRole.TEACHER, True),
    (OTHERS[0][0], MemberRole.STUDENT, False),  # of the same group as who appeals: stands aside
    (VISITOR[0], MemberRole.STUDENT, False),
    (OTHERS[1][0], MemberRole.STUDENT, False),
    (OTHERS[2][0], MemberRole.STUDENT, True),
)
"""Who sits in the commission, as what, and whether as a substitute."""
REASON = "Жазбада екінші адам көрінеді."
ANSWER = "Бөлмеге інім кіріп шықты, көмектескен жоқ."
STATEMENT = "Мен емтиханды өзім тапсырдым. Бөлмеге інім кіріп, бірден шығып кетті. Жазбаны қайта қарауды сұраймын."


@transaction.atomic
def make_commission(institution: Institution, period: ExamPeriod) -> Commission:
    """Appoint the period's commission, or return the one there is."""
    organisation = institution.administrator.organisation
    if known := Commission.objects.filter(period=period).first():
        return known
    people = {user.username: user for user in User.objects.filter(organisation=organisation)}
    registrar = people[REGISTRAR]
    row = Commission(
        organisation=organisation, period=period, quorum=4, order_number=ORDER_NUMBER, order_date=timezone.localdate()
    )
    order = OrderFile("order.pdf", _order(row, people))
    save_commission(commission=row, rooms=DEFAULT, order=order, by=registrar)
    for login, role, is_substitute in SEATS:
        add_member(commission=row, user=people[login], role=role, is_substitute=is_substitute, by=registrar)
    return appoint(commission=row, by=registrar)


def _order(row: Commission, people: dict[str, User]) -> bytes:
    members = [[people[login].shown_name, str(MemberRole(role).label)] for login, role, _ in SEATS]
    data = {
        "organisation": row.organisation.name, "number": row.order_number, "members": members,
        "date": f"{row.order_date:%d.%m.%Y}", "title": "Апелляциялық комиссия құру туралы бұйрық",
    }  # fmt: skip
    return typeset(str(Path(__file__).with_name("typst") / "order.typ"), lambda _folder: data, timezone.now())


def seed_appeal(institution: Institution) -> Appeal:
    """Judge the finished attempt, tell the student, let them answer one event and appeal. A worker runs meanwhile.

    Raises TimeoutError where the recording is not put together in time.
    """
    enrolment = institution.finished
    if known := Appeal.objects.filter(student=enrolment.student, exam=enrolment.exam).first():
        return known
    release = Release.objects.filter(verdict__attempt__enrolment=enrolment).first() or _released(institution)
    attempt, student = release.verdict.attempt, enrolment.student
    seen = attempt.violations.filter(kind="second_person").first() or attempt.violations.first()
    if seen:
        give_answer(violation=seen, text=ANSWER, by=student.user)
    words = Words(3, "6B06102 Ақпараттық жүйелер", "", "+7 700 000-00-00", STATEMENT, (Topic.VIOLATION.value,))
    basis = basis_of(student, enrolment.exam.uuid, timezone.now())
    return file_appeal(uuid=uuid4(), basis=basis, words=words, lines=_lines(release))


def _released(institution: Institution) -> Release:
    """Judge the attempt as a reviewer does and tell the verdict, once its recording is put together."""
    attempt = institution.finished.attempts.order_by("attempt_number").get()
    verdict = record_verdict(attempt=attempt, honest=False, reason=REASON, by=institution.administrator)

    def ready() -> bool:
        deadlines = deadlines_of(institution.administrator.organisation, timezone.now())
        rows = prepared(list(with_facts(Verdict.objects.filter(pk=verdict.pk))), deadlines)
        return [row.code for row in rows] == [""]

    until(ready, JOIN_SECONDS)
    return release_verdict(verdict=verdict, by=User.objects.get(username=REGISTRAR))


def _lines(release: Release) -> list[Contested]:
    """Contest the verdict and the heaviest event that was told."""
    told = sorted(release.told["events"], key=lambda one: -one["deduction"])[:1]
    events = [
        Contested(
            LineKind.EVENT.value, ANSWER,
            Event(one["kind"], Span(one["start_seconds"], one["end_seconds"]), one["detail"]), one["deduction"],
        )
        for one in told
    ]  # fmt: skip
    return [Contested(LineKind.VERDICT.value, "Мен адал тапсырдым."), *events]
