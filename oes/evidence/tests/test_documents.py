"""Every hash in an attempt's chain can be worked out again from the rows, and what is stated twice stands once."""

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest
from django.utils import timezone

from oes.analysis.checks import _keep
from oes.analysis.models import ObservationSet
from oes.analysis.services import _link
from oes.attempts.models import Attempt, IdentityCheck, ScreenCheck
from oes.domain.policy import Policy
from oes.evidence.documents import MAKERS, document_of
from oes.journal.models import Entry
from oes.journal.services import first_broken
from oes.lib.canonical import digest
from oes.recordings.models import ClientEvent, Segment
from oes.recordings.services import ToldEvent, record_events
from oes.review.services import give_answer, judge_event, record_verdict
from oes.violations import services
from oes.violations.tests.scenes import OTHER, SITTING, film, frame, sat

POLICY = replace(Policy(), grace_seconds=30.0, minimum_seconds=30.0)
FRAMES = [frame(at + 0.5, *([] if 60 <= at < 80 else [SITTING]), *([OTHER] if at > 130 else [])) for at in range(144)]


def links(attempt: Attempt) -> list[Entry]:
    return list(Entry.objects.filter(chain__subject=attempt.uuid).order_by("sequence"))


def newest(attempt: Attempt) -> dict[tuple[str, str], Entry]:
    """Return what stands: the newest link of each action and part that has a document."""
    with_hash = [e for e in links(attempt) if e.action in MAKERS]
    return {(e.action, e.content.get("part", str(e.sequence))): e for e in with_hash}


def wrong(attempt: Attempt) -> list[str]:
    """Return the links whose document, made again from the rows, has another hash."""
    attempt = Attempt.objects.get(pk=attempt.pk)
    made = {key: document_of(attempt, action=e.action, content=e.content) for key, e in newest(attempt).items()}
    return [f"{key}" for key, e in newest(attempt).items() if digest(made[key] or b"") != e.content["sha256"]]


@pytest.fixture
def told(enrolment, admin) -> Attempt:
    """An ended attempt with a link of every kind that has a document."""
    attempt = sat(enrolment, seconds=160.0, policy=POLICY)
    for segment in film(attempt, FRAMES):
        _link(ObservationSet.objects.get(segment=segment))
    events = [ToldEvent(1, "hidden", 12, timezone.now(), "ә"), ToldEvent(3, "visible", 14.5)]
    record_events(attempt=attempt, source=ClientEvent.Source.RECORDER, page=uuid4(), events=events)
    _keep(IdentityCheck(attempt=attempt, moment="start", at_seconds=0, result="same", similarity=0.1 + 0.2))
    _keep(ScreenCheck(attempt=attempt, kind="opening", at_seconds=3, surface="monitor"))
    services.rebuild(attempt)
    give_answer(violation=attempt.violations.first(), text="Мен орнымда отырдым", by=enrolment.student.user)
    judge_event(violation=attempt.violations.first(), denied=True, reason="Терезе", by=admin)
    record_verdict(attempt=attempt, honest=False, reason="Телефон", by=admin)
    return attempt


def test_every_document_can_be_made_again(told):
    assert {action for action, _ in newest(told)} == set(MAKERS)
    assert wrong(told) == []
    assert first_broken(told.uuid) is None


def test_a_rebuild_without_a_change_adds_no_link(told):
    before = len(links(told))
    services.rebuild(told)
    services.rebuild(told)
    assert len(links(told)) == before


def test_a_rebuild_that_finds_something_else_adds_links_and_changes_none(told):
    before = {e.sequence: e.link for e in links(told)}
    row = ObservationSet.objects.get(segment__sequence=11)
    row.frames = {**row.frames, "faces": [[] for _ in row.frames["faces"]]}
    row.save()
    services.rebuild(told)
    after = {e.sequence: e.link for e in links(told)}
    assert {sequence: after[sequence] for sequence in before} == before
    assert {e.action for e in links(told)[len(before) :]} == {"violations_stated", "trust_stated"}


def test_the_same_batch_told_again_adds_no_link(attempt):
    page, events = uuid4(), [ToldEvent(1, "hidden", 12.0)]
    first = record_events(attempt=attempt, source="recorder", page=page, events=events)
    again = record_events(attempt=attempt, source="recorder", page=page, events=events)
    assert (first.new, again.new, again.link) == (1, 0, "")
    assert [e.link for e in links(attempt) if e.action == "events_told"] == [first.link]


def test_a_running_attempt_states_neither_gaps_nor_violations(enrolment):
    attempt = sat(enrolment, seconds=160.0, policy=POLICY, ended=False)
    film(attempt, FRAMES)
    services.rebuild(attempt)
    assert not [e.action for e in links(attempt) if e.action.endswith("_stated")]


@pytest.mark.parametrize(
    ("action", "change"),
    [
        ("events_told", lambda a: ClientEvent.objects.filter(attempt=a, sequence=3).update(at_seconds=99)),
        ("events_told", lambda a: ClientEvent.objects.filter(attempt=a, sequence=1).delete()),
        ("gaps_stated", lambda a: a.gaps.update(reason="offline")),
        ("faults_stated", lambda a: a.fault_lines.create(reason="asleep", start_seconds=1, end_seconds=9)),
        ("check_done", lambda a: IdentityCheck.objects.filter(attempt=a, moment="start").update(similarity=0.9)),
        ("segment_analysed", lambda a: ObservationSet.objects.filter(segment__sequence=2).update(embeddings=b"12")),
        ("segment_analysed", lambda a: Segment.objects.filter(sequence=2).update(sha256="0" * 64)),
        ("violations_stated", lambda a: a.violations.update(confidence=0.123)),
        ("trust_stated", lambda a: a.trust.lines.update(deduction=0.0)),
        ("policy_frozen", lambda a: type(a.policy).objects.filter(pk=a.policy_id).update(rules={})),
        ("answer_given", lambda a: a.answers.update(text="nothing")),
        ("event_judged", lambda a: a.denials.update(denied=False)),
        ("verdict_recorded", lambda a: a.verdicts.update(reason="nothing")),
    ],
)  # fmt: skip
def test_a_row_that_somebody_changed_no_longer_has_its_hash(told, action, change):
    told.refresh_from_db()
    assert change(told)
    assert any(action in where for where in wrong(told))


def test_a_comparison_with_another_photo_is_a_new_link(told, monkeypatch):
    from oes.analysis import services as analysis

    ones = np.ones((1, 128), np.float32)
    monkeypatch.setattr(
        analysis, "references_of", lambda _: type("Known", (), {"key": "k", "embeddings": list(ones)})()
    )
    count = analysis.recompare(told)
    assert count == 18
    revisions = [e.content["revision"] for e in links(told) if e.action == "segment_analysed"]
    assert revisions == [1] * 18 + [2] * 18
    assert wrong(told) == []
