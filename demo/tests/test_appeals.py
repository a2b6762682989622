"""The demo's appeal: told, answered and filed through the services, once."""

from pathlib import Path

import pytest
from django.utils import timezone

from demo import appeals
from demo.appeals import SEATS, make_commission, seed_appeal
from demo.management.commands.demo import _sign_ins
from demo.people import SEATED, make_institution
from demo.staff import MEMBER, TAUGHT
from demo.term import make_term
from oes.appeals.conflict_queries import conflicts_of
from oes.appeals.models import Appeal, Commission, Release
from oes.exams.models import Exam
from oes.journal.models import Entry
from oes.lib import blobs
from oes.review.models import Answer
from tests.scenes import Seen, sit


@pytest.fixture
def institution(db, tmp_path: Path):
    made = make_institution(testing_system="http://127.0.0.1:8001", sign_ins=tmp_path / "sign-ins.json")
    make_commission(made, make_term(made))
    return made


@pytest.fixture
def judged(institution):
    finished = institution.finished
    sit(finished.student, finished.exam, minutes=6, seen=[Seen("second_person", 200, 210)])
    Exam.objects.filter(pk=finished.exam_id).update(closes_at=timezone.now())
    return institution


def test_the_commission_is_appointed_once(institution):
    commission = Commission.objects.get()
    assert make_commission(institution, commission.period) == commission
    assert commission.appointed_at
    assert blobs.size_of(commission.order_blob) > 1000
    assert commission.members.count() == len(SEATS)
    printed = _sign_ins(institution.passwords).splitlines()
    assert any(line.endswith(f"gulnur / {institution.passwords['gulnur']}") and "," in line for line in printed)


def test_the_appeal_is_filed_once_and_two_members_stand_aside(judged):
    appeal = seed_appeal(judged)
    entries = Entry.objects.count()
    assert seed_appeal(judged) == appeal
    assert Entry.objects.count() == entries
    assert (Release.objects.count(), Answer.objects.count(), appeal.lines.count()) == (1, 1, 2)
    users = {member.user.username: member.user for member in Commission.objects.get().members.select_related("user")}
    found = conflicts_of(appeal, users.values())
    tied = {login: [str(code) for code in found[user.pk]] for login, user in users.items() if found[user.pk]}
    assert tied == {TAUGHT: ["taught"], "gulnur": ["same_group"]}
    assert not found[users[MEMBER].pk]


def test_a_start_that_was_stopped_after_the_release_goes_on(judged, monkeypatch):
    def stopped(**_more):
        raise KeyboardInterrupt

    monkeypatch.setattr(appeals, "file_appeal", stopped)
    with pytest.raises(KeyboardInterrupt):
        seed_appeal(judged)
    monkeypatch.undo()
    assert seed_appeal(judged).student.user.username == SEATED[0]
    assert (Release.objects.count(), Appeal.objects.count()) == (1, 1)
