"""The pages of released verdicts: who may, what they show, and that nothing reaches a student before."""

import json
import zipfile
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import make_user
from oes.appeals.models import Appeal, Release
from oes.appeals.releasing import release_verdict
from oes.domain.policy import Policy, policy_to_dict
from oes.exams.models import ExamPeriod, ProctoringPolicy
from oes.journal.models import Entry
from oes.lib import waiting
from oes.notices.models import Notice
from oes.owndata.export_data import export_data
from oes.recordings.models import JoinedFile, Track
from oes.review.models import Answer, Verdict
from oes.review.services import give_answer, record_verdict
from tests.scenes import Seen, sit

LIST = "/verdicts-to-release/"


@pytest.fixture(autouse=True)
def _english(settings) -> None:
    settings.LANGUAGE_CODE = "en"


def result(attempt) -> str:
    return reverse("appeals:result", args=[attempt.uuid])


def students_pages(client, attempt) -> str:
    """Return everything that a student can read of an attempt, but the result's own page."""
    named = ("owndata:page", "evidence:receipt", "recorder:attempt", "owndata:consent")
    addresses = [reverse(name, args=[attempt.uuid]) for name in named]
    addresses += [reverse("recorder:home"), reverse("notices:notices")]
    texts = [client.get(address, follow=True).content.decode() for address in addresses]
    taken = client.post(reverse("owndata:export", args=[attempt.uuid]))
    with zipfile.ZipFile(BytesIO(b"".join(taken.streaming_content))) as zipped:
        texts.append(zipped.read("data.json").decode())
    return "\n".join(texts)


def test_nothing_of_a_verdict_reaches_the_student_before_its_release(accused, signed_in, aigerim):
    client = signed_in(aigerim)
    told = students_pages(client, accused.attempt)
    assert "A phone in the hand." not in told
    assert "Not honest" not in told
    assert str(accused.uuid) not in told
    assert "/my-results/" not in told
    assert client.get(result(accused.attempt)).status_code == 404
    assert client.post(reverse("appeals:answer", args=[accused.attempt.uuid])).status_code == 404
    assert not Notice.objects.exists()


def test_an_unreleased_verdict_does_not_open_findings_that_wait_for_one(accused, admin, signed_in, aigerim):
    stored = policy_to_dict(Policy(findings_after="verdict"))
    ProctoringPolicy.objects.filter(pk=accused.attempt.policy_id).update(rules=stored)
    page = reverse("owndata:page", args=[accused.attempt.uuid])
    client = signed_in(aigerim)
    assert "event-" not in client.get(page).content.decode()
    release_verdict(verdict=accused, by=admin)
    assert "event-" in client.get(page).content.decode()


def test_a_later_verdict_is_unknown_while_the_earlier_one_stands(accused, admin, signed_in, aigerim):
    release_verdict(verdict=accused, by=admin)
    record_verdict(attempt=accused.attempt, honest=True, reason="It was a calculator.", by=admin)
    client = signed_in(aigerim)
    page = client.get(result(accused.attempt)).content.decode()
    assert "A phone in the hand." in page
    assert "calculator" not in page + students_pages(client, accused.attempt)


def test_the_student_reads_the_whole_of_it(accused, admin, signed_in, aigerim):
    track = Track.objects.get(attempt=accused.attempt, kind="camera")
    Track.objects.filter(pk=track.pk).update(joined_at=timezone.now())
    JoinedFile.objects.create(track=track, start_seconds=0, end_seconds=3600, blob_key="x", container="webm")
    release_verdict(verdict=accused, by=admin)
    page = signed_in(aigerim).get(result(accused.attempt)).content.decode()
    for words in ("not passed honestly", "A phone in the hand.", "is no verdict", "No phone is used", "−28"):
        assert words in page
    assert "#t=695.0,770.0" in page
    assert "Appeal to the commission, up to and including" in page
    assert "camera covered" not in page.lower()  # a technical fault is no reason
    assert admin.shown_name not in page
    assert Entry.objects.filter(action="result_viewed").count() == 1


def test_the_result_leads_to_an_appeal_and_then_to_that_one(accused, admin, signed_in, aigerim, over, organisation):
    release = release_verdict(verdict=accused, by=admin)
    client, address = signed_in(aigerim), reverse("appeals:file", args=[over.uuid])
    assert address in client.get(result(accused.attempt)).content.decode()
    filed = Appeal.objects.create(
        number=7, organisation=organisation, student=aigerim, exam=over, attempt=accused.attempt, release=release,
        course=2, contacts="+7", topics=["violation"], text="No", filed_at=timezone.now(), due_at=release.appeal_until,
        changed_at=timezone.now(),
    )  # fmt: skip
    page = client.get(result(accused.attempt)).content.decode()
    assert address not in page
    assert reverse("appeals:state", args=[filed.uuid]) in page
    assert "My appeal No. 7" in page


