"""The recorder's bearer API; docs/recorder-api.md is its contract."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import wraps
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from oes.attempts import services as attempts
from oes.attempts.allowances import closes_at, token_lifetime
from oes.attempts.challenges import due_challenge, is_asked_at_start, mark_start
from oes.attempts.models import AccessToken, Attempt, AttemptMark
from oes.attempts.tokens import upload_token_required
from oes.domain.bitrates import low
from oes.domain.policy import ProgramUse
from oes.domain.tiers import lacks_its_screen
from oes.exams.models import ReferencePhoto
from oes.journal import services as journal
from oes.lib.problems import problem
from oes.recorder.address import exam_origins, exam_page
from oes.recorder.fairness import break_of, counter_of
from oes.recorder.forms import BadBody, announced_of, events_of, json_body, uuid_of
from oes.recorder.guard_gate import guard_state
from oes.recordings import services as recordings
from oes.recordings.late import may_still_announce
from oes.recordings.models import ClientEvent, Segment, TrackKind

TOLD_MARKS = frozenset({AttemptMark.Kind.NO_LOCAL_STORE, AttemptMark.Kind.SCREEN_UNVERIFIED})
"""Marks that only the browser can know of. The others are the server's own."""

View = Callable[..., HttpResponse]


def told(view: View) -> View:
    """Turn bad bodies and refused moves into problem answers."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except BadBody as error:
            return problem(400, "bad_body", str(error))
        except attempts.AttemptRefused as refused:
            return problem(409, refused.code)
        except (recordings.TooManyEvents, recordings.TooManyAnnounced):
            return problem(429, "too_many", "this attempt has told enough", retry_after=60)

    return answered


@upload_token_required
@require_POST
@told
def runs(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Give a page load the lease, and tell it what to record."""
    body = json_body(request)
    key = uuid_of(body["run_key"], "run_key") if "run_key" in body else None
    try:
        run = recordings.open_run(
            attempt=attempt, take_over=body.get("take_over") is True, key=key,
            user_agent=request.headers.get("User-Agent", ""),
        )  # fmt: skip
    except recordings.LeaseHeld:
        return problem(409, "lease_held", "another page records this attempt")
    told = {"run": run.number, "run_key": str(run.key), **clock_of(attempt), "policy": _policy(attempt)}
    return JsonResponse({**told, "link": journal.head_of(attempt.uuid)}, status=201)


