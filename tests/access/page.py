"""The tables of docs/access.md."""

from tests.access.addresses import patterns
from tests.access.place import Place
from tests.access.places import PLACES
from tests.access.roles import OPENS, ROLES, SIGN_IN

_SHORT = {OPENS: "**yes**", SIGN_IN: "sign-in"}


def access_table() -> str:
    """Return a line for each method of each address, and a column for each role."""
    found = patterns()
    rows = [f"| address | method | {' | '.join(ROLES)} |", "|---" * (len(ROLES) + 2) + "|"]
    rows += [_row(place, found[place.name][0]) for place in sorted(PLACES, key=lambda p: (found[p.name][0], p.method))]
    return "\n".join(rows)


def _row(place: Place, address: str) -> str:
    answers = [place.door.answer_to(role) for role in ROLES]
    return f"| `/{address}` | {place.method} | {' | '.join(_SHORT.get(str(a), str(a)) for a in answers)} |"
