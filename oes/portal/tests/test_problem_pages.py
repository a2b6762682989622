"""The pages of technical problems."""

from uuid import uuid4

import pytest
from django.urls import reverse

from conftest import make_user
from oes.portal import problem_services as services
from oes.portal.models import Problem

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def technician(organisation):
    return make_user(organisation, "technician", "helpdesk")


@pytest.fixture
def problem(attempt, aigerim):
    return services.report_problem(uuid=uuid4(), student=aigerim, attempt=attempt, kind="camera", text="It went dark.")


def form(**values):
    return {"uuid": str(uuid4()), "kind": "camera", "text": "It went dark."} | values


def test_the_recorders_link_fills_the_form(signed_in, aigerim, attempt):
    client = signed_in(aigerim)
    url = f"{reverse('portal:problem_new')}?attempt={attempt.uuid}&sentence=camera_in_use"
    page = client.get(url).content.decode()
    assert "Another program is using the camera" in page and 'value="camera" selected' in page
    client.post(url, form(attempt=str(attempt.uuid), sentence="camera_in_use", text=""))
    row = Problem.objects.get()
    assert (row.attempt, row.sentence, row.account["state"]) == (attempt, "camera_in_use", "started")


def test_the_attempt_of_somebody_else_is_left_out(signed_in, daniyar, attempt):
    signed_in(daniyar).post(reverse("portal:problem_new"), form(attempt=str(attempt.uuid)))
    assert Problem.objects.get().attempt is None


@pytest.mark.parametrize("wrong", [{"kind": "x"}, {"text": ""}, {"uuid": "x"}, {"exam": "x"}, {"attempt": "x"}])
def test_what_is_wrong_is_said_and_what_was_typed_stays(signed_in, aigerim, enrolment, wrong):
    told = form(text="Nothing but noise") | wrong
    answer = signed_in(aigerim).post(reverse("portal:problem_new"), told)
    assert answer.status_code == 200 and not Problem.objects.exists()
    assert told["text"] in answer.content.decode()


def test_strange_links_do_no_harm(signed_in, aigerim):
    address = reverse("portal:problem_new")
    for query in ("?attempt=%00&sentence=%F0%9F%92%A5", "?sentence=" + "x" * 500, "?exam=1"):
        assert signed_in(aigerim).get(address + query).status_code == 200


def test_student_and_helpdesk_talk(signed_in, aigerim, technician, problem):
    student, staff = signed_in(aigerim), signed_in(technician)
    move, own = reverse("portal:problem_move", args=[problem.uuid]), reverse("portal:own_problem", args=[problem.uuid])
    staff.post(move, {"act": "take"})
    staff.post(move, {"act": "ask", "text": "Which camera?"})
    assert "Which camera?" in student.get(own).content.decode()
    student.post(own, {"text": "The built-in one"})
    page = staff.get(reverse("portal:problem", args=[problem.uuid])).content.decode()
    assert "The built-in one" in page and "The recording at that moment" in page
    staff.post(move, {"act": "answer", "text": "Close the other program."})
    assert "It is not solved" in student.get(own).content.decode()
    assert Problem.objects.get().state == "answered"


def test_an_answer_that_came_too_late_is_kept_on_the_page(signed_in, technician, admin, problem):
    services.answer(problem=problem, text="Done.", by=admin)
    move = reverse("portal:problem_move", args=[problem.uuid])
    page = signed_in(technician).post(move, {"act": "answer", "text": "My long answer"}).content.decode()
    assert "Somebody was quicker" in page and "My long answer" in page
    assert problem.messages.count() == 2


def test_an_empty_answer_is_refused(signed_in, technician, problem):
    answer = signed_in(technician).post(reverse("portal:problem_move", args=[problem.uuid]), {"act": "answer"})
    assert answer.status_code == 200 and Problem.objects.get().state == "new"


def test_nobody_reads_anothers_problem(signed_in, daniyar, outsider, problem):
    assert signed_in(daniyar).get(reverse("portal:own_problem", args=[problem.uuid])).status_code == 404
    assert signed_in(outsider).get(reverse("portal:problem", args=[problem.uuid])).status_code == 403


def test_the_queue_asks_a_fixed_number_of_queries(signed_in, aigerim, daniyar, technician, django_assert_num_queries):
    for student in (aigerim, daniyar) * 3:
        services.report_problem(uuid=uuid4(), student=student, kind="other", text="?")
    client = signed_in(technician)
    with django_assert_num_queries(7):
        page = client.get(reverse("portal:problems")).content.decode()
    assert aigerim.full_name in page and daniyar.full_name in page


@pytest.mark.parametrize("view", ["open", "mine", "waiting", "answered", "all", "?"])
def test_every_view_opens(signed_in, technician, problem, view):
    page = signed_in(technician).get(reverse("portal:problems"), {"view": view}).content.decode()
    assert (problem.student.full_name in page) == (view in ("open", "all", "?"))


def test_the_problems_of_one_attempt(signed_in, technician, problem):
    client, url = signed_in(technician), reverse("portal:problems")
    shown = client.get(url, {"attempt": str(problem.attempt.uuid)}).content.decode()
    other = client.get(url, {"attempt": str(uuid4())}).content.decode()
    assert problem.student.full_name in shown and problem.student.full_name not in other
