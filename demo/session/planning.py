"""Planning the session as a registrar does: slots, a proposal of the machine, proctors, rooms."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from demo.session.making import Made
from demo.session.sizes import Sizes
from oes.exams.models import Exam, ExamPeriod, ExamSlot, Format
from oes.portal.planning import add_slots
from oes.portal.proposal import Planned, give_proctors, plan_rest

TIMES = ((time(9), time(11)), (time(12), time(14)), (time(15), time(17)))
SUNDAY = 6
AHEAD = timedelta(days=30)


def before(period: ExamPeriod) -> datetime:
    """Return the moment at which the session was planned."""
    return datetime.combine(period.starts_on, time(9), ZoneInfo(period.organisation.time_zone)) - AHEAD


def plan(made: Made, sizes: Sizes) -> Planned:
    """Plan all obligatory exams, give proctors, and give the written ones a room."""
    period, at = made.period, before(made.period)
    zone = ZoneInfo(period.organisation.time_zone)
    days = [period.starts_on + timedelta(days=number) for number in range(sizes.days)]
    slots = [
        ExamSlot(
            period=period, seats=sizes.seats, proctors=sizes.proctors_at_once,
            starts_at=datetime.combine(day, begin, zone), ends_at=datetime.combine(day, end, zone),
        )
        for day in days if day.weekday() != SUNDAY
        for begin, end in TIMES
    ]  # fmt: skip
    add_slots(period=period, slots=slots, by=made.registrar)
    done = plan_rest(period=period, by=made.registrar, at=at)
    give_proctors(period=period, by=made.registrar, at=at)
    _rooms(period)
    return done


def _rooms(period: ExamPeriod) -> None:
    exams = list(Exam.objects.filter(period=period, format=Format.WRITTEN).order_by("opens_at", "pk"))
    for number, exam in enumerate(exams):
        exam.room = str(101 + number % 60)
    Exam.objects.bulk_update(exams, ["room"], batch_size=100)
