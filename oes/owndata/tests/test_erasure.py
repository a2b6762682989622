"""Requests to erase: asked for, decided, carried out when nothing keeps the attempt."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.domain.erasure import NEXT, OPEN, ErasureState, Kept, kept_until
from oes.journal.models import Entry
from oes.owndata import erasure, keeping
from oes.owndata.models import ErasureRequest


@pytest.fixture
def asked(sat) -> ErasureRequest:
    return erasure.ask_for_erasure(attempt=sat, words="Please.")


@pytest.fixture
def held(monkeypatch):
    """Let something keep every attempt; return the list of its reasons."""
    reasons = [Kept("An appeal is open.", date(2027, 1, 31))]
    monkeypatch.setattr(keeping, "_keepers", ["held"])
    monkeypatch.setattr(keeping, "import_string", lambda path: lambda attempt, now: list(reasons))
    return reasons


def ask(client, attempt, words=""):
    return client.post(reverse("owndata:ask", args=[attempt.uuid]), {"words": words})


def decide(client, row, **sent):
    return client.post(reverse("owndata:decide", args=[row.uuid]), sent)


def test_open_states_are_those_that_lead_somewhere():
    assert {state for state, following in NEXT.items() if following} == OPEN


def test_days_of_reasons_add_up_to_the_last():
    assert kept_until([Kept("a", date(2027, 1, 1)), Kept("b", date(2027, 2, 1))]) == date(2027, 2, 1)
    assert kept_until([Kept("a", date(2027, 1, 1)), Kept("b")]) is None
    assert kept_until([]) is None


def test_the_student_asks_once(sat, signed_in, aigerim, daniyar, admin):
    assert ask(Client(), sat).status_code == 302
    assert (ask(signed_in(admin), sat).status_code, ask(signed_in(daniyar), sat).status_code) == (403, 404)
    assert not ErasureRequest.objects.exists()
    client = signed_in(aigerim)
    for _ in range(2):
        assert ask(client, sat, "My sister is in it.").status_code == 302
    assert [row.words for row in ErasureRequest.objects.all()] == ["My sister is in it."]
    assert "sister" not in str(Entry.objects.get(action="erasure_requested").content)


def test_too_many_words_are_given_back(sat, signed_in, aigerim):
    answer = ask(signed_in(aigerim), sat, "x" * 501)
    assert (answer.status_code, "x" * 501 in answer.content.decode()) == (422, True)
    assert not ErasureRequest.objects.exists()


def test_while_the_exam_runs_nobody_asks(attempt, signed_in, aigerim):
    assert ask(signed_in(aigerim), attempt).status_code == 404
    with pytest.raises(erasure.ErasureRefused, match="running"):
        erasure.ask_for_erasure(attempt=attempt, words="")


def test_who_decides(asked, signed_in, admin, proctor, aigerim, outsider):
    listed = reverse("owndata:requests")
    assert (Client().get(listed).status_code, decide(Client(), asked, decision="grant").status_code) == (302, 302)
    for who in (proctor, aigerim, outsider):
        assert signed_in(who).get(listed).status_code == 403
        assert decide(signed_in(who), asked, decision="grant").status_code == 403
    asked.refresh_from_db()
    assert asked.state == ErasureState.REQUESTED
    assert "Please." in signed_in(admin).get(listed).content.decode()


def test_another_institution_does_not_have_it(asked, signed_in, outsider):
    there = {"host": "elsewhere.example"}
    client = signed_in(outsider)
    assert client.post(
        reverse("owndata:decide", args=[asked.uuid]), {"decision": "grant"}, headers=there
    ).status_code in (400, 404)
    asked.refresh_from_db()
    assert asked.state == ErasureState.REQUESTED


def test_a_refusal_needs_a_reason_that_the_student_reads(asked, sat, signed_in, admin, aigerim):
    client = signed_in(admin)
    for sent in ({"decision": "refuse"}, {"decision": "perhaps"}, {"decision": "refuse", "reason": "x" * 501}, {}):
        decide(client, asked, **sent)
        asked.refresh_from_db()
        assert asked.state == ErasureState.REQUESTED
    decide(client, asked, decision="refuse", reason="An appeal is open.")
    decide(client, asked, decision="grant")  # decided once
    asked.refresh_from_db()
    assert (asked.state, asked.decided_by, asked.reason) == ("refused", admin, "An appeal is open.")
    assert "An appeal is open." in signed_in(aigerim).get(reverse("owndata:page", args=[sat.uuid])).content.decode()
    assert ask(signed_in(aigerim), sat).status_code == 302
    assert ErasureRequest.objects.count() == 2


def test_granting_deletes_nothing_while_something_keeps_it(asked, held, signed_in, admin):
    client, now = signed_in(admin), timezone.now()
    assert "An appeal is open." in client.get(reverse("owndata:requests")).content.decode()
    decide(client, asked, decision="grant")
    assert list(erasure.due_erasures(now)) == []
    asked.refresh_from_db()
    with pytest.raises(erasure.ErasureRefused, match="kept"):
        erasure.finish_erasure(request=asked, now=now)
    held.clear()
    assert list(erasure.due_erasures(now)) == [asked]
    erasure.finish_erasure(request=asked, now=now)
    asked.refresh_from_db()
    assert (asked.state, asked.done_at) == (ErasureState.DONE, now)
    assert Entry.objects.filter(action="erasure_done").count() == 1
    with pytest.raises(erasure.ErasureRefused, match="decided"):
        erasure.finish_erasure(request=asked, now=now)


def test_the_list_has_few_queries_however_long(asked, over, daniyar, signed_in, admin, django_assert_max_num_queries):
    from tests.scenes import sit

    for _ in range(4):
        erasure.ask_for_erasure(attempt=sit(daniyar, over), words="")
    client = signed_in(admin)
    with django_assert_max_num_queries(12):
        client.get(reverse("owndata:requests"))