def test_who_is_accused_sees_the_events_whatever_the_rules_say(accused, admin, signed_in, aigerim):
    stored = policy_to_dict(Policy(show_reasons=False))
    ProctoringPolicy.objects.filter(pk=accused.attempt.policy_id).update(rules=stored)
    accused.attempt.policy.refresh_from_db()
    release_verdict(verdict=accused, by=admin)
    assert "Phone in the frame" in signed_in(aigerim).get(result(accused.attempt)).content.decode()


def test_of_honesty_no_events_are_told_where_the_rules_hide_them(sat, admin, signed_in, aigerim):
    stored = policy_to_dict(Policy(show_reasons=False))
    ProctoringPolicy.objects.filter(pk=sat.policy_id).update(rules=stored)
    release_verdict(verdict=record_verdict(attempt=sat, honest=True, reason="", by=admin), by=admin)
    page = signed_in(aigerim).get(result(sat)).content.decode()
    assert "passed this exam honestly" in page
    assert "Phone in the frame" not in page


def test_a_fellow_student_finds_nothing(accused, admin, signed_in, daniyar):
    release_verdict(verdict=accused, by=admin)
    assert signed_in(daniyar).get(result(accused.attempt)).status_code == 404


def test_the_result_takes_as_many_queries_with_many_events(
    accused, admin, signed_in, aigerim, daniyar, over, django_assert_max_num_queries
):
    many = sit(daniyar, over, seen=[Seen("phone", at, at + 10) for at in range(200, 1000, 100)])
    release_verdict(verdict=record_verdict(attempt=many, honest=False, reason="", by=admin), by=admin)
    release_verdict(verdict=accused, by=admin)
    for who, attempt in ((aigerim, accused.attempt), (daniyar, many)):
        client = signed_in(who)
        client.get(result(attempt))
        with django_assert_max_num_queries(18):
            client.get(result(attempt))


@pytest.mark.parametrize("page", ["appeals:answer", "owndata:answer"])
def test_answers_are_taken_until_the_deadline_and_their_text_is_not_lost(accused, admin, signed_in, aigerim, page):
    client, address = signed_in(aigerim), reverse(page, args=[accused.attempt.uuid])
    event = {"event": accused.attempt.violations.get(kind="phone").uuid}
    release_verdict(verdict=accused, by=admin)
    assert client.post(address, {**event, "text": "A calculator."}).status_code == 302
    Release.objects.update(answer_until=timezone.now())
    late = client.post(address, {**event, "text": "Really a calculator."})
    assert late.status_code == 409
    assert "Really a calculator." in late.content.decode()
    assert [row.text for row in Answer.objects.all()] == ["A calculator."]


def test_before_a_release_answers_are_open(accused, signed_in, aigerim):
    event = accused.attempt.violations.get(kind="phone")
    address = reverse("owndata:answer", args=[accused.attempt.uuid])
    assert signed_in(aigerim).post(address, {"event": event.uuid, "text": "Mine."}).status_code == 302


@pytest.mark.parametrize("text", ["", "x" * 1001, "a\x00b"])
def test_an_answer_that_is_not_taken_stays_in_the_form(accused, admin, signed_in, aigerim, text):
    release_verdict(verdict=accused, by=admin)
    event = accused.attempt.violations.get(kind="phone")
    address = reverse("appeals:answer", args=[accused.attempt.uuid])
    refused = signed_in(aigerim).post(address, {"event": event.uuid, "text": text})
    assert refused.status_code == 422
    assert text.strip("a\x00b") in refused.content.decode()


def test_staff_see_what_will_be_told_and_tell_it(accused, signed_in, registrar):
    client, address = signed_in(registrar), reverse("appeals:release", args=[accused.uuid])
    page = client.get(address).content.decode()
    assert "No phone is used" in page
    assert client.post(address, {"next": LIST}).url == LIST
    assert Release.objects.get().by == registrar
    assert "What the student was told" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert Release.objects.count() == 1


def test_staff_read_why_a_verdict_cannot_be_told(daniyar, over, admin, signed_in):
    empty = record_verdict(attempt=sit(daniyar, over), honest=False, reason="", by=admin)
    address = reverse("appeals:release", args=[empty.uuid])
    client = signed_in(admin)
    assert "needs a reason in words" in client.get(address).content.decode()
    assert "needs a reason in words" in client.post(address, follow=True).content.decode()
    assert not Release.objects.exists()


def test_the_preview_names_all_and_sends_nothing(accused, admin, daniyar, over, signed_in):
    sit(daniyar, over)
    page = signed_in(admin).post(f"{LIST}preview/", {"exam": over.uuid, "all": "yes"}).content.decode()
    assert accused.attempt.enrolment.student.full_name in page
    assert daniyar.full_name in page
    assert "nobody has given a verdict yet" in page
    assert not Release.objects.exists()


