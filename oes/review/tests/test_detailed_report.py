"""The detailed report and its poll: who may, what it shows, how many queries (G20-G24)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.accounts.links import Links
from oes.journal.models import Entry
from oes.recordings.models import Gap
from oes.review.detailed_queries import attempts_of, report_of, version_of
from oes.review.services import record_verdict
from tests.scenes import Seen, add_checks, add_segment, sit, start

SEEN = [Seen("looked_away", 70, 84), Seen("nobody_in_frame", 172, 190), Seen("second_person", 900, 930)]
NAMES = ("review:detailed", "review:detailed_poll")


@pytest.fixture
def ended(aigerim, exam):
    return sit(aigerim, exam, seen=SEEN)


@pytest.fixture
def get(signed_in, admin):
    def ask(attempt, name="review:detailed", who=admin, **headers):
        return signed_in(who).get(reverse(name, args=(attempt.uuid,)), headers=headers or None)

    return ask


def report(attempt, user):
    known = attempts_of(user.organisation).get(pk=attempt.pk)
    return report_of(known, links=Links(user.uuid, "", ""), now=timezone.now())


@pytest.mark.parametrize("name", NAMES)
def test_it_sends_strangers_to_the_sign_in(name, client, settings, ended):
    settings.LOGIN_URL = "/sign-in/"
    assert client.get(reverse(name, args=(ended.uuid,))).url.startswith("/sign-in/")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_it_refuses_everybody_but_the_administration(name, who, get, request, ended):
    assert get(ended, name, request.getfixturevalue(who)).status_code == 403


@pytest.mark.parametrize("name", NAMES)
def test_an_attempt_of_another_institution_is_unknown(name, signed_in, outsider, ended, settings):
    settings.ALLOWED_HOSTS = ["*"]
    answer = signed_in(outsider).get(reverse(name, args=(ended.uuid,)), headers={"host": "elsewhere.example"})
    assert answer.status_code == 404


def test_opening_it_is_in_the_journal_and_polling_is_not(signed_in, ended, admin):
    client = signed_in(admin)
    for name in ("review:detailed", "review:detailed_poll", "review:detailed_poll"):
        assert client.get(reverse(name, args=(ended.uuid,))).status_code == 200
    entry = Entry.objects.get(chain__subject=ended.uuid, action="recording_viewed")
    assert entry.actor == admin.uuid


def test_all_violations_stand_in_order_of_time_with_span_and_weight(ended, admin):
    shown = report(ended, admin).violations
    assert [one.kind for one in shown] == ["looked_away", "nobody_in_frame", "second_person"]
    assert [one.weight for one in shown][1:] == ["−5", "−17"]
    assert shown[0].note  # in the grace time: shown, but free
    assert shown[2].shape == "direct"
    assert shown[2].box.style == "--x:36.00%;--y:20.00%;--w:28.00%;--h:45.00%"


def test_the_ledger_adds_up_to_the_percent(ended, admin):
    shown = report(ended, admin)
    assert 100 - sum(one.deduction for one in shown.violations) == shown.trust.percent == 78
    assert (shown.ledger.lost, shown.ledger.left, shown.ledger.is_rounded) == ("−22", "78", False)
    assert [line.why_free != "" for line in shown.ledger.free] == [True]


def test_a_used_up_cap_says_so(aigerim, exam, admin):
    attempt = sit(aigerim, exam, seen=[Seen("looked_away", 200, 460), Seen("looked_away", 600, 700)])
    ledger = report(attempt, admin).ledger
    assert [line.capped for line in ledger.weighing] == [False, True]


def test_the_page_has_verdict_buttons_once_the_attempt_ended(get, ended, aigerim, exam):
    address = reverse("review:verdicts", args=(ended.uuid,))
    assert address in get(ended).content.decode()
    running = start(aigerim, exam)
    page = get(running).content.decode()
    assert reverse("review:verdicts", args=(running.uuid,)) not in page
    assert 'data-act="live"' in page


def test_the_poll_says_what_the_running_page_needs(get, aigerim, exam):
    attempt = start(aigerim, exam)
    Gap.objects.create(attempt=attempt, track="camera", start_seconds=10, end_seconds=20, reason="reload")
    add_segment(attempt, 0)
    told = get(attempt, "review:detailed_poll").json()
    assert told["running"] is True
    assert told["gaps"][0]["reason"] == "reload"
    assert set(told) >= {"state", "trust", "violations", "segments", "parts", "ledger_html", "carousel_html"}


def test_an_unchanged_report_answers_304_without_a_body(get, ended):
    first = get(ended, "review:detailed_poll")
    again = get(ended, "review:detailed_poll", if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_verdict_or_news_of_the_attempt_change_the_version(ended, admin):
    def version():
        return version_of(attempts_of(admin.organisation).get(pk=ended.pk), timezone.now())

    versions = [version()]
    record_verdict(attempt=ended, honest=True, reason="", by=admin)
    versions.append(version())
    ended.changed_at = timezone.now()
    ended.save()
    versions.append(version())
    assert len(set(versions)) == 3


def test_too_short_and_thin_attempts_say_why_there_is_no_percent(aigerim, exam, admin, get):
    short, thin = sit(aigerim, exam, minutes=2), sit(aigerim, exam, covered=0.5)
    assert report(short, admin).too_short
    assert report(short, admin).trust.number == "-"
    assert report(thin, admin).is_insufficient
    assert "50%" in get(thin).content.decode()


def test_an_attempt_that_never_began_has_no_report(get, attempt):
    attempt.started_at = None
    attempt.save()
    assert get(attempt).status_code == 404


@pytest.mark.parametrize("many", [1, 12])
def test_the_number_of_queries_does_not_depend_on_the_rows(many, aigerim, exam, admin, django_assert_num_queries):
    attempt = sit(aigerim, exam, seen=[Seen("looked_away", 200 + 30 * n, 210 + 30 * n) for n in range(many)])
    add_checks(attempt)
    for _ in range(many):
        record_verdict(attempt=attempt, honest=True, reason=str(_), by=admin)
    with django_assert_num_queries(21):
        report(attempt, admin)


def test_an_unchanged_poll_costs_two_queries(ended, admin, django_assert_num_queries):
    with django_assert_num_queries(2):
        version_of(attempts_of(admin.organisation).get(pk=ended.pk), timezone.now())
