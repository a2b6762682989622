"""The student's own page: who may open it, what it shows and when."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from oes.attempts.models import Attempt
from oes.domain.policy import Policy, policy_to_dict
from oes.exams.models import Exam, ProctoringPolicy
from oes.exams.services import current_policy
from oes.journal import services as journal
from oes.journal.models import Entry
from oes.lib import blobs
from oes.owndata.queries import picture_url
from oes.recordings.models import Gap, JoinedFile, Track
from oes.recordings.playback import recording_of
from tests.scenes import Seen, add_checks, add_segment, sit


def page(attempt) -> str:
    return reverse("owndata:page", args=[attempt.uuid])


def rules(attempt, **changes) -> None:
    stored = policy_to_dict(replace(Policy(), **changes))
    ProctoringPolicy.objects.filter(pk=attempt.policy_id).update(rules=stored)


@pytest.fixture
def film(sat) -> JoinedFile:
    add_segment(sat, 0)
    track = Track.objects.get(attempt=sat, kind="camera")
    Track.objects.filter(pk=track.pk).update(joined_at=timezone.now())
    blobs.put(f"attempts/{sat.uuid}/camera.webm", b"film")
    return JoinedFile.objects.create(
        track=track, start_seconds=0, end_seconds=8, blob_key=f"attempts/{sat.uuid}/camera.webm", container="webm"
    )


def addresses(attempt, film, mine) -> list[str]:
    event = attempt.violations.first()
    recording = reverse("owndata:recording", args=[attempt.uuid, film.uuid])
    return [
        page(attempt),
        picture_url(attempt, "identity", attempt.identitychecks.first().uuid, mine),
        picture_url(attempt, "evidence", event.uuid, mine),
        f"{recording}?token={mine.token(recording_of(attempt.uuid))}",
    ]


def status_of(client: Client, address: str) -> int:
    answer = client.get(address)
    answer.close()  # a file that is streamed stays open until then
    return answer.status_code


def test_only_the_student_has_it(sat, film, signed_in, links, aigerim, daniyar, proctor, admin, outsider):
    mine = signed_in(aigerim)
    found = addresses(sat, film, links(mine, aigerim.user))
    assert [status_of(Client(), address) for address in found] == [302] * 4
    for who, status in ((proctor, 403), (admin, 403), (outsider, 403), (daniyar, 404)):
        assert [status_of(signed_in(who), address) for address in found] == [status] * 4, who
    assert [status_of(mine, address) for address in found] == [200] * 4
    assert [status_of(signed_in(aigerim), address) for address in found] == [200, 403, 403, 403]


def test_the_recording_needs_its_link(sat, film, signed_in, links, aigerim, daniyar):
    bare = reverse("owndata:recording", args=[sat.uuid, film.uuid])
    assert signed_in(aigerim).get(bare).status_code == 403
    others = links(signed_in(daniyar), daniyar.user).token(recording_of(sat.uuid))
    assert signed_in(aigerim).get(f"{bare}?token={others}").status_code == 403


def test_while_the_exam_runs_there_is_no_page(attempt, signed_in, aigerim):
    assert signed_in(aigerim).get(page(attempt)).status_code == 404


def test_the_page_is_reached_from_the_exams(sat, signed_in, aigerim):
    assert page(sat) in signed_in(aigerim).get(reverse("recorder:home")).content.decode()


def test_it_shows_recording_gaps_checks_and_findings(sat, film, signed_in, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    Gap.objects.create(attempt=sat, track="camera", start_seconds=100, end_seconds=130, reason="offline")
    shown = signed_in(aigerim).get(page(sat)).content.decode()
    for words in ("Camera recorded", "no connection", "Verification - Face", "Trust stated by the program"):
        assert words in shown
    assert shown.count('class="moment is-event"') == 2
    assert Entry.objects.filter(action="own_data_viewed", actor=aigerim.user.uuid).count() == 1


@pytest.mark.parametrize("hide", ["never", "open", "analysing", "verdict"])
def test_findings_wait_for_exam_and_rules(sat, signed_in, links, aigerim, over, hide):
    if hide == "never":
        rules(sat, show_reasons=False)
    if hide == "verdict":
        rules(sat, findings_after="verdict")
    if hide == "open":
        Exam.objects.filter(pk=over.pk).update(closes_at=timezone.now() + timedelta(hours=1))
    if hide == "analysing":
        sat.trust.is_final = False
        sat.trust.save()
    client, event = signed_in(aigerim), sat.violations.first()
    shown = client.get(page(sat))
    assert "is-event" not in shown.content.decode()
    assert shown.context["own"].findings.percent is None
    picture = picture_url(sat, "evidence", event.uuid, links(client, aigerim.user))
    assert client.get(picture).status_code == 404
    sent = {"event": event.uuid, "text": "It fell."}
    assert client.post(reverse("owndata:answer", args=[sat.uuid]), sent).status_code == 404


def test_it_says_who_has_seen_it_by_role_and_never_by_name(sat, signed_in, admin, aigerim, settings):
    settings.LANGUAGE_CODE = "en"
    admin.last_name = "Secretov"
    admin.save()
    signed_in(admin).get(reverse("review:detailed", args=[sat.uuid]))
    journal.append(subject=sat.uuid, action="photo_report_mailed", actor=admin.uuid, to="dean@uni.kz")
    shown = signed_in(aigerim).get(page(sat)).content.decode()
    assert "Administration: opened the detailed report" in shown
    assert "to an address at uni.kz" in shown
    assert Entry.objects.get(action="recording_viewed").link[:12] in shown
    assert not any(word in shown for word in ("Secretov", "dean@", admin.username + "<"))


def test_pictures_of_others_cannot_be_had(sat, over, daniyar, signed_in, links, aigerim):
    other = sit(daniyar, over, seen=[Seen("phone", 700, 720)])
    add_checks(other)
    client = signed_in(aigerim)
    for kind, key in (
        ("identity", other.identitychecks.first().uuid), ("evidence", other.violations.first().uuid),
        ("reference", "x"), ("identity", "9" * 30), ("identity", "x"), ("evidence", "x"),
    ):  # fmt: skip
        assert client.get(reverse("owndata:picture", args=[sat.uuid, kind, key])).status_code == 403
        assert client.get(picture_url(sat, kind, key, links(client, aigerim.user))).status_code == 404


def test_the_number_of_queries_does_not_grow(sat, signed_in, aigerim, django_assert_max_num_queries):
    client = signed_in(aigerim)
    for second in range(20):
        Gap.objects.create(attempt=sat, track="camera", start_seconds=second, end_seconds=second + 1, reason="offline")
    with django_assert_max_num_queries(45):
        client.get(page(sat))


def test_an_attempt_that_never_began_has_a_page(enrolment, signed_in, aigerim):
    policy = current_policy(enrolment.exam.organisation)
    attempt = Attempt.objects.create(enrolment=enrolment, attempt_number=1, state="expired", policy=policy)
    assert signed_in(aigerim).get(page(attempt)).status_code == 200
