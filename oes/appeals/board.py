"""The secretary's board: all appeals that somebody keeps, with state, owner and deadline. A fixed number of queries."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse

from oes.accounts.models import User
from oes.appeals.filing_queries import office_appeals
from oes.appeals.models import Appeal
from oes.domain.appeal_state import OPEN, OWNER, AppealState, Owner
from oes.exams.models import ExamPeriod
from oes.lib.names import search_name

VIEWS = ("open", "late", "escalated", "over", "all")
_WITH = ("student__study_group", "exam", "faculty", "period", "commission")


@dataclass(frozen=True, slots=True)
class Choice:
    """Which appeals somebody wants to see. `view`: one of VIEWS."""

    view: str = "open"
    text: str = ""
    state: str = ""
    owner: str = ""
    faculty: UUID | None = None
    period: UUID | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """How many there are: by state in the table's order, and of the open ones those late and escalated."""

    states: tuple[tuple[str, int], ...]
    open: int
    late: int
    escalated: int
    all: int


def kept_by(user: User) -> QuerySet[Appeal]:
    """Return the appeals whose secretary somebody is: all of the institution for the office."""
    return office_appeals(user, user.organisation)


def chosen(rows: QuerySet[Appeal], choice: Choice, now: datetime) -> QuerySet[Appeal]:
    """Return those that fit a choice, the first deadline first."""
    is_late = Q(state__in=sorted(OPEN), due_at__lte=now)
    views = {
        "open": Q(state__in=sorted(OPEN)),
        "late": is_late,
        "escalated": is_late & ~Q(escalated_to=""),
        "over": ~Q(state__in=sorted(OPEN)),
    }
    rows = rows.filter(views.get(choice.view, Q()))
    if choice.state:
        rows = rows.filter(state=choice.state)
    if choice.owner:
        rows = rows.filter(state__in=[state for state, owner in OWNER.items() if owner == choice.owner])
    if choice.faculty:
        rows = rows.filter(faculty__uuid=choice.faculty)
    if choice.text:
        rows = rows.filter(_words(choice.text))
    order = F("due_at").asc(nulls_last=True)
    return in_period(rows, choice.period).select_related(*_WITH).order_by(order, "-filed_at", "pk")


def _words(text: str) -> Q:
    found = Q(student__search_name__contains=search_name(text)) | Q(exam__title__icontains=text)
    return found | Q(number=int(text)) if text.isdecimal() and len(text) < 9 else found


def in_period(rows: QuerySet[Appeal], period: UUID | None) -> QuerySet[Appeal]:
    return rows.filter(period__uuid=period) if period else rows


def totals_of(rows: QuerySet[Appeal], now: datetime) -> Totals:
    """Return how many of the appeals are in each state. One query."""
    late = Q(state__in=sorted(OPEN), due_at__lte=now)
    counted = rows.order_by().values("state").annotate(
        count=Count("pk"), late=Count("pk", filter=late), told=Count("pk", filter=late & ~Q(escalated_to=""))
    )  # fmt: skip
    counts, sums = Counter[str](), Counter[str]()
    for row in counted:
        counts[row["state"]] = row["count"]
        sums.update({"late": row["late"], "told": row["told"]})
    states = tuple((str(state), counts[state]) for state in AppealState if counts[state])
    return Totals(states, sum(counts[state] for state in OPEN), sums["late"], sums["told"], sum(counts.values()))


def periods_of(rows: QuerySet[Appeal]) -> QuerySet[ExamPeriod]:
    """Return the periods of some appeals, the newest first."""
    return ExamPeriod.objects.filter(appeals__in=rows.order_by()).distinct().order_by("-starts_on", "pk")


PLACES: dict[str, str] = {
    AppealState.FILED: "appeals:office",
    AppealState.RETURNED: "appeals:office",
    AppealState.ACCEPTED: "appeals:deciding",
    AppealState.VOTING: "appeals:deciding",
    AppealState.VOTED: "appeals:deciding",
    AppealState.TIED: "appeals:deciding",
    AppealState.DECIDED: "appeals:protocol",
    AppealState.CLOSED: "appeals:protocol",
}
"""Where something is done about an appeal of a state; of the other states there is the case to read."""


def place_of(appeal: Appeal) -> str:
    """Return the page where an appeal is worked on."""
    return reverse(PLACES.get(appeal.state, "appeals:case"), args=[appeal.uuid])


def owners() -> Iterable[Owner]:
    """Return who can have to act."""
    return [owner for owner in Owner if owner in OWNER.values() and owner is not Owner.NOBODY]
