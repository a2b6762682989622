"""Releasing a verdict: what is told, what is refused, what journal and mail say."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from oes.appeals.models import AppealRules, Holiday, Release
from oes.appeals.release_documents import release_document
from oes.appeals.release_queries import prepared_page, waiting_of
from oes.appeals.releasing import ReleaseRefused, release_verdict, release_verdicts
from oes.appeals.rule_words import RULES
from oes.evidence.documents import document_of
from oes.evidence.packing import document_name, documents_of
from oes.journal.models import Entry
from oes.lib.canonical import digest
from oes.notices.models import Notice
from oes.recordings.models import Segment, Track
from oes.review.models import Verdict
from oes.review.services import judge_event, record_verdict
from oes.violations.models import Evidence, LedgerLine
from tests.scenes import Seen, sit, start


def code_of(verdict, by) -> str:
    with pytest.raises(ReleaseRefused) as refused:
        release_verdict(verdict=verdict, by=by)
    assert not Release.objects.filter(verdict=verdict).exists()
    assert not Notice.objects.filter(kind="verdict_released").exists()
    assert Verdict.objects.get(pk=verdict.pk).released_at is None
    return refused.value.code


def test_the_student_is_told_every_event_with_its_rule_and_weight(accused, admin):
    release = release_verdict(verdict=accused, by=admin)
    told = release.told
    assert (told["v"], told["honest"], told["reason"]) == (1, False, "A phone in the hand.")
    assert told["percent"] == accused.attempt.trust.percent
    assert [event["kind"] for event in told["events"]] == ["phone", "poor_light"]
    phone = told["events"][0]
    assert set(phone) == {"kind", "detail", "start_seconds", "end_seconds", "direct", "deduction", "rule"}
    assert (phone["start_seconds"], phone["end_seconds"], phone["direct"], phone["deduction"]) == (700, 760, True, 28)
    assert set(phone["rule"]) == {"kk", "ru", "en"}
    assert all(phone["rule"].values())
    assert "No phone is used" in phone["rule"]["en"]
    assert "10 points" in phone["rule"]["en"]


def test_a_double_click_tells_once(accused, admin, registrar):
    first = release_verdict(verdict=accused, by=admin)
    assert release_verdict(verdict=accused, by=registrar) == first
    assert Notice.objects.filter(kind="verdict_released").count() == 1
    assert Entry.objects.filter(action="verdict_released").count() == 1


def test_the_deadlines_are_the_institutions(accused, admin, organisation):
    AppealRules.objects.create(organisation=organisation, filing_days=3, answer_days=2)
    release = release_verdict(verdict=accused, by=admin)
    assert timezone.now() < release.answer_until < release.appeal_until


def test_a_holiday_moves_the_deadline(accused, admin, organisation, sat, daniyar, over):
    before = release_verdict(verdict=accused, by=admin).appeal_until
    Holiday.objects.create(organisation=organisation, day=(before - timedelta(hours=1)).date())
    other = record_verdict(attempt=sit(daniyar, over), honest=True, reason="", by=admin)
    assert release_verdict(verdict=other, by=admin).appeal_until > before


def test_the_chain_has_the_hash_of_what_was_told(accused, admin):
    release = release_verdict(verdict=accused, by=admin)
    entry = Entry.objects.get(chain__subject=accused.attempt.uuid, action="verdict_released")
    made = document_of(accused.attempt, action=entry.action, content=entry.content)
    assert made == release_document(Release.objects.get())
    assert entry.content["sha256"] == hashlib.sha256(made).hexdigest()
    assert entry.actor == admin.uuid
    assert "phone" not in str(entry.content).lower()
    Release.objects.update(told={**release.told, "reason": "Another"})
    changed = document_of(accused.attempt, action=entry.action, content=entry.content)
    assert hashlib.sha256(changed).hexdigest() != entry.content["sha256"]


def test_an_evidence_pack_holds_what_was_told(accused, admin):
    release = release_verdict(verdict=accused, by=admin)
    entries = Entry.objects.filter(chain__subject=accused.attempt.uuid).order_by("sequence")
    links = [{"action": one.action, "sequence": one.sequence, "content": one.content} for one in entries]
    made = dict(documents_of(accused.attempt, links))
    assert all(name == document_name(digest(body)) for name, body in made.items())
    assert release_document(release) in made.values()


def test_the_student_gets_a_notice_by_mail_with_the_deadlines(accused, admin, aigerim):
    release_verdict(verdict=accused, by=admin)
    notice = Notice.objects.get(user=aigerim.user)
    assert (notice.kind, notice.mail_wanted, notice.in_digest) == ("verdict_released", True, False)
    assert notice.path == f"/my-results/{accused.attempt.uuid}/"
    assert "phone" not in notice.text.lower()


def test_only_the_newest_verdict_is_told(accused, admin, sat):
    later = record_verdict(attempt=sat, honest=True, reason="", by=admin)
    assert code_of(accused, admin) == "newer"
    assert release_verdict(verdict=later, by=admin).told["honest"] is True


def test_a_later_verdict_needs_its_own_release(accused, admin, sat):
    release_verdict(verdict=accused, by=admin)
    later = record_verdict(attempt=sat, honest=True, reason="", by=admin)
    assert later.released_at is None
    assert release_verdict(verdict=later, by=admin).verdict == later
    assert Release.objects.count() == 2


def test_an_attempt_must_have_ended_and_be_analysed(daniyar, over, admin, accused):
    running = Verdict.objects.create(attempt=start(daniyar, over), honest=True, by=admin)
    assert code_of(running, admin) == "running"
    accused.attempt.trust.is_final = False
    accused.attempt.trust.save()
    assert code_of(accused, admin) == "analysing"


def test_nobody_releases_the_own_verdict(accused, aigerim):
    assert code_of(accused, aigerim.user) == "own"


def test_dishonesty_without_event_or_reason_is_not_told(daniyar, over, admin):
    clean = sit(daniyar, over)
    empty = record_verdict(attempt=clean, honest=False, reason="", by=admin)
    assert code_of(empty, admin) == "reason"
    with_reason = record_verdict(attempt=clean, honest=False, reason="The essay is copied.", by=admin)
    assert release_verdict(verdict=with_reason, by=admin).told["events"] == []


def test_what_a_person_denied_is_not_told(accused, admin, sat):
    judge_event(violation=sat.violations.get(kind="phone"), denied=True, reason="A calculator", by=admin)
    told = release_verdict(verdict=accused, by=admin).told
    assert [event["kind"] for event in told["events"]] == ["poor_light"]


def test_an_event_that_nobody_can_look_at_keeps_the_verdict(accused, admin):
    Evidence.objects.filter(violation__kind="phone").delete()
    assert code_of(accused, admin) == "clip"


def test_an_event_that_was_not_weighed_keeps_the_verdict(accused, admin):
    LedgerLine.objects.filter(violation__kind="phone").delete()
    assert code_of(accused, admin) == "weight"


def test_a_kind_without_a_rule_keeps_the_verdict(accused, admin, monkeypatch):
    monkeypatch.delitem(RULES, "phone")
    assert code_of(accused, admin) == "rule"


def test_a_recording_that_is_being_put_together_is_waited_for(accused, admin, sat):
    Segment.objects.filter(track__attempt=sat).update(codecs="vp8")
    assert code_of(accused, admin) == "joining"
    Track.objects.filter(attempt=sat).update(joined_at=timezone.now())
    release_verdict(verdict=accused, by=admin)


def test_many_are_told_at_once_and_the_others_named(accused, admin, daniyar, over):
    empty = record_verdict(attempt=sit(daniyar, over), honest=False, reason="", by=admin)
    outcome = release_verdicts(verdicts=[accused, empty], by=admin)
    assert [release.verdict for release in outcome.told] == [accused]
    assert outcome.left_out == ((empty, "reason"),)


def test_the_facts_of_many_take_as_many_queries_as_those_of_one(
    accused, admin, organisation, daniyar, over, django_assert_num_queries
):
    def read(count: int) -> None:
        with django_assert_num_queries(8):
            assert len(prepared_page(waiting_of(organisation), organisation, timezone.now())) == count

    read(1)
    record_verdict(attempt=sit(daniyar, over, seen=[Seen("phone", 700, 720)]), honest=False, reason="", by=admin)
    read(2)
