"""Who leaves the institution leaves no unmarked works behind, where somebody else may mark them."""

from oes.accounts.models import User
from oes.lib.leaving import Handed
from oes.written.marking import distribution
from oes.written.marking.models import Marking


def hand_on_markings(user: User, by: User) -> Handed:
    """Give the unfinished markings of somebody to other markers of the same exams, as when one is taken off."""
    open_ones = Marking.objects.filter(marker=user, finished_at=None, work__written__released_at=None)
    on, left = 0, 0
    for marking in open_ones.select_related("work__written__exam__organisation").order_by("pk"):
        seat = distribution.best_other(marking)
        if seat is None:
            left += 1
            continue
        distribution.move(marking=marking, to=User.objects.get(pk=seat.key), by=by)
        on += 1
    return Handed(on, left)
