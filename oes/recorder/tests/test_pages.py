"""The student's pages: who may see them, and what they do."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Attempt, Consent
from oes.attempts.services import end_attempt, mint_token
from oes.attempts.tokens import find
from oes.domain.policy import Policy
from oes.exams.models import Exam
from oes.exams.services import add_policy
from oes.journal.models import Entry
from oes.recorder.consent import consent_version


def consent_of(exam) -> str:
    return reverse("recorder:consent", args=[exam.uuid])


def page_of(attempt: Attempt) -> str:
    return reverse("recorder:attempt", args=[attempt.uuid])


@pytest.fixture
def addresses(attempt, exam) -> list[str]:
    return [
        reverse("recorder:home"),
        consent_of(exam),
        reverse("recorder:declined", args=[exam.uuid]),
        page_of(attempt),
    ]


def test_a_stranger_signs_in_first(addresses, attempt):
    for address in addresses:
        assert Client().get(address).status_code == 302
    assert Client().post(reverse("recorder:token", args=[attempt.uuid])).status_code == 302


def test_staff_and_people_of_elsewhere_are_kept_out(addresses, signed_in, proctor, admin, outsider):
    for who in (proctor, admin, outsider):
        assert {signed_in(who).get(address).status_code for address in addresses} == {403}


def test_another_students_exam_does_not_exist(addresses, attempt, signed_in, daniyar):
    client = signed_in(daniyar)
    assert [client.get(address).status_code for address in addresses] == [200, 404, 404, 404]
    assert client.post(reverse("recorder:token", args=[attempt.uuid])).status_code == 404


def test_the_student_sees_each_page(addresses, signed_in, aigerim):
    client = signed_in(aigerim)
    assert [client.get(address).status_code for address in addresses] == [200, 302, 200, 200]


def test_home_tells_when_exams_are_in_the_organisations_time(enrolment, signed_in, aigerim):
    exam = enrolment.exam
    exam.opens_at = timezone.now().replace(hour=20, minute=30) + timedelta(days=1)
    exam.closes_at = exam.opens_at + timedelta(hours=2)
    exam.save()
    shown = signed_in(aigerim).get(reverse("recorder:home")).content.decode()
    assert "01:30 – 03:30" in shown
    assert consent_of(exam) not in shown


def test_home_shows_past_attempts_without_verdict(attempt, signed_in, aigerim, django_assert_max_num_queries):
    end_attempt(attempt=attempt, source="student")
    client = signed_in(aigerim)
    with django_assert_max_num_queries(10):
        shown = client.get(reverse("recorder:home")).content.decode()
    assert f'href="{page_of(attempt)}"' not in shown
    assert "past-attempt" in shown


def test_the_consent_says_what_these_rules_do(signed_in, aigerim, enrolment, settings):
    settings.LANGUAGE_CODE = "en"
    quiet = Policy(sound_kbps=0, challenge_at_start=False, screen_words={}, tiers=("A", "B"))
    assert consent_version(quiet) == "2027-02"
    assert consent_version(Policy(judge_speech=True)) == "2027-02+sound+speech+movements+pictures+words"
    page = signed_in(aigerim).get(consent_of(enrolment.exam)).content.decode()
    assert "turning your head" in page
    assert "names of messengers" in page
    assert "listens to the sound" not in page


@pytest.mark.parametrize(
    ("rules", "name", "words"),
    [
        (Policy(extension="required"), "extension", "browser extension"),
        (Policy(guard="optional"), "guard", "which programs of a list run"),
        (Policy(tiers=("C",)), "pictures", "one picture of your camera a second"),
    ],
)  # fmt: skip
def test_the_consent_names_a_layer_only_where_the_rules_use_it(
    signed_in, aigerim, enrolment, settings, rules, name, words
):
    settings.LANGUAGE_CODE = "en"
    plain = Policy(tiers=("A",))
    for policy, expected in ((rules, True), (plain, False)):
        add_policy(organisation=enrolment.exam.organisation, policy=policy)
        page = signed_in(aigerim).get(consent_of(enrolment.exam)).content.decode()
        assert (words in page, name in consent_version(policy).split("+")) == (expected, expected)


def test_the_consent_names_safe_exam_browser_where_the_exam_is_sat_in_it(signed_in, aigerim, enrolment, settings):
    settings.LANGUAGE_CODE = "en"
    client = signed_in(aigerim)
    assert "Safe Exam Browser" not in client.get(consent_of(enrolment.exam)).content.decode()
    Exam.objects.filter(pk=enrolment.exam.pk).update(safe_exam_browser="allowed")
    page = client.get(consent_of(enrolment.exam))
    assert "opened with the settings of this exam" in page.content.decode()
    assert page.context["version"].endswith("+seb")


def test_consent_opens_one_attempt(enrolment, signed_in, aigerim):
    client = signed_in(aigerim)
    assert client.get(consent_of(enrolment.exam)).status_code == 200
    for _ in range(2):
        answer = client.post(consent_of(enrolment.exam), {"answer": "accept"}, headers={"User-Agent": "X" * 400})
        assert answer["Location"] == page_of(Attempt.objects.get())
    consent = Consent.objects.get()
    assert (consent.accepted, consent.text_version, len(consent.user_agent)) == (True, consent_version(Policy()), 300)


def test_consent_tells_of_listening_only_where_the_rules_listen(enrolment, signed_in, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    client = signed_in(aigerim)
    before = client.get(consent_of(enrolment.exam))
    assert "listens to the sound" not in before.content.decode()
    add_policy(organisation=enrolment.exam.organisation, policy=Policy(judge_speech=True))
    after = client.get(consent_of(enrolment.exam))
    assert "listens to the sound" in after.content.decode()
    stale = {"answer": "accept", "version": before.context["version"]}
    assert client.post(consent_of(enrolment.exam), stale)["Location"] == consent_of(enrolment.exam)
    assert not Attempt.objects.exists()
    client.post(consent_of(enrolment.exam), {"answer": "accept", "version": after.context["version"]})
    assert Consent.objects.get().text_version == consent_version(Policy(judge_speech=True))


def test_declining_opens_nothing_and_is_noted(enrolment, signed_in, aigerim):
    answer = signed_in(aigerim).post(consent_of(enrolment.exam), {"answer": "decline"})
    assert answer["Location"].endswith("/declined/")
    assert not Attempt.objects.exists()
    assert Entry.objects.filter(action="consent_declined").count() == 1


def test_a_strange_answer_changes_nothing(enrolment, signed_in, aigerim):
    assert signed_in(aigerim).post(consent_of(enrolment.exam), {"answer": "perhaps"}).status_code == 302
    assert not Consent.objects.exists()


@pytest.mark.parametrize("days", [-2, 2])
def test_an_exam_that_is_not_open_says_so(enrolment, signed_in, aigerim, days):
    exam = enrolment.exam
    exam.opens_at += timedelta(days=days)
    exam.closes_at += timedelta(days=days)
    exam.save()
    client = signed_in(aigerim)
    client.post(consent_of(exam), {"answer": "accept"})
    assert not Attempt.objects.exists()
    opens = exam.opens_at.astimezone(ZoneInfo(exam.organisation.time_zone)).strftime("%d.%m.%Y")
    assert opens in client.get(consent_of(exam)).content.decode() or days < 0


def test_a_used_up_exam_cannot_be_begun_again(attempt, signed_in, aigerim, exam):
    end_attempt(attempt=attempt, source="student")
    client = signed_in(aigerim)
    client.post(consent_of(exam), {"answer": "accept"})
    assert Attempt.objects.count() == 1


def test_the_recorder_keeps_its_tie_to_the_exams_tab(attempt, signed_in, aigerim):
    answer = signed_in(aigerim).get(page_of(attempt))
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin-allow-popups"
    assert "no-store" in answer["Cache-Control"]
    assert "4718" not in answer.content.decode()


def test_the_token_outlives_the_sign_in(attempt, signed_in, aigerim):
    answer = signed_in(aigerim).post(reverse("recorder:token", args=[attempt.uuid]))
    row = find(answer.json()["token"], "upload")
    assert row and row.attempt == attempt
    assert row.expires_at > timezone.now() + timedelta(days=7)
    assert answer["Cache-Control"] == "no-store"


def test_the_token_needs_a_csrf_token(attempt, aigerim):
    client = Client(enforce_csrf_checks=True)
    client.force_login(aigerim.user, "oes.accounts.backends.OrganisationBackend")
    assert client.post(reverse("recorder:token", args=[attempt.uuid])).status_code == 403


def test_the_return_link_ends_the_attempt_once(attempt):
    link = reverse("recorder:return", args=[mint_token(attempt=attempt, use="return", lifetime=timedelta(hours=1))])
    assert Client().head(link).status_code == 405
    assert Client().get(link, headers={"Sec-Purpose": "prefetch"}).status_code == 204
    attempt.refresh_from_db()
    assert attempt.is_running
    assert Client().get(link).status_code == 200
    attempt.refresh_from_db()
    assert (attempt.state, attempt.end_source) == ("submitted", "return_link")
    assert Client().get(link).status_code == 404


def test_an_unknown_return_link_ends_nothing(attempt):
    upload = mint_token(attempt=attempt, use="upload", lifetime=timedelta(hours=1))
    for token in ("nonsense", upload):
        assert Client().get(reverse("recorder:return", args=[token])).status_code == 404
    attempt.refresh_from_db()
    assert attempt.is_running


@pytest.mark.parametrize(("sent", "compares"), [("yes", True), ("no", False)])
def test_the_student_chooses_who_compares_where_the_rules_let_them(enrolment, signed_in, aigerim, sent, compares):
    add_policy(organisation=enrolment.exam.organisation, policy=Policy(biometrics="choice"))
    client, address = signed_in(aigerim), consent_of(enrolment.exam)
    assert b'name="biometrics"' in client.get(address).content
    assert client.post(address, {"answer": "accept"})["Location"] == address  # nothing is chosen for anybody
    assert not Attempt.objects.exists()
    client.post(address, {"answer": "accept", "biometrics": sent})
    attempt = Attempt.objects.get()
    assert (attempt.compares_faces, attempt.consent.biometrics) == (compares, compares)
    assert Entry.objects.get(action="consent_given").content["compares_faces"] is compares


def test_nobody_is_asked_where_the_rules_decide(enrolment, signed_in, aigerim):
    add_policy(organisation=enrolment.exam.organisation, policy=Policy(biometrics="off"))
    client, address = signed_in(aigerim), consent_of(enrolment.exam)
    shown = client.get(address)
    assert b'name="biometrics"' not in shown.content
    assert shown.context["version"].endswith("+no_faces")
    client.post(address, {"answer": "accept", "biometrics": "yes"})
    assert (Attempt.objects.get().compares_faces, Attempt.objects.get().consent.biometrics) == (False, None)