@upload_token_required
@require_GET
@told
def state(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Answer the page's poll; keeps its lease alive."""
    holds = recordings.keep_lease(attempt=attempt, run_key=uuid_of(request.GET.get("run_key"), "run_key"))
    policy = attempt.policy.value()
    prefetch_related_objects([attempt], "allowances", "pauses")
    now = timezone.now()
    return JsonResponse(
        {
            **clock_of(attempt),
            "holds_lease": holds,
            "stored": Segment.objects.filter(track__attempt=attempt).count(),
            **counter_of(attempt, policy),
            "challenge": due_challenge(attempt),
            "guard": guard_state(attempt, now).state if policy.guard != ProgramUse.OFF else None,
            "break": break_of(attempt, now),
            "closes_in_seconds": (closes_at(attempt, now) - now).total_seconds(),
        }
    )


@upload_token_required
@require_GET
def check(request: HttpRequest, attempt: Attempt, run: int, sequence: int) -> HttpResponse:
    """Tell what the machine saw in a segment of the device check."""
    place = Segment.objects.filter(
        track__attempt=attempt, track__kind=TrackKind.CHECK_START, run__number=run, sequence=sequence
    )
    segment = place.select_related("answer").first()
    if segment is not None and segment.unreadable_reason:
        return JsonResponse({"status": "done", "problems": ["unreadable"], "frames": 0})
    answer = getattr(segment, "answer", None)
    if answer is None:
        return JsonResponse({"status": "waiting", "problems": [], "frames": 0})
    problems = [p for p in answer.problems.split(",") if p]
    return JsonResponse({"status": "done", "problems": problems, "frames": answer.frames})


@upload_token_required
@require_POST
@told
def ready(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Note that the device check is over."""
    data = json_body(request)
    if not attempt.is_running:
        refused = "" if attempt.is_rehearsal else guard_state(attempt, timezone.now()).refusal
        if refused:
            return problem(409, refused)
        attempt = attempts.ready_attempt(attempt=attempt, tier=str(data.get("tier")))
        if lacks_its_screen(attempt.tier, request.headers.get("User-Agent", "")):
            attempts.add_mark(attempt=attempt, kind=AttemptMark.Kind.NO_SCREEN)
    _keep_marks(attempt, data)
    return JsonResponse({"state": attempt.state})


@upload_token_required
@require_POST
@told
def start(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """ "OK": start the clock and hand out the way into the testing system, which nobody sees before."""
    data = json_body(request)
    begins = not attempt.is_running
    attempt = attempts.start_attempt(attempt=attempt)
    if attempt.is_rehearsal:  # there is no testing system to enter
        return JsonResponse(clock_of(attempt))
    if begins:
        _mark_check(attempt)
    _keep_marks(attempt, data)
    return JsonResponse({**clock_of(attempt), **entrance_of(request, attempt)})


def _mark_check(attempt: Attempt) -> None:
    """Mark a start that the device check did not clear: the newest answer decides, none means unchecked."""
    newest = Segment.objects.filter(track__attempt=attempt, track__kind=TrackKind.CHECK_START, answer__isnull=False)
    segment = newest.select_related("answer").order_by("-pk").first()
    if segment is None:
        attempts.add_mark(attempt=attempt, kind=AttemptMark.Kind.NOT_CHECKED)
    elif segment.answer.problems:
        attempts.add_mark(attempt=attempt, kind=AttemptMark.Kind.FACE_UNCLEAR)
    if not attempt.enrolment.student.photos.filter(state=ReferencePhoto.State.APPROVED).exists():
        attempts.add_mark(attempt=attempt, kind=AttemptMark.Kind.NO_REFERENCE)
    mark_start(attempt)


def entrance_of(request: HttpRequest, attempt: Attempt) -> dict[str, object]:
    """Return the way into the testing system, with fresh tokens; nobody gets it before "OK"."""
    exam = attempt.enrolment.exam
    lifetime = token_lifetime(attempt, timezone.now())
    back = attempts.mint_token(attempt=attempt, use=AccessToken.Use.RETURN, lifetime=lifetime)
    link = request.build_absolute_uri(reverse("recorder:return", args=[back]))
    return {
        "address": exam_page(request, attempt, link),
        "access_code": exam.access_code,
        "embed_token": attempts.mint_token(attempt=attempt, use=AccessToken.Use.EMBED, lifetime=lifetime),
        "embed_origins": exam_origins(request, exam),
    }


@upload_token_required
@require_POST
@told
def events(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Store what the page told."""
    data = json_body(request)
    page = uuid_of(data.get("run_key"), "run_key")
    stored = recordings.record_events(
        attempt=attempt, source=ClientEvent.Source.RECORDER, page=page, events=events_of(data)
    )
    return JsonResponse({"stored": stored.new, "link": stored.link or journal.head_of(attempt.uuid)})


@upload_token_required
@require_POST
@told
def manifest(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Keep which segments are still to come. After the end nothing can be added."""
    announced = announced_of(json_body(request))
    if attempt.has_ended:
        return problem(409, "closed", "the attempt has ended")
    recordings.announce(attempt=attempt, segments=announced)
    return JsonResponse({})


@upload_token_required
@require_POST
@told
def finish(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """End the clock. What is still to be sent is announced in the same breath."""
    announced = announced_of(json_body(request))
    if attempt.started_at is None:
        return problem(409, "wrong_state", "the attempt has not started")
    if not attempt.has_ended or may_still_announce(attempt, timezone.now()):
        with suppress(recordings.TooManyAnnounced):  # it ends all the same
            recordings.announce(attempt=attempt, segments=announced)
    attempt = attempts.end_attempt(attempt=attempt, source="student")
    seconds = attempt.duration_seconds(timezone.now())
    return JsonResponse({"state": attempt.state, "duration_seconds": seconds, "link": journal.head_of(attempt.uuid)})


def clock_of(attempt: Attempt) -> dict[str, object]:
    """Return where the attempt stands; its clock goes on in a pause."""
    elapsed = attempt.clock_seconds(timezone.now())
    return {"state": attempt.state, "tier": attempt.tier, "elapsed_seconds": round(elapsed, 3)}


def _policy(attempt: Attempt) -> dict[str, object]:
    policy = attempt.policy.value()
    return {
        "camera_kbps": policy.camera_kbps,
        "sound_kbps": policy.sound_kbps,
        "screen_kbps": policy.screen_kbps,
        "low": asdict(low(policy)),
        "camera_frames_per_second": policy.camera_frames_per_second,
        "segment_seconds": policy.segment_seconds,
        "show_counter": policy.show_counter,
        "tiers": list(attempts.allowed_tiers(attempt)),
        "challenge_at_start": is_asked_at_start(attempt),
    }


def _keep_marks(attempt: Attempt, data: dict[str, Any]) -> None:
    told = data.get("marks")
    for kind in TOLD_MARKS.intersection(m for m in told if isinstance(m, str)) if isinstance(told, list) else ():
        attempts.add_mark(attempt=attempt, kind=kind)
