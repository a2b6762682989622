"""What the result of a try on a phone means, and what has to change, in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from oes.exams.models import PhoneTry

Result = PhoneTry.Result


@dataclass(frozen=True, slots=True)
class Words:
    """One result: what happened, and what somebody should do about it."""

    result: str
    text: str
    todo: str
    good: bool


def words_of(result: str, *, origin: str, by_hand: bool = False) -> Words:
    """Return the words of a result. `origin`: that of OES, which the owner of the testing system has to allow."""
    text = Result(result).label
    return Words(result, str(text), _todo(result, origin, by_hand), result == Result.POSSIBLE)


def all_words(*, origin: str) -> list[Words]:
    """Return the words of every result, for a page that learns the result while it is open."""
    return [words_of(result, origin=origin) for result in Result.values]


def _todo(result: str, origin: str, by_hand: bool) -> str:
    told = {
        Result.POSSIBLE: _("Students may use phones and tablets; only the camera is recorded there."),
        Result.REFUSED: _(
            "The owner of the testing system has to allow this site to frame it: leave out the header "
            "X-Frame-Options, and send Content-Security-Policy: frame-ancestors 'self' %(origin)s"
        ),
        Result.NO_SCRIPT: _(
            "The owner of the testing system has to put the script of OES on every page of the exam: "
            "%(origin)s/embed/oes-embed.js"
        ),
        Result.LOST_COOKIES: _(
            "The owner of the testing system has to send its cookies with SameSite=None; Secure; Partitioned, over "
            "https. Some browsers keep them only if the testing system and OES are under the same domain."
        ),
        Result.OTHER_ADDRESS: _(
            "Enter that address among the other origins of the testing system, or let students sign in at the "
            "exam's own address. Any other address stays out of the frame."
        ),
    }
    if result == Result.POSSIBLE and by_hand:
        return _("A person said that the sign-in holds; the testing system did not say that the exam began.")
    return str(told[Result(result)]) % {"origin": origin}
