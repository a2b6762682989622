import pytest

from demo.session.running import NotEmpty, run
from demo.session.sizes import SMALL
from oes.exams.models import Exam

pytestmark = pytest.mark.django_db


def test_a_small_session_has_its_counts_and_no_fault():
    told = run(SMALL, password="x")
    assert told["faults"] == []
    assert (told["counts"]["exams"], told["counts"]["students"], told["counts"]["subjects"]) == (8, 40, 30)
    assert told["counts"]["open_states"] > 0
    with pytest.raises(NotEmpty):
        run(SMALL, password="x")


def test_a_clash_and_a_missing_exam_are_faults(monkeypatch):
    from demo.session import running

    planned = running.plan

    def spoiled(made, sizes):
        done = planned(made, sizes)
        first, second, third = Exam.objects.order_by("opens_at")[:3]
        Exam.objects.exclude(pk=third.pk).update(opens_at=first.opens_at, closes_at=first.closes_at)
        third.enrolments.all().delete()
        third.duties.all().delete()
        third.delete()
        return done

    monkeypatch.setattr(running, "plan", spoiled)
    faults = " ".join(run(SMALL, password="x")["faults"])
    assert "student_clashes is" in faults
    assert "exams is 7, not 8" in faults
