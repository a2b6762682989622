"""What a page inside the exam tells, put on the attempt's clock."""

from datetime import datetime

from django.db import transaction

from oes.attempts.models import Attempt
from oes.attempts.services import note_exam_time
from oes.integrations.embed.forms import PageTold
from oes.recordings.models import ClientEvent
from oes.recordings.services import ToldEvent, record_events

AFTER_END_SECONDS = 60.0


@transaction.atomic
def record_page(*, attempt: Attempt, told: PageTold, received_at: datetime) -> int:
    """Store what a page told, once; return how many events were new. `exam_ended` ends nothing by itself."""
    elapsed = attempt.elapsed_seconds(received_at)
    last = attempt.duration_seconds(received_at) + AFTER_END_SECONDS
    events = [ToldEvent(number, kind, round(max(0.0, elapsed - age), 3)) for number, kind, age in told.events]
    events = [e for e in events if e.at_seconds <= last]
    for event in events:
        if event.kind == "exam_started":
            note_exam_time(attempt=attempt, began=event.at_seconds)
        elif event.kind == "exam_ended":
            note_exam_time(attempt=attempt, ended=event.at_seconds)
    return record_events(attempt=attempt, source=ClientEvent.Source.EMBED, page=told.page, events=events)
