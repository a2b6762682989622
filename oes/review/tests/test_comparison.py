"""A person compares the pictures of an exam with the reference photo."""

import pytest
from django.test import Client
from django.urls import reverse

from oes.attempts.consents import withdraw_consent
from oes.attempts.models import Attempt, IdentityCheck
from oes.journal.models import Entry
from oes.review.models import PhotoComparison
from tests.scenes import add_checks, approve_photo, sit


@pytest.fixture
def compared(exam, aigerim) -> Attempt:
    attempt = sit(aigerim, exam)
    add_checks(attempt)
    Attempt.objects.filter(pk=attempt.pk).update(compares_faces=False)
    IdentityCheck.objects.filter(attempt=attempt).update(result="", similarity=None)
    attempt.refresh_from_db()
    return attempt


def page(attempt) -> str:
    return reverse("review:compare", args=[attempt.uuid])


def test_who_may_open_the_pages(compared, signed_in, proctor, aigerim, admin, outsider):
    for address in (page(compared), reverse("review:comparisons")):
        assert Client().get(address).status_code == 302
        assert [signed_in(who).get(address).status_code for who in (proctor, aigerim, outsider)] == [403] * 3
        assert signed_in(admin).get(address).status_code == 200
    assert signed_in(aigerim).post(page(compared), {"check": 1, "result": "same"}).status_code == 403
    assert signed_in(outsider).get(page(compared), headers={"host": "elsewhere.example"}).status_code in (400, 404)


def test_the_answer_is_kept_told_and_weighs_nothing(compared, signed_in, admin, aigerim):
    photo, client, before = approve_photo(aigerim), signed_in(admin), compared.trust.percent
    check = compared.identitychecks.first()
    for _ in range(2):  # a double click
        client.post(page(compared), {"check": check.pk, "result": "different"})
    row = PhotoComparison.objects.get()
    assert (row.check_of, row.result, row.by, row.reference_sha256) == (check, "different", admin, photo.sha256)
    entry = Entry.objects.get(action="photos_compared")
    assert (entry.actor, entry.content["result"], entry.content["picture"]) == (admin.uuid, "different", check.sha256)
    compared.trust.refresh_from_db()
    assert compared.trust.percent == before
    client.post(page(compared), {"check": check.pk, "result": "same"})
    assert PhotoComparison.objects.filter(check_of=check).count() == 2


def test_the_reports_say_it(compared, signed_in, admin, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    approve_photo(aigerim)
    client = signed_in(admin)
    client.post(page(compared), {"check": compared.identitychecks.first().pk, "result": "cannot_tell"})
    for name in ("review:detailed", "reports:photo"):
        assert "a person says: cannot tell" in client.get(reverse(name, args=[compared.uuid])).content.decode()
    assert "cannot tell" in client.get(page(compared)).content.decode()


def test_looking_is_noted_and_the_list_empties(compared, signed_in, admin, aigerim):
    approve_photo(aigerim)
    client, listed = signed_in(admin), reverse("review:comparisons")
    assert page(compared) in client.get(listed).content.decode()
    client.get(page(compared))
    assert Entry.objects.filter(action="identity_pictures_viewed", actor=admin.uuid).count() == 1
    for check in compared.identitychecks.all():
        client.post(page(compared), {"check": check.pk, "result": "same"})
    assert page(compared) not in client.get(listed).content.decode()


def test_who_withdrew_the_consent_does_not_wait_to_be_compared(compared, signed_in, admin):
    withdraw_consent(attempt=compared)
    assert page(compared) not in signed_in(admin).get(reverse("review:comparisons")).content.decode()


@pytest.mark.parametrize("sent", [{}, {"check": "x", "result": "same"}, {"check": 1, "result": "guilty"}])
def test_bad_input_records_nothing(compared, signed_in, admin, aigerim, sent):
    approve_photo(aigerim)
    assert signed_in(admin).post(page(compared), sent).status_code == 302
    assert not PhotoComparison.objects.exists()


def test_the_check_of_another_attempt_cannot_be_judged_here(compared, signed_in, admin, aigerim, daniyar, exam):
    approve_photo(aigerim)
    other = sit(daniyar, exam)
    add_checks(other)
    sent = {"check": other.identitychecks.first().pk, "result": "same"}
    assert signed_in(admin).post(page(compared), sent).status_code == 404


def test_without_a_reference_nothing_is_judged(compared, signed_in, admin):
    client = signed_in(admin)
    assert client.get(page(compared)).status_code == 200
    client.post(page(compared), {"check": compared.identitychecks.first().pk, "result": "same"})
    assert not PhotoComparison.objects.exists()
