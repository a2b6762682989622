"""The rehearsal's pages: who may see them, and what they say."""

import pytest
from django.test import Client
from django.urls import reverse

from oes.attempts.models import Attempt, Consent
from oes.domain.policy import Policy
from oes.domain.rehearsal import Finding, State
from oes.journal.models import Entry
from oes.rehearsals import queries, services, words
from oes.rehearsals.consent import consent_version
from oes.rehearsals.models import Rehearsal
from oes.rehearsals.services import enrolment_of
from oes.rehearsals.tests.conftest import TOLD

CONSENT_VERSION = consent_version(Policy())
BEGIN, FIND = "/rehearsal/", "/rehearsals/"


def page_of(attempt: Attempt) -> str:
    return reverse("rehearsals:rehearsal", args=[attempt.uuid])


def english(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def test_a_stranger_signs_in_first(done):
    for address in (BEGIN, page_of(done.attempt), f"{FIND}?code={done.code}"):
        assert Client().get(address).status_code == 302


def test_each_page_is_for_its_own_people(done, signed_in, aigerim, daniyar, admin, proctor, outsider):
    addresses = (BEGIN, page_of(done.attempt), FIND)
    seen = {
        who: [signed_in(who).get(address).status_code for address in addresses]
        for who in (aigerim.user, daniyar.user, admin, proctor, outsider)
    }
    assert seen == {
        aigerim.user: [200, 200, 403],
        daniyar.user: [200, 404, 403],
        admin: [403, 403, 200],
        proctor: [403, 403, 200],
        outsider: [403, 403, 403],
    }


def test_the_way_from_home_over_the_consent_to_the_page(signed_in, aigerim):
    client = signed_in(aigerim)
    assert f'href="{BEGIN}"' in client.get("/exams/").content.decode()
    answer = client.post(BEGIN, {"answer": "accept", "version": CONSENT_VERSION})
    attempt = Attempt.objects.get()
    assert answer.url == page_of(attempt)
    assert "rehearsal_main.js" in client.get(answer.url).content.decode()
    assert attempt.consent.text_version == CONSENT_VERSION


def test_declining_opens_nothing_and_is_kept(signed_in, aigerim):
    client = signed_in(aigerim)
    assert client.post(BEGIN, {"answer": "decline"}).url == "/exams/"
    assert not Attempt.objects.exists()
    assert Consent.objects.get().accepted is False


@pytest.mark.parametrize("body", [{}, {"answer": "accept"}, {"answer": "accept", "version": "1999"}, {"answer": "x"}])
def test_an_answer_to_no_or_another_text_opens_nothing(signed_in, aigerim, body):
    assert signed_in(aigerim).post(BEGIN, body).url == BEGIN
    assert not Attempt.objects.exists()


def test_loaded_again_half_way_it_begins_anew(signed_in, aigerim, recorded):
    assert signed_in(aigerim).get(page_of(recorded)).url == BEGIN


def test_an_exams_attempt_is_no_rehearsal_and_the_other_way_round(signed_in, aigerim, attempt, done):
    client = signed_in(aigerim)
    assert client.get(page_of(attempt)).status_code == 404
    assert client.get(reverse("recorder:attempt", args=[done.attempt.uuid])).status_code == 404
    exam = done.attempt.enrolment.exam
    assert client.get(reverse("recorder:consent", args=[exam.uuid])).status_code == 404


def test_the_student_reads_the_code_and_what_to_do(signed_in, aigerim, done):
    Rehearsal.objects.update(battery_percent=12, charging=False)
    shown = english(signed_in(aigerim)).get(page_of(done.attempt)).content.decode()
    assert str(done) in shown
    assert "The battery is low (12 %): plug in the charger now." in shown
    assert "1 thing is to be mended" in shown


def test_the_helpdesk_finds_it_by_a_carelessly_typed_code(signed_in, proctor, done, aigerim):
    client = english(signed_in(proctor))
    shown = client.get(FIND, {"code": f" {str(done).lower()} "}).content.decode()
    assert aigerim.full_name in shown
    assert "Windows NT 6.1" in shown
    assert "4,000 kbit/s" in shown or "4000 kbit/s" in shown
    entry = Entry.objects.get(action="rehearsal_viewed")
    assert entry.actor == proctor.uuid


def test_the_helpdesk_sees_no_picture(signed_in, admin, done):
    shown = signed_in(admin).get(FIND, {"code": done.code}).content.decode()
    assert "<img" not in shown
    assert "<video" not in shown


@pytest.mark.parametrize("code", ["ZZZZZZ", "", "💥", "x" * 500])
def test_an_unknown_code_is_told_and_noted_nowhere(signed_in, admin, done, code):
    answer = english(signed_in(admin)).get(FIND, {"code": code})
    assert answer.status_code == 200
    assert done.attempt.enrolment.student.full_name not in answer.content.decode()
    assert not Entry.objects.filter(action="rehearsal_viewed").exists()


def test_another_institutions_code_is_unknown(done, outsider):
    assert queries.by_code(outsider.organisation, done.code) is None
    assert queries.by_code(done.organisation, done.code) == done


def test_a_proctors_menu_has_only_what_a_proctor_may_open(signed_in, proctor, admin):
    assert 'href="/students/"' not in signed_in(proctor).get(FIND).content.decode()
    assert 'href="/students/"' in signed_in(admin).get(FIND).content.decode()
    assert f'href="{FIND}"' in signed_in(proctor).get("/").content.decode()


def test_every_finding_has_its_sentence():
    keys = {*words._WORDS, "face_good", "face_no_face", "face_two_faces", "face_too_dark", "face_too_bright",
            "face_covered", "face_unreadable"}  # fmt: skip
    for key in keys:
        assert "{value}" not in words.line_of(Finding("x", key, State.GOOD, 12.4)).text


def test_the_result_is_told_in_one_query_however_often_it_was_tried(done, aigerim, django_assert_num_queries):
    assert enrolment_of(aigerim).attempts.count() == 1
    with django_assert_num_queries(1):
        assert [queries.result_of(row).ready for row in queries.own_results(aigerim)] == [True]


def test_pictures_are_judged_as_pictures_on_the_result_too(recorded, signed_in, aigerim):
    rules = {**recorded.policy.rules, "tiers": ["C"]}
    type(recorded.policy).objects.filter(pk=recorded.policy.pk).update(rules=rules)
    Attempt.objects.filter(pk=recorded.pk).update(tier="C")
    recorded.refresh_from_db()
    row = services.record_rehearsal(attempt=recorded, told={**TOLD, "screen": "unsupported"}, user_agent="")
    assert row.tier == "C"
    assert {line.part: line.state for line in queries.result_of(row).lines}["screen"] == "note"
