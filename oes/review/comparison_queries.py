"""Reads for the page on which a person compares the pictures of an attempt with the reference photo."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Subquery

from oes.accounts.models import Organisation
from oes.attempts.models import Attempt, IdentityCheck
from oes.domain.identity import Sameness
from oes.exams.models import ReferencePhoto
from oes.review.models import PhotoComparison
from oes.review.pictures import PictureRef
from oes.review.words import check_caption, said_words


@dataclass(frozen=True, slots=True)
class ComparedCheck:
    """A picture of the exam beside the reference. `said`: the newest word of a person on it, or empty."""

    check: IdentityCheck
    caption: str
    picture: PictureRef
    said: str
    by: str
    at: object


@dataclass(frozen=True, slots=True)
class Comparison:
    """The whole page. `reference` may wait for approval, and may be missing."""

    attempt: Attempt
    reference: ReferencePhoto | None
    reference_picture: PictureRef | None
    checks: tuple[ComparedCheck, ...]

    @property
    def is_approved(self) -> bool:
        return self.reference is not None and self.reference.state == ReferencePhoto.State.APPROVED


def with_said(checks: QuerySet[IdentityCheck]) -> QuerySet[IdentityCheck]:
    """Return the checks with `said`: the newest person's word on each, or None."""
    newest = PhotoComparison.objects.filter(check_of=OuterRef("pk")).order_by("-pk")
    return checks.annotate(said=Subquery(newest.values("result")[:1]))


def waiting_attempts(organisation: Organisation) -> QuerySet[Attempt]:
    """Return the attempts without comparison by a program that have a picture nobody has judged, oldest first.

    Who withdrew the consent is compared no more, by nobody.
    """
    judged = PhotoComparison.objects.filter(check_of=OuterRef("pk"))
    open_checks = IdentityCheck.objects.filter(~Exists(judged), attempt=OuterRef("pk")).exclude(blob_key="")
    return (
        Attempt.objects.real()
        .filter(Exists(open_checks), compares_faces=False, enrolment__student__organisation=organisation)
        .exclude(consent__withdrawn_at__isnull=False)
        .select_related("enrolment__exam", "enrolment__student__study_group")
        .order_by(F("started_at").asc(nulls_last=True), "pk")
    )


def comparison_of(attempt: Attempt) -> Comparison:
    """Return the reference photo (an approved one before a waiting one) and the pictures of the attempt's checks."""
    known = attempt.enrolment.student.photos.exclude(state=ReferencePhoto.State.REFUSED)
    approved = known.filter(state=ReferencePhoto.State.APPROVED).order_by("-decided_at", "-pk").first()
    reference = approved or known.order_by("-pk").first()
    spoken = Prefetch("comparisons", PhotoComparison.objects.select_related("by"))
    rows = IdentityCheck.objects.filter(attempt=attempt).exclude(blob_key="").prefetch_related(spoken)
    picture = PictureRef("reference", str(reference.uuid)) if reference else None
    return Comparison(attempt, reference, picture, tuple(_compared(row) for row in rows))


def _compared(check: IdentityCheck) -> ComparedCheck:
    newest = next(iter(check.comparisons.all()), None)
    picture = PictureRef("identity", str(check.uuid))
    if newest is None:
        return ComparedCheck(check, check_caption(check), picture, "", "", None)
    said = said_words(Sameness(newest.result))
    return ComparedCheck(check, check_caption(check), picture, said, newest.by.shown_name, newest.at)
