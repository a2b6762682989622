"""Pictures and films of a case, for who looks: as they are, blurred, or by the student's own links."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from oes.accounts.links import Links
from oes.appeals.models import Appeal, AppealLine, Blurred
from oes.appeals.panel import CaseAccess
from oes.attempts.models import Attempt
from oes.domain.clips import clip_of
from oes.domain.spans import Span
from oes.owndata.queries import picture_url
from oes.recordings.models import EXAM_TRACKS, JoinedFile
from oes.recordings.playback import recording_of
from oes.violations.models import Evidence, Violation

READY, WAITS, GONE = "ready", "waits", "gone"


@dataclass(frozen=True, slots=True)
class Looker:
    """Who looks at a case. `access`: a member's, None for the appellant, who sees the own data as it is."""

    appeal: Appeal
    links: Links
    access: CaseAccess | None = None

    @property
    def is_student(self) -> bool:
        return self.access is None

    @property
    def is_blurred(self) -> bool:
        return self.access is not None and not self.access.faces_shown

    @property
    def names_shown(self) -> bool:
        return self.access is None or self.access.names_shown

    @property
    def contacts_shown(self) -> bool:
        return self.access is None or self.access.contacts_shown

    @property
    def takes_pack(self) -> bool:
        """Return whether the evidence pack may be taken along: it has faces, rooms and the name."""
        return self.access is None or (self.access.names_shown and not self.access.is_student_member)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture: `state` is READY, WAITS (it is being blurred) or GONE; `url` only when it is ready."""

    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Clip:
    """Seconds of a track around a contested event; `url` as that of a Shot."""

    track: str
    start_seconds: float
    end_seconds: float
    state: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Film:
    """A joined file of a whole track."""

    track: str
    start_seconds: float
    end_seconds: float
    url: str


def thing_of(appeal: UUID, kind: str, key: object) -> str:
    """Return what a link of a case opens: film, picture, blurred or file."""
    return f"appeal/{appeal}/{kind}/{key}"


def address(name: str, appeal: Appeal, kind: str, key: object, links: Links) -> str:
    """Return an address that only this sign-in can open. `name`: of the URL, without its namespace."""
    token = links.token(thing_of(appeal.uuid, kind, key))
    return f"{reverse(f'appeals:{name}', args=[appeal.uuid, key])}?token={token}"


def films_of(attempt: Attempt, looker: Looker) -> list[Film]:
    """Return the whole recordings; none for who sees blurred clips only. One query."""
    if looker.is_blurred:
        return []
    rows = JoinedFile.objects.filter(
        track__attempt=attempt, track__kind__in=EXAM_TRACKS, track__joined_at__isnull=False
    )
    rows = rows.select_related("track").order_by("track__kind", "start_seconds")
    return [Film(row.track.kind, row.start_seconds, row.end_seconds, _film_url(row, attempt, looker)) for row in rows]


def _film_url(row: JoinedFile, attempt: Attempt, looker: Looker) -> str:
    if looker.is_student:
        token = looker.links.token(recording_of(attempt.uuid))
        return reverse("owndata:recording", args=[attempt.uuid, row.uuid]) + f"?token={token}"
    return address("case_film", looker.appeal, "film", row.uuid, looker.links)


def blurred_of(appeal: Appeal, looker: Looker) -> list[Blurred]:
    """Return what was made for student members; nothing for who sees things as they are. One query."""
    return list(appeal.blurred.all()) if looker.is_blurred else []


def shot_of(evidence: Evidence | None, event: Violation, looker: Looker, made: Blurred | None) -> Shot:
    """Return the picture of an event. `made`: the blurred one, where there is one."""
    is_there = bool(evidence and evidence.blob_key)
    if looker.is_blurred:
        return Shot(*_made(made, looker)) if made else Shot(WAITS if is_there else GONE)
    if not is_there:
        return Shot(GONE)
    if looker.is_student:
        return Shot(READY, picture_url(looker.appeal.attempt, "evidence", event.uuid, looker.links))
    return Shot(READY, address("case_picture", looker.appeal, "picture", event.uuid, looker.links))


def clips_of(
    line: AppealLine, length: float, looker: Looker, films: Iterable[Film], made: Iterable[Blurred]
) -> tuple[Clip, ...]:
    """Return the clips of a contested event: a part of the films, which a player begins and ends at, or blurred."""
    if line.start_seconds is None or line.end_seconds is None:
        return ()
    span = clip_of(Span(line.start_seconds, line.end_seconds), length=length)
    if span is None:
        return ()
    if looker.is_blurred:
        found = [
            Clip(row.track, row.start_seconds or 0.0, row.end_seconds or 0.0, *_made(row, looker))
            for row in made if row.line_id == line.pk
        ]  # fmt: skip
        return tuple(found) or (Clip("camera", span.start, span.end, WAITS),)
    parts = ((film, span.clipped(Span(film.start_seconds, film.end_seconds))) for film in films)
    return tuple(
        Clip(film.track, part.start, part.end, READY, f"{film.url}#t={part.start:.1f},{part.end:.1f}")
        for film, part in parts
        if part
    )


def _made(row: Blurred, looker: Looker) -> tuple[str, str]:
    if row.made_at:
        return READY, address("case_blurred", looker.appeal, "blurred", row.uuid, looker.links)
    return (GONE if row.failure else WAITS), ""
