"""The queues of the helpdesk and the dean's office, and the places, as files."""

from datetime import time
from uuid import uuid4

from django.urls import reverse

from oes.domain.seats import Hours
from oes.exams.models import Place
from oes.exams.seat_services import save_place
from oes.portal import problem_services
from oes.portal.tests.test_applications import dean, faculty, send, subject

__all__ = ["dean", "faculty", "subject"]


def lines(client, name, **told):
    answer = client.get(reverse(name), {"export": "csv", **told})
    return [line.split(";") for line in answer.content.decode("utf-8-sig").split("\r\n")[:-1]]


def test_the_office_saves_its_own_queue_only(signed_in, aigerim, subject, dean, organisation):
    send(aigerim, subject)
    header, line = lines(signed_in(dean), "portal:applications")
    assert len(header) == len(line) == 8
    assert line[2] == aigerim.full_name
    assert lines(signed_in(dean), "portal:applications", view="decided") == [header]


def test_the_helpdesk_saves_its_queue_and_the_places(signed_in, admin, attempt, aigerim, organisation):
    told = {"student": aigerim, "attempt": attempt, "kind": "camera", "text": "It went dark."}
    problem_services.report_problem(uuid=uuid4(), **told)
    header, line = lines(signed_in(admin), "portal:problems")
    assert len(header) == len(line) == 7
    assert line[4] == attempt.enrolment.exam.title
    place = Place(organisation=organisation, name="=Class", kind="computers")
    save_place(place=place, seats=4, hours=[Hours(0, time(9), time(18))], by=admin)
    _header, line = lines(signed_in(admin), "portal:places")
    assert line[0] == "'=Class"
    assert line[2:] == ["4", "4"]
