"""The account on the reports, what people decide there, and who may."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from oes.attempts.allowances import terms_of
from oes.attempts.models import Attempt
from oes.domain.policy import Policy
from oes.exams.services import add_policy
from oes.journal.models import Entry
from oes.lib import blobs
from oes.recordings.models import FaultLine, Gap, Run, Segment, UnannouncedSegment
from oes.recordings.playback import recording_of
from tests.scenes import sit, start

POSTS = ("review:unannounced", "review:server_time")


@pytest.fixture
def ended(aigerim, exam) -> Attempt:
    return sit(aigerim, exam, minutes=60)


@pytest.fixture
def page(signed_in, admin):
    def read(attempt, name="review:detailed"):
        client = signed_in(admin)
        client.cookies["django_language"] = "en"
        return client.get(reverse(name, args=(attempt.uuid,))).content.decode()

    return read


def late(attempt: Attempt, sequence: int = 1, start: float = 600.0) -> UnannouncedSegment:
    run, _ = Run.objects.get_or_create(attempt=attempt, number=1, defaults={"last_seen_at": timezone.now()})
    key = f"attempts/{attempt.uuid}/camera/1-{sequence}.webm"
    blobs.put(key, b"late")
    return UnannouncedSegment.objects.create(
        attempt=attempt, track="camera", run=run, sequence=sequence, started_seconds=start, ended_seconds=start + 8,
        sha256=f"{sequence:064}", size=4, container="webm", blob_key=key, link="", received_at=timezone.now(),
    )  # fmt: skip


def down(attempt: Attempt, start: float, end: float) -> FaultLine:
    return FaultLine.objects.create(
        attempt=attempt, cause="server", reason="server_down", start_seconds=start, end_seconds=end,
        known_by="server", browser_from=attempt.started_at, browser_to=attempt.started_at,
    )  # fmt: skip


@pytest.mark.parametrize("name", POSTS)
@pytest.mark.parametrize("who", ["proctor", "aigerim", "outsider"])
def test_only_the_administration_decides(name, who, signed_in, request, ended):
    row = late(ended)
    answer = signed_in(request.getfixturevalue(who)).post(
        reverse(name, args=(ended.uuid,)), {"answer": "accept", "segments": str(row.uuid)}
    )
    assert answer.status_code == 403
    assert UnannouncedSegment.objects.get().state == "waiting"


@pytest.mark.parametrize("name", POSTS)
def test_strangers_are_sent_to_the_sign_in_and_looking_is_no_deciding(name, client, signed_in, admin, ended):
    assert client.post(reverse(name, args=(ended.uuid,))).status_code == 302
    assert signed_in(admin).get(reverse(name, args=(ended.uuid,))).status_code == 405


def test_each_track_says_how_much_of_it_is_there_and_why_the_rest_is_not(ended, page):
    Gap.objects.create(
        attempt=ended, track="camera", start_seconds=600, end_seconds=960, reason="server_down", known_by="server",
        server_from=ended.started_at + timedelta(seconds=600), server_to=ended.started_at + timedelta(seconds=960),
    )  # fmt: skip
    text = page(ended)
    assert "<b>90%</b>" in text
    assert "<b>100%</b>" in text  # the screen
    assert "our server could not be reached" in text
    assert "00:10:00 – 00:16:00" in text


def test_every_report_prints_the_coverage(ended, page, signed_in, admin):
    assert "99% recorded" in page(ended)
    assert "<dd>99%</dd>" in page(ended, "reports:photo")
    client = signed_in(admin)
    client.cookies["django_language"] = "en"
    assert "99% recorded" in client.get(reverse("review:card", args=(ended.enrolment.student.uuid,))).content.decode()


def test_technical_faults_stand_apart_and_without_weight(ended, page):
    down(ended, 100, 165)
    photo = page(ended, "reports:photo")
    assert "Our server: 1 fault, 1 min 5 s" in photo
    assert "<dt>Technical faults, not counted</dt><dd>1</dd>" in photo
    text = page(ended)
    assert "Our server could not be reached for 1 min 5 s. It is not the student’s fault." in text
    assert reverse("review:server_time", args=(ended.uuid,)) not in text  # it has ended: nothing can be given


def test_what_came_unannounced_can_be_seen_accepted_and_refused(ended, page, signed_in, admin):
    rows = [late(ended, n, 600.0 + 8 * n) for n in range(3)]
    apart = late(ended, 9, 900.0)
    text = page(ended)
    assert text.count('name="segments"') == 2  # what follows each other is one line
    client = signed_in(admin)
    address = reverse("review:unannounced", args=(ended.uuid,))
    client.post(address, {"answer": "accept", "segments": ",".join(str(row.uuid) for row in rows)})
    client.post(address, {"answer": "refuse", "segments": [str(apart.uuid)]})
    assert [row.state for row in UnannouncedSegment.objects.order_by("sequence")] == ["accepted"] * 3 + ["refused"]
    assert Segment.objects.filter(track__attempt=ended, track__kind="camera", analysed_at=None).count() == 3
    assert Entry.objects.get(action="unannounced_accepted").actor == admin.uuid


@pytest.mark.parametrize("sent", [{}, {"answer": "accept"}, {"answer": "accept", "segments": "x"}, {"segments": "1"}])
def test_a_bad_answer_decides_nothing(sent, ended, signed_in, admin):
    late(ended)
    assert signed_in(admin).post(reverse("review:unannounced", args=(ended.uuid,)), sent).status_code == 302
    assert UnannouncedSegment.objects.get().state == "waiting"


def test_the_bytes_of_a_late_part_need_a_link_of_the_same_person(ended, signed_in, links, admin, proctor, client):
    row = late(ended)
    address = reverse("recordings:late", args=[row.uuid])
    mine = signed_in(admin)
    token = links(mine, admin).token(recording_of(ended.uuid))
    assert b"".join(mine.get(f"{address}?token={token}").streaming_content) == b"late"
    assert signed_in(admin).get(address).status_code == 403
    assert signed_in(proctor).get(f"{address}?token={token}").status_code == 403
    assert client.get(f"{address}?token={token}").status_code == 302


def test_lost_minutes_are_offered_and_given_once(aigerim, exam, signed_in, admin, page):
    attempt = start(aigerim, exam)
    down(attempt, 100, 221)
    address = reverse("review:server_time", args=(attempt.uuid,))
    assert "Give back 3 minutes" in page(attempt)
    for _ in range(2):
        signed_in(admin).post(address)
    assert terms_of(attempt).extra_minutes == 3
    assert Entry.objects.get(action="server_time_given").actor == admin.uuid
    assert "3 minutes were given back" in page(attempt)


def test_an_institution_may_give_nothing_back(aigerim, exam, organisation, signed_in, admin, page):
    add_policy(organisation=organisation, policy=Policy(server_time="off"))
    attempt = start(aigerim, exam)
    down(attempt, 100, 221)
    assert "Give back" not in page(attempt)
    signed_in(admin).post(reverse("review:server_time", args=(attempt.uuid,)))
    assert terms_of(attempt).extra_minutes == 0
