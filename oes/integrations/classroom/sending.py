"""The worker's stage that makes course work and sends marks. What is done is in the rows: it may die at any moment."""

import logging
import time
from collections import Counter
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils import timezone

from oes.integrations.classroom import google, services
from oes.integrations.classroom.models import Connection, CourseLink, SentMark
from oes.integrations.classroom.rules import grade_of, pause_after
from oes.written.marking.models import whole

log = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
"""Who takes a link moves its next try so far, and it comes back by itself where that worker dies."""
SLICE_SECONDS = 5.0
State = SentMark.State


def send_next() -> bool:
    """Do some seconds of work for one exam; return False when none waits."""
    link = _taken() if google.is_offered() else None
    if link is None:
        return False
    try:
        _work(link)
    except google.Away as away:
        pause = pause_after(link.tries)
        if pause is None:
            services.end(link=link, problem=str(away))
        else:
            services.put_off(link=link, until=timezone.now() + pause, problem=str(away))
    except google.Refused as refused:
        services.end(link=link, problem=str(refused))
    return True


def _taken() -> CourseLink | None:
    now = timezone.now()
    waiting = CourseLink.objects.filter(next_try_at__lte=now).order_by("next_try_at", "pk")
    for link in waiting.select_related("exam__organisation", "exam__written")[:5]:
        same = CourseLink.objects.filter(pk=link.pk, next_try_at=link.next_try_at)
        if same.update(next_try_at=now + LEASE, tries=F("tries") + 1):
            link.tries += 1
            return link
    return None


def _work(link: CourseLink) -> None:
    connection = Connection.objects.select_related("organisation").filter(organisation=link.exam.organisation).first()
    if connection is None:
        raise google.NoAccess("Google Classroom is not connected")
    api = google.Classroom(services.token_of(connection))
    if not link.work_id:
        services.note_made(link=link, work_id=_made_work(api, link))
    if not link.asked_by_id or link.ended_at or _sent(api, link):
        services.end(link=link)
    else:
        CourseLink.objects.filter(pk=link.pk).update(next_try_at=timezone.now(), tries=0)


def _made_work(api: google.Classroom, link: CourseLink) -> str:
    """Return the course work of an exam, made unless an earlier try has made it: our mark stands in its description."""
    mark = f"OES {link.exam.uuid}"
    for work in api.works(link.course_id):
        if work.get("associatedWithDeveloper") and mark in work.get("description", ""):
            return str(work["id"])
    most = float(whole(list(link.exam.written.criteria.all())))
    body = {
        "title": link.work_title, "description": mark, "workType": "ASSIGNMENT", "state": "PUBLISHED",
        "maxPoints": most,
    }  # fmt: skip
    return str(api.make_work(link.course_id, body)["id"])


def _sent(api: google.Classroom, link: CourseLink) -> bool:
    """Send marks for some seconds; return whether none is left."""
    until = time.monotonic() + SLICE_SECONDS
    known = _Known(api, link)
    waiting = link.marks.filter(state=State.WAITING).order_by("pk")
    for row in waiting.select_related("work__mark", "work__enrolment__student__user"):
        if time.monotonic() > until:
            return False
        _send_one(api, link, row, known)
        told = {"state": row.state, "grade": row.grade, "reason": row.reason, "at": timezone.now()}
        link.marks.filter(pk=row.pk).update(**told)
    return True


class _Known:
    """What Google has of a course work: whose submission, with which grade. `most`: its points."""

    def __init__(self, api: google.Classroom, link: CourseLink) -> None:
        self.most = Decimal(str(api.work(link.course_id, link.work_id).get("maxPoints") or 0))
        if self.most <= 0:
            raise google.Refused("the course work has no points")
        self.whole = whole(list(link.exam.written.criteria.all()))
        self.user_of = user_by_address(api.students(link.course_id))
        self.submission_of = {one["userId"]: one for one in api.submissions(link.course_id, link.work_id)}
        addresses = link.marks.values_list("work__enrolment__student__user__email", flat=True)
        self.here = Counter(address.casefold() for address in addresses)


def user_by_address(students: list[dict[str, Any]]) -> dict[str, str]:
    """Return the course's users by their addresses, in small letters."""
    told = ((one.get("profile", {}).get("emailAddress", ""), one["userId"]) for one in students)
    return {address.casefold(): user for address, user in told if address}


def _send_one(api: google.Classroom, link: CourseLink, row: SentMark, known: _Known) -> None:
    """Bring one mark to Google and note in `row` what came of it. Away and NoAccess leave it waiting."""
    address = row.work.enrolment.student.user.email.casefold()
    user = known.user_of.get(address)
    submission = known.submission_of.get(user) if user else None
    row.grade = grade_of(row.work.mark.points, whole=known.whole, most=known.most)
    if user is None:
        row.state = State.ABSENT
    elif known.here[address] > 1:
        row.state = State.SHARED
    elif submission is None:
        row.state = State.UNASSIGNED
    else:
        row.state, row.reason = State.SENT, ""
        if has_grade(submission, row.grade):
            return
        try:
            api.give_grade(link.course_id, link.work_id, submission["id"], float(row.grade))
        except google.NoAccess:
            raise
        except google.Refused as refused:
            row.state, row.reason = State.REFUSED, str(refused)[:500]


def has_grade(submission: dict[str, Any], grade: Decimal) -> bool:
    """Return whether Google has this final grade already."""
    told = submission.get("assignedGrade")
    return told is not None and Decimal(str(told)) == grade
