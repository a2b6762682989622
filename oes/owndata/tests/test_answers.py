"""Answers to single events: kept by kind and span, carried over, shown to reviewers."""

import hashlib
import io
from dataclasses import replace
from functools import partial

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oes.domain.observations import Episode, Observation
from oes.domain.spans import Span
from oes.journal.models import Entry
from oes.review import services
from oes.review.answers import answers_of
from oes.review.documents import answer_document
from oes.review.models import Answer
from oes.violations import services as rebuilding
from oes.violations.models import Violation
from tests.scenes import Seen, sit


def send(client, attempt, event, text: str):
    return client.post(reverse("owndata:answer", args=[attempt.uuid]), {"event": event.uuid, "text": text})


@pytest.fixture
def phone(sat) -> Violation:
    return sat.violations.get(kind="phone")


def test_who_may_answer(sat, phone, signed_in, aigerim, daniyar, admin):
    refused = [send(client, sat, phone, "x").status_code for client in (Client(), signed_in(admin), signed_in(daniyar))]
    assert refused == [302, 403, 404]
    assert not Answer.objects.exists()
    assert send(signed_in(aigerim), sat, phone, "x").status_code == 302
    assert Answer.objects.count() == 1


def test_the_journal_has_the_hash_and_no_text(sat, phone, signed_in, aigerim):
    send(signed_in(aigerim), sat, phone, "My mother's telephone rang.")
    entry, row = Entry.objects.get(action="answer_given"), Answer.objects.get()
    assert entry.content["sha256"] == hashlib.sha256(answer_document(row)).hexdigest()
    assert "telephone" not in str(entry.content)


def test_reviewers_read_it_on_the_line_and_in_the_pdf(sat, phone, signed_in, aigerim, admin):
    send(signed_in(aigerim), sat, phone, "Бұл менің калькуляторым еді.")
    client = signed_in(admin)
    for name in ("review:detailed", "reports:photo"):
        assert "Бұл менің калькуляторым еді." in client.get(reverse(name, args=[sat.uuid])).content.decode()
    pdf = client.get(reverse("reports:photo_pdf", args=[sat.uuid])).content
    words = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert "калькуляторым" in words


def test_the_newest_stands_and_earlier_ones_are_kept(sat, phone, signed_in, aigerim):
    client = signed_in(aigerim)
    for text in ("first", "second", "second"):
        send(client, sat, phone, text)
    assert [row.text for row in Answer.objects.all()] == ["first", "second"]
    assert answers_of(sat, [phone]).by_violation[phone.pk].text == "second"


@pytest.mark.parametrize("text", ["", "   ", "x" * 1001, "a\x00b"])
def test_what_is_not_taken_is_not_lost(sat, phone, signed_in, aigerim, text):
    answer = send(signed_in(aigerim), sat, phone, text)
    assert answer.status_code == 422
    assert not Answer.objects.exists()
    if text.startswith("x"):
        assert text in answer.content.decode()


def test_there_is_a_most(sat, phone, signed_in, aigerim, monkeypatch):
    monkeypatch.setattr(services, "MOST_ANSWERS", 2)
    client = signed_in(aigerim)
    for text in "abc":
        assert send(client, sat, phone, text).status_code == 302
    assert Answer.objects.count() == 2


def test_events_of_others_and_of_nobody_cannot_be_answered(sat, over, daniyar, signed_in, aigerim):
    other = sit(daniyar, over, seen=[Seen("phone", 700, 720)])
    assert send(signed_in(aigerim), sat, other.violations.get(), "x").status_code == 404
    address = reverse("owndata:answer", args=[sat.uuid])
    assert signed_in(aigerim).post(address, {"event": "nothing", "text": "x"}).status_code == 422


def test_an_answer_to_an_event_that_is_gone_is_still_read(sat, phone, signed_in, aigerim, admin):
    send(signed_in(aigerim), sat, phone, "It was a book.")
    phone.delete()
    assert answers_of(sat, list(sat.violations.all())).lost[0].text == "It was a book."
    assert "It was a book." in signed_in(admin).get(reverse("review:detailed", args=[sat.uuid])).content.decode()
    assert "It was a book." in signed_in(aigerim).get(reverse("owndata:page", args=[sat.uuid])).content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(-10, 10), st.floats(-10, 10), st.lists(st.integers(0, 3000), max_size=4))
def test_finding_it_anew_leaves_the_answer_in_its_place(sat, phone, earlier, later, strangers):
    """A late segment or a new analysis moves the edges, adds events and makes new rows."""
    Answer.objects.all().delete()
    said = services.give_answer(violation=phone, text="Mine.", by=sat.enrolment.student.user)
    anew = [Violation(pk=1, kind="phone", start_seconds=900 + earlier, end_seconds=930 + later)]
    anew += [
        Violation(pk=2 + place, kind="phone", start_seconds=at, end_seconds=at + 20)
        for place, at in enumerate(strangers)
        if not 860 <= at <= 945
    ]
    found = answers_of(sat, anew[::-1])
    assert [key for key, answer in found.by_violation.items() if answer.uuid == said.uuid] == [1]
    assert found.lost == ()


def test_a_rebuild_from_new_observations_leaves_the_answer_on_its_event(sat, phone, monkeypatch):
    """The machine's rows are all replaced; trust and the word of the student stay beside the same event."""
    said = services.give_answer(violation=phone, text="Mine.", by=sat.enrolment.student.user)

    measured = rebuilding.material_of

    def material(spans, *told, **named):
        found = [Episode("phone", Span(*span), Observation(span[0] + 1, "phone", 0.9), "camera") for span in spans]
        return replace(measured(*told, **named), episodes=found)

    for spans in ([(902.0, 935.0)], [(100.0, 120.0), (890.0, 931.0)], [(902.0, 935.0), (2000.0, 2040.0)]):
        monkeypatch.setattr(rebuilding, "material_of", partial(material, spans))
        Violation.objects.filter(attempt=sat).delete()  # as if nothing carried over
        rebuilding.rebuild(sat)
        rows = list(sat.violations.all())
        places = {row.start_seconds: answers_of(sat, rows).by_violation.get(row.pk) for row in rows}
        assert len(places) == len(spans)
        assert [start for start, answer in places.items() if answer] == [s for s, _ in spans if 880 < s < 910]
        assert next(answer for answer in places.values() if answer).uuid == said.uuid
    assert Answer.objects.get().start_seconds == 900
