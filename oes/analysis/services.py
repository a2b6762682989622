"""Segments become observation sets; photos become embeddings. One piece of work a call, each in its own rows."""

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef

from oes.analysis import checks
from oes.analysis.columns import from_columns, sound_column, to_columns
from oes.analysis.confined import facts_of, look_at_camera, look_at_photo
from oes.analysis.documents import observation_set, segment_part
from oes.analysis.facts import (
    STEP_SECONDS,
    BrokeReader,
    CameraMeasures,
    MediaFacts,
    PhotoFacts,
    UnreadableMedia,
)
from oes.analysis.models import ObservationSet, ReferenceEmbedding
from oes.analysis.networks_here import analysis_version
from oes.analysis.played import keep_playable
from oes.analysis.references import packed, references_of
from oes.analysis.screen_stage import screen_columns
from oes.analysis.similarity import with_similarity
from oes.attempts.models import Attempt
from oes.exams.models import ReferencePhoto, Student
from oes.journal import services as journal
from oes.lib import blobs
from oes.lib.canonical import digest
from oes.lib.keys import NoKey
from oes.lib.sealed import Unsealable
from oes.recordings.models import Segment, TrackKind
from oes.recordings.services import claim_segment, finish_segment, give_back, note_failed_try

log = logging.getLogger(__name__)
SCREENS = (TrackKind.SCREEN, TrackKind.CHECK_SCREEN)
CHECKS = (TrackKind.CHECK_START, TrackKind.CHECK_END)
GONE = "its bytes are gone"
BY_CONTENT = (ArithmeticError, LookupError, TypeError, ValueError)
_PLAYER_NAMES = {
    "vp8": "vp8",
    "vp9": "vp09.00.10.08",
    "av1": "av01.0.04M.08",
    "mjpeg": "vp8",  # what players get of pictures
    "libdav1d": "av01.0.04M.08",
    "h264": "avc1.42E01F",
    "opus": "opus",
    "vorbis": "vorbis",
    "aac": "mp4a.40.2",
}


def analyse_next() -> bool:
    """Analyse one waiting segment; return False when none waits. Safe to kill at any moment.

    A full disk, a locked database or a lost network file are no fault of the segment: its try is given back. What its
    own content can bring about is not, the end of the process that reads it included: the third time makes it
    unreadable with its reason, and the attempt can be judged.
    """
    segment = claim_segment()
    if segment is None:
        return False
    counts = False
    try:
        _analyse_or_give_up(segment)
        counts = True
    except BrokeReader as error:
        counts = True
        note_failed_try(segment, reason=str(error))
        log.warning("segment broke its reader", extra={"segment": str(segment.uuid), "reason": str(error)})
    except BY_CONTENT as error:
        counts = True
        note_failed_try(segment, reason=f"{type(error).__name__} while it was analysed")
        raise
    finally:
        if not counts:
            give_back(segment)
    return True


def _analyse_or_give_up(segment: Segment) -> None:
    analyse_this = analyse_rehearsal if segment.track.attempt.is_rehearsal else analyse
    try:
        analyse_this(segment)
    except UnreadableMedia as error:
        finish_segment(segment, unreadable=str(error))
        log.warning("segment unreadable", extra={"segment": str(segment.uuid), "reason": str(error)})
    except NoKey:
        raise  # a folder of keys that is not there is the server's fault, and no word on the segment
    except (FileNotFoundError, Unsealable) as error:
        finish_segment(segment, unreadable="its bytes were changed" if isinstance(error, Unsealable) else GONE)
        log.error("segment has no bytes", extra={"segment": str(segment.uuid), "reason": str(error)})


def analyse(segment: Segment) -> None:
    """Measure a segment and store its set and the verification steps that it shows. Raises UnreadableMedia."""
    body = blobs.read(segment.blob_key)
    more: dict[str, Any] = {}
    if segment.track.kind == TrackKind.CAMERA or segment.track.kind in CHECKS:
        measured, key = _camera(segment, body)
    else:  # a screen, or the recording of a challenge, which is looked at by that
        measured, key = CameraMeasures(facts_of(body), [], None), ""
        more = screen_columns(segment, body) if segment.track.kind in SCREENS else {}
    # Decoding and writing pictures happen outside the transaction, where they keep no upload waiting. A worker
    # that dies in between leaves a segment that is not finished, and checks that the next one fills in again.
    keep_playable(segment, body)
    checks.note_checks(segment=segment, body=body, frames=measured.frames)
    with transaction.atomic():
        _store(segment, measured, compared_with=key, more=more)
        finish_segment(segment, codecs=player_codecs(measured.facts))


def analyse_rehearsal(segment: Segment) -> None:
    """Answer the check of light and face; nothing is compared with anybody, nothing else is kept.

    Raises UnreadableMedia.
    """
    if segment.track.kind == TrackKind.CHECK_START:
        measured = look_at_camera(blobs.read(segment.blob_key), compares=False)
        checks.answer_device_check(segment, measured.frames, segment.track.attempt.policy.value().thresholds)
    finish_segment(segment)


