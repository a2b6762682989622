"""The recorder's calls around a challenge: draw, say when its steps were shown, hear how it went."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from oes.attempts import challenges
from oes.attempts.models import MOST_TRIES, Attempt, Challenge
from oes.attempts.tokens import upload_token_required
from oes.domain.challenge import STRAIGHT_SECONDS
from oes.lib.problems import problem
from oes.recorder.api import told
from oes.recorder.forms import BadBody, json_body, moments_of, whole_of


@upload_token_required
@require_POST
@told
def begin(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    """Draw a new try, or note that the student cannot do what is asked."""
    data = json_body(request)
    number = None if data.get("challenge") is None else whole_of(data, "challenge")
    if data.get("unable") is True:
        challenges.decline_challenge(attempt=attempt, number=number)
        return JsonResponse({"result": "unable"})
    challenge = challenges.begin_challenge(attempt=attempt, number=number)
    thresholds = attempt.policy.value().thresholds
    answer = {
        "challenge": challenge.pk,
        "steps": challenge.drawn,
        "straight_seconds": STRAIGHT_SECONDS,
        "step_seconds": thresholds.challenge_step_seconds,
        "tries_left": MOST_TRIES - challenge.tries,
    }
    return JsonResponse(answer, status=201)


@upload_token_required
@require_http_methods(["GET", "POST"])
@told
def one(request: HttpRequest, attempt: Attempt, number: int) -> HttpResponse:
    """Take the moments at which the steps were shown; tell how the newest try went."""
    challenge = Challenge.objects.filter(attempt=attempt, pk=number).first()
    if challenge is None:
        return problem(404, "no_challenge")
    if request.method == "POST":
        try:
            challenges.show_challenge(challenge=challenge, shown=moments_of(json_body(request)))
        except challenges.Implausible as error:
            raise BadBody(str(error)) from error
        challenge.refresh_from_db()
    missed = [answer["missed"] for answer in challenge.measured if not answer["passed"]]
    left = MOST_TRIES - challenge.tries if challenge.is_open else 0
    return JsonResponse({"result": challenge.result, "missed": missed, "tries_left": left})
