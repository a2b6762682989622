"""The page that sends the rest: open to everybody, and the same for everybody."""

import pytest
from django.urls import reverse

PLACES = ["accounts:sign_in", "recorder:home"]


@pytest.mark.django_db
def test_a_stranger_may_open_it_and_reads_how_long_safari_keeps_a_recording(client, organisation):
    client.cookies["django_language"] = "en"
    text = client.get(reverse("recorder:rest")).content.decode()
    assert "Safari on iPhone, iPad and Mac deletes what a page keeps after seven days" in text
    assert "recorder/rest_main" in text


def test_it_names_nobody(signed_in, aigerim, proctor, admin, client):
    pages = [signed_in(who).get(reverse("recorder:rest")) for who in (aigerim, proctor, admin)]
    assert all(page.status_code == 200 and "Айгерім" not in page.content.decode() for page in pages)
    assert client.post(reverse("recorder:rest")).status_code == 405


@pytest.mark.parametrize("place", PLACES)
def test_students_find_it(place, signed_in, aigerim, client):
    who = client if place == "accounts:sign_in" else signed_in(aigerim)
    assert f'href="{reverse("recorder:rest")}"' in who.get(reverse(place)).content.decode()


def test_the_recorders_last_page_leads_to_it(signed_in, aigerim, attempt):
    page = signed_in(aigerim).get(reverse("recorder:attempt", args=[attempt.uuid])).content.decode()
    assert f'href="{reverse("recorder:rest")}"' in page