def _camera(segment: Segment, body: bytes) -> tuple[CameraMeasures, str]:
    """Return what a camera segment shows, and the key of the references that its faces were compared with.

    Its sound is only listened to during the exam, and where the policy has it.
    """
    attempt = segment.track.attempt
    if attempt.compares_faces:
        embed_photos_of(attempt.enrolment.student)
    references = references_of(attempt)
    listens = segment.track.kind == TrackKind.CAMERA and attempt.policy.value().listens
    measured = look_at_camera(
        body,
        known=references.embeddings,
        listens=listens,
        checked=checks.compares_faces(segment),
        settled=segment.sequence % 2 == 1,
        compares=attempt.compares_faces,
    )
    return measured, references.key


def player_codecs(facts: MediaFacts) -> str:
    """Return the codecs as a player's MIME type names them; "" for those that no player appends."""
    names = [_PLAYER_NAMES.get(facts.video_codec, "")]
    if facts.audio_codec:
        names.append(_PLAYER_NAMES.get(facts.audio_codec, ""))
    return ",".join(names) if all(names) else ""


def _store(segment: Segment, measured: CameraMeasures, *, compared_with: str, more: dict[str, Any]) -> None:
    columns, embeddings = to_columns(measured.frames)
    if measured.sound:
        columns["sound"] = sound_column(measured.sound)
    try:
        with transaction.atomic():
            row = ObservationSet.objects.create(
                segment=segment, revision=1, version=analysis_version(), step_seconds=STEP_SECONDS,
                frames={**columns, **more}, embeddings=embeddings, compared_with=compared_with,
                duration_seconds=measured.facts.seconds,
            )  # fmt: skip
            _link(row)
    except IntegrityError as error:  # a worker that was taken for dead had finished after all: its set stands
        if not ObservationSet.objects.filter(segment=segment, revision=1).exists():
            raise UnreadableMedia("what it shows cannot be stored") from error
        log.info("segment was analysed already", extra={"segment": str(segment.uuid)})


def recompare(attempt: Attempt) -> int:
    """Compare stored embeddings with the references as they are now, where those have changed.

    Adds a revision to each set that was compared with others; nothing is decoded again. Returns how many.
    """
    references = references_of(attempt)
    changed = 0
    for row in latest_sets(attempt).exclude(compared_with=references.key):
        frames = from_columns(row.frames, bytes(row.embeddings), with_embeddings=True)
        columns, embeddings = to_columns(with_similarity(frames, references.embeddings))
        with transaction.atomic():
            again = ObservationSet.objects.create(
                segment=row.segment, revision=row.revision + 1, version=row.version, step_seconds=row.step_seconds,
                frames={**row.frames, **columns}, embeddings=embeddings, compared_with=references.key,
                duration_seconds=row.duration_seconds,
            )  # fmt: skip
            _link(again)
        changed += 1
    return changed


def _link(row: ObservationSet) -> None:
    """Put what was measured in the attempt's chain, by its hash."""
    segment = row.segment
    journal.append(
        subject=segment.track.attempt.uuid, action="segment_analysed", part=segment_part(segment),
        revision=row.revision, version=row.version, sha256=digest(observation_set(row)),
    )  # fmt: skip


def latest_sets(attempt: Attempt) -> Any:
    """Return the newest revision of each camera segment's set, in order of time, with the segment."""
    newest = (
        ObservationSet.objects.filter(segment__track__attempt=attempt, segment__track__kind=TrackKind.CAMERA)
        .order_by("segment_id", "-revision")
        .values_list("segment_id", "pk")
    )
    keys: dict[int, int] = {}
    for segment_id, pk in newest:
        keys.setdefault(segment_id, pk)
    return (
        ObservationSet.objects.filter(pk__in=keys.values())
        .select_related("segment__track__attempt", "segment__run")
        .order_by("segment__started_seconds")
    )


def embed_next_photo() -> bool:
    """Compute the embedding of one reference photo that needs one; return False when none does.

    Only students who have an attempt in which faces are compared have numbers of their faces anywhere.
    """
    compared = Attempt.objects.filter(enrolment__student=OuterRef("student"), compares_faces=True)
    photo = ReferencePhoto.objects.filter(Exists(compared), embedding=None).order_by("?").first()
    if photo is None:
        return False
    _embed(photo)
    return True


def embed_photos_of(student: Student) -> None:
    """Compute what approved photos of a student lack before faces are compared with them. One query as a rule."""
    for photo in student.photos.filter(embedding=None, state=ReferencePhoto.State.APPROVED):
        _embed(photo)


def _embed(photo: ReferencePhoto) -> None:
    try:
        facts = _looked_at(blobs.read(photo.blob_key))
    except NoKey:
        raise
    except (FileNotFoundError, Unsealable):
        facts = None
    embedding = packed(facts.embedding) if facts and facts.embedding else b""
    problem = "" if embedding else str(facts.reasons[0] if facts and facts.reasons else "unreadable")
    ReferenceEmbedding.objects.get_or_create(
        photo=photo, defaults={"version": analysis_version(), "embedding": embedding, "problem": problem[:30]}
    )


def _looked_at(body: bytes) -> PhotoFacts | None:
    """Return what a photo shows; None for one that breaks its reader twice."""
    for _ in range(2):
        try:
            return look_at_photo(body)
        except BrokeReader as error:
            log.warning("photo broke its reader", extra={"reason": str(error)})
    return None
