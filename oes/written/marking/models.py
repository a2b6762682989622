"""How an exam's works are marked, by whom, and with which points."""

import uuid
from collections.abc import Iterable
from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from oes.domain.marking import Basis, Rule
from oes.written.models import Piece, Work, WrittenExam


class FinalRule(models.TextChoices):
    """What counts after a third marking."""

    CLOSEST = Rule.CLOSEST, _("the mean of the two closest marks")
    THIRD = Rule.THIRD, _("the third mark alone")


class MarkingPlan(models.Model):
    """How the works of an exam are marked. Personal data: none. Kept: with the exam."""

    written = models.OneToOneField(WrittenExam, on_delete=models.CASCADE, related_name="plan")
    cross_check = models.BooleanField(_("a second marker of another department, blind to the first mark"), default=True)
    threshold_percent = models.PositiveSmallIntegerField(
        _("a third marker above a difference of, in percent of all points"),
        default=15,
        validators=[MaxValueValidator(100)],
    )
    rule = models.CharField(
        _("what counts after the third marking"), max_length=10, choices=FinalRule, default=FinalRule.CLOSEST
    )
    is_anonymous = models.BooleanField(_("markers see a number in place of the name"), default=True)
    opens_works = models.BooleanField(
        _("students of the exam may read each other’s works after the marks, without names"), default=False
    )
    distributed_at = models.DateTimeField(null=True)
    """Since the first distribution the rules and criteria stand, and late works are given out by themselves."""


class Criterion(models.Model):
    """What points are given for. Personal data: none. Kept: with the exam."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written = models.ForeignKey(WrittenExam, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(_("criterion"), max_length=200)
    points = models.DecimalField(_("points at most"), max_digits=6, decimal_places=2)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(points__gt=0), name="criterion_has_points")]
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.title


class Marker(models.Model):
    """Somebody marks works of an exam (W11). Personal data: that fact. Kept: with the exam."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    written = models.ForeignKey(WrittenExam, on_delete=models.CASCADE, related_name="markers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["written", "user"], name="marker_once")]


class Marking(models.Model):
    """A marker's marking of a work. Nobody else's is shown to a marker before the marks are released.

    Personal data: the marker, the points and words. Kept: with the work.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="markings")
    marker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="markings")
    turn = models.PositiveSmallIntegerField()
    """1 for the first marker, 2 for the blind second one, 3 for the third."""
    given_at = models.DateTimeField()
    due_at = models.DateTimeField()
    words = models.TextField(_("a word to the student about the whole work"), blank=True)
    points = models.DecimalField(max_digits=6, decimal_places=2, null=True)
    """The sum over the criteria, once it is finished."""
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work", "turn"], name="one_marking_a_turn"),
            models.UniqueConstraint(fields=["work", "marker"], name="one_marking_a_marker"),
        ]
        ordering = ["work", "turn"]


class MarkingReturn(models.Model):
    """A finished marking was opened again. Personal data: by whom, why, which points it had. Kept: with the work."""

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="returns")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    """Empty where the marker did it."""
    points = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        ordering = ["-at", "-pk"]


class GivenPoints(models.Model):
    """The points for one criterion. Personal data: the points. Kept: with the work."""

    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="given")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    points = models.DecimalField(max_digits=6, decimal_places=2)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["marking", "criterion"], name="points_once_a_criterion")]


class Remark(models.Model):
    """A comment: at a place of a page, on a whole file, or on the text.

    Personal data: the words. Kept: with the work.

    The place is a share of the shown page, from its left and upper edge.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    marking = models.ForeignKey(Marking, on_delete=models.CASCADE, related_name="remarks")
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, null=True, related_name="remarks")
    """None: on the text."""
    left = models.FloatField(null=True)
    top = models.FloatField(null=True)
    text = models.CharField(max_length=1000)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(left=None, top=None)
                | models.Q(piece__isnull=False, left__range=(0, 1), top__range=(0, 1)),
                name="remark_lies_on_the_page",
            )
        ]
        ordering = ["added_at", "pk"]


class FinalMark(models.Model):
    """What a work got, of all its markings; the student sees it once it is released.

    Personal data: the mark. Kept: with the work.
    """

    work = models.OneToOneField(Work, on_delete=models.CASCADE, related_name="mark")
    points = models.DecimalField(max_digits=6, decimal_places=2)
    basis = models.CharField(max_length=10, choices=[(basis, basis) for basis in Basis])
    settled_at = models.DateTimeField()


def whole(criteria: Iterable[Criterion]) -> Decimal:
    """Return the most points that a work can get."""
    return sum((criterion.points for criterion in criteria), Decimal(0))