def test_what_was_marked_is_told_and_what_nobody_knows_passed_over(accused, admin, signed_in):
    client = signed_in(admin)
    chosen = {"verdict": [str(accused.uuid), "nonsense", "1d0b8f2e-9f61-4a32-9a42-1c7f7f9a3e11"]}
    assert "1 student is told" in client.post(f"{LIST}preview/", chosen).content.decode()
    assert client.post(f"{LIST}release/", {**chosen, "next": "https://evil.example/"}).url == LIST
    assert client.post(f"{LIST}release/", {**chosen, "next": "nonsense"}).url == LIST
    assert Release.objects.get().verdict == accused
    client.post(f"{LIST}release/", chosen)
    assert Release.objects.count() == 1


def test_another_institution_releases_nothing_of_ours(accused, outsider, signed_in, settings):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    client = signed_in(outsider)
    there = {"headers": {"host": "elsewhere.example"}}
    assert client.get(reverse("appeals:release", args=[accused.uuid]), **there).status_code == 404
    client.post(f"{LIST}release/", {"verdict": str(accused.uuid)}, **there)
    assert not Release.objects.exists()


def test_the_list_is_one_exams_where_asked_and_can_be_saved(accused, admin, signed_in):
    client = signed_in(admin)
    name = accused.attempt.enrolment.student.full_name
    assert name in client.get(LIST, {"exam": str(accused.attempt.enrolment.exam.uuid)}).content.decode()
    assert name not in client.get(LIST, {"exam": "1d0b8f2e-9f61-4a32-9a42-1c7f7f9a3e11"}).content.decode()
    assert name in client.get(LIST, {"exam": "nonsense"}).content.decode()
    assert name in client.get(LIST, {"export": "csv"}).content.decode()
    assert client.get(LIST, {"export": "xlsx"}).status_code == 200


def test_a_list_with_nothing_to_mark_offers_no_release_of_the_marked(daniyar, over, admin, signed_in, accused):
    client, button = signed_in(admin), "Release the marked ones"
    assert button in client.get(LIST).content.decode()
    release_verdict(verdict=accused, by=admin)
    record_verdict(attempt=sit(daniyar, over), honest=False, reason="", by=admin)
    page = client.get(LIST).content.decode()
    assert daniyar.full_name in page
    assert button not in page
    assert "Release all of this exam" in client.get(LIST, {"exam": str(over.uuid)}).content.decode()


def test_the_list_takes_as_many_queries_for_many(
    accused, admin, signed_in, daniyar, over, django_assert_max_num_queries
):
    record_verdict(attempt=sit(daniyar, over, seen=[Seen("phone", 700, 720)]), honest=False, reason="", by=admin)
    client = signed_in(admin)
    client.get(LIST)
    with django_assert_max_num_queries(19):
        client.get(LIST)


def test_card_and_report_say_whether_the_student_knows(accused, admin, signed_in):
    client, student = signed_in(admin), accused.attempt.enrolment.student
    pages = [reverse("review:card", args=[student.uuid]), reverse("review:detailed", args=[accused.attempt.uuid])]
    address = reverse("appeals:release", args=[accused.uuid])
    for told in ("not released", "the student knows it"):
        for page in pages:
            text = client.get(page).content.decode()
            assert told in text
            assert address in text
        release_verdict(verdict=accused, by=admin)


def test_who_only_judges_finds_no_button_that_releases(accused, organisation, signed_in):
    client = signed_in(make_user(organisation, "reviewer", "reviewer"))
    text = client.get(reverse("review:detailed", args=[accused.attempt.uuid])).content.decode()
    assert "not released" in text
    assert reverse("appeals:release", args=[accused.uuid]) not in text


def test_the_report_counts_answered_and_appealed_events(accused, signed_in, admin):
    give_answer(violation=accused.attempt.violations.get(kind="phone"), text="Mine.", by=admin)
    page = signed_in(admin).get(reverse("review:detailed", args=[accused.attempt.uuid])).content.decode()
    assert "Answered events: 1, of them appealed: 0." in page


def test_the_board_knows_what_waits(accused, admin, organisation, over):
    today = timezone.localdate()
    over.period = ExamPeriod.objects.create(organisation=organisation, title="W", starts_on=today, ends_on=today)
    over.save()
    states = [one for one in waiting.told(over.period, timezone.now()) if one.kind == "verdict_unreleased"]
    assert [(one.owner, one.count, one.title) for one in states] == [("registrar", 1, over.title)]
    release_verdict(verdict=accused, by=admin)
    assert not [one for one in waiting.told(over.period, timezone.now()) if one.kind == "verdict_unreleased"]


def test_the_export_has_what_was_told_and_no_more(accused, admin):
    assert export_data(accused.attempt, timezone.now())["results"] == []
    release_verdict(verdict=accused, by=admin)
    Verdict.objects.create(attempt=accused.attempt, honest=True, reason="Not for the student", by=admin)
    told = export_data(accused.attempt, timezone.now())["results"]
    assert [one["told"]["reason"] for one in told] == ["A phone in the hand."]
    assert "Not for the student" not in json.dumps(told, default=str)
