"""Two hundred students ask for fifty seats at once, of a real server with its SQLite."""

import http.client
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode

import pytest

from bench.processes import Installation, installation

STUDENTS, SEATS = 200, 50
CSRF = "c" * 32
SEED = f"""
import json
from datetime import time, timedelta
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone
from oes.accounts.models import Organisation, Role, RoleGrant, User
from oes.domain.seats import Hours
from oes.exams.models import Enrolment, Exam, Place, Student, StudyGroup
from oes.exams.seat_services import save_place

org = Organisation.objects.get_or_create(is_default=True, defaults={{"name": "Taraz University"}})[0]
admin = User.objects.create(organisation=org, username="keeper")
noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0) + timedelta(days=1)
exam = Exam.objects.create(organisation=org, title="Physics", opens_at=noon, closes_at=noon + timedelta(hours=1))
week = [Hours(day, time(0), time(23, 59)) for day in range(7)]
place = save_place(place=Place(organisation=org, name="Hall", kind="cameras"), hours=week, seats={SEATS}, by=admin)
group = StudyGroup.objects.create(organisation=org, code="A-1")
sessions = []
for n in range({STUDENTS}):
    user = User(organisation=org, username=f"s{{n}}")
    user.set_unusable_password()
    user.save()
    RoleGrant.objects.create(user=user, role=Role.STUDENT)
    student = Student.objects.create(
        organisation=org, user=user, full_name=f"Student {{n}}", study_group=group, record_book_number=str(n)
    )
    Enrolment.objects.create(exam=exam, student=student)
    store = SessionStore()
    store["_auth_user_id"] = str(user.pk)
    store["_auth_user_backend"] = "oes.accounts.backends.OrganisationBackend"
    store["_auth_user_hash"] = user.get_session_auth_hash()
    store.save()
    sessions.append(store.session_key)
print(json.dumps([str(exam.uuid), str(place.uuid), noon.isoformat(), sessions]))
"""


@pytest.fixture
def own(tmp_path):
    with installation(tmp_path, models=tmp_path) as made:
        yield made


def test_two_hundred_bookings_of_fifty_seats_give_exactly_fifty(own: Installation):
    exam, place, noon, sessions = json.loads(own.run("shell", "--verbosity", "0", "-c", SEED))
    own.serve()
    body = urlencode({"place": place, "start": noon, "csrfmiddlewaretoken": CSRF})
    all_there = threading.Barrier(STUDENTS)

    def book(session: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", own.port, timeout=90)
        all_there.wait(60)
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        }
        connection.request("POST", f"/help/seats/{exam}/", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    with ThreadPoolExecutor(STUDENTS) as pool:
        statuses = list(pool.map(book, sessions))
    assert (statuses.count(302), statuses.count(200)) == (SEATS, STUDENTS - SEATS), set(statuses)
    booked = own.rows("SELECT seat_id, enrolment_id FROM exams_seatbooking WHERE cancelled_at IS NULL")
    assert len(booked) == len({seat for seat, _ in booked}) == len({student for _, student in booked}) == SEATS
