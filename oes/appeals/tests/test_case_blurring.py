"""What the worker makes for student members: only what is needed, once, and not for ever."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from oes.analysis.facts import BrokeReader
from oes.analysis.media import probe
from oes.appeals.case_blurring import FORGOTTEN_AFTER, LEASE, MOST_TRIES, blur_next, forget_next
from oes.appeals.models import Appeal, Blurred, CommissionMember
from oes.appeals.tests.case_scene import make_case
from oes.appeals.tests.scenes import WORDS
from oes.lib import blobs
from oes.recordings.models import Segment

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(aigerim, exam, admin):
    return make_case(aigerim, exam, admin)


def blur_all() -> int:
    return sum(1 for _ in iter(blur_next, False))


def test_it_makes_a_clip_of_each_contested_event_and_each_picture_once(case):
    assert blur_all() == 1 + 6  # it plans once
    rows = Blurred.objects.all()
    assert sorted((bool(row.line_id), row.track) for row in rows) == [(False, "camera")] * 3 + [(True, "camera")] * 3
    clip = rows.filter(violation=None).first()
    assert (clip.start_seconds, clip.end_seconds) == (595, 652)
    assert probe(blobs.read(clip.blob_key)).audio_codec is None
    assert not blur_next()


def test_without_student_members_nothing_is_made(case):
    CommissionMember.objects.filter(role="student").update(removed_at=timezone.now())
    assert not blur_next()


def test_nothing_is_made_before_the_appeal_is_accepted(case):
    Appeal.objects.update(state="filed")
    assert not blur_next()


def test_where_the_appellant_agreed_nothing_is_made(aigerim, exam, admin):
    make_case(aigerim, exam, admin, words=replace(WORDS, faces_agreed=True))
    assert not blur_next()


def test_where_nothing_was_recorded_it_gives_up_at_once(case):
    Segment.objects.update(blob_key="")
    blur_all()
    assert set(Blurred.objects.filter(violation=None).values_list("blob_key", "failure")) == {
        ("", "no recording is kept")
    }
    assert not blur_next()


def test_what_breaks_the_reader_is_tried_three_times(case, monkeypatch):
    def breaks(*_args, **_more):
        raise BrokeReader("killed")

    monkeypatch.setattr("oes.appeals.case_blurring.confined.blurred_clip", breaks)
    for _ in range(MOST_TRIES):
        blur_all()
        Blurred.objects.update(claimed_at=timezone.now() - 2 * LEASE)
    rows = Blurred.objects.filter(violation=None)
    assert set(rows.values_list("tries", "failure")) == {(MOST_TRIES, "killed")}
    assert not blur_next()


def test_a_worker_that_died_leaves_its_piece_to_the_next(case):
    blur_next()
    Blurred.objects.update(claimed_at=timezone.now())
    assert not blur_next()
    Blurred.objects.update(claimed_at=timezone.now() - 2 * LEASE)
    assert blur_next()


def test_thirty_days_after_the_end_they_are_forgotten(case):
    blur_all()
    keys = list(Blurred.objects.values_list("blob_key", flat=True))
    assert not forget_next()
    Appeal.objects.update(state="closed", due_at=None, changed_at=timezone.now() - FORGOTTEN_AFTER + timedelta(hours=1))
    assert not forget_next()
    Appeal.objects.update(changed_at=timezone.now() - FORGOTTEN_AFTER - timedelta(hours=1))
    while forget_next():
        pass
    assert not Blurred.objects.exists()
    assert not any(blobs.is_there(key) for key in keys)
