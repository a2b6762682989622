"""Whose account is closed leaves no open work behind, where others may take it."""

from uuid import uuid4

import pytest

from conftest import make_user
from oes.exams.staffing import close_account
from oes.notices.models import Notice
from oes.portal import problem_services as problems
from oes.portal.models import Problem
from oes.written.marking.models import Marking
from oes.written.tests.marking_scene import make_scene


@pytest.fixture
def scene(organisation, registrar):
    made = make_scene(organisation, registrar)
    made.give_out()
    return made


def waiting_for(user):
    return Marking.objects.filter(marker=user, finished_at=None).count()


def test_unmarked_works_go_to_another_of_the_same_side(scene):
    algebra, other, physics = scene.markers
    mine = waiting_for(algebra)
    assert mine
    _ended, handed = close_account(user=algebra, by=scene.head)
    assert (handed.on, handed.left, waiting_for(algebra)) == (mine, 0, 0)
    assert waiting_for(other) == 2
    _ended, handed = close_account(user=physics, by=scene.head)
    assert (handed.on, handed.left, waiting_for(physics)) == (0, 2, 2)  # of another department there is nobody


def test_a_finished_marking_stays(scene):
    first = scene.mark(scene.works[0], 1, 10)
    close_account(user=first.marker, by=scene.head)
    assert Marking.objects.get(pk=first.pk).marker == first.marker


def test_problems_go_back_to_the_helpdesk(organisation, admin, aigerim):
    leaver, stays = (make_user(organisation, name, "helpdesk") for name in ("leaver", "stays"))
    taken, asked = (
        problems.report_problem(uuid=uuid4(), student=aigerim, kind="other", text="It is dark") for _ in range(2)
    )
    problems.take(problem=taken, by=leaver)
    problems.ask(problem=asked, text="Which browser?", by=leaver)
    Notice.objects.all().delete()
    _ended, handed = close_account(user=leaver, by=admin)
    row = Problem.objects.get(pk=taken.pk)
    assert (handed.on, row.state, row.taken_by) == (1, "new", None)
    assert Notice.objects.get().user == stays
    problems.reply(problem=asked, text="Firefox")
    row = Problem.objects.get(pk=asked.pk)
    assert (row.state, row.taken_by) == ("new", None)


def test_the_page_says_what_became_of_it(scene, signed_in):
    client, (algebra, _other, physics) = signed_in(scene.head), scene.markers
    client.cookies["django_language"] = "en"
    closed = [client.post(f"/manage/staff/{user.uuid}/close/", follow=True) for user in (algebra, physics)]
    assert "2 works still wait" in closed[1].content.decode()
    assert "went to others" in closed[0].content.decode()
