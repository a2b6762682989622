"""Talking to Google: its sign-in (OAuth 2.0 with PKCE) and the Classroom API, by its bundled description.

All of it goes through one `http()`, which tests replace. Google's packages are an extra of the installation: where they
are missing, this module can be read, and `is_offered` is False.
"""

import base64
import hashlib
import json
import secrets
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

try:
    import google_auth_httplib2
    import httplib2
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from google.oauth2.credentials import Credentials
    from googleapiclient.discovery import build
    from googleapiclient.errors import HttpError
except ImportError:
    HAS_PACKAGES = False
else:
    HAS_PACKAGES = True

INSTALL = "pip install --constraint constraints.txt --editable '.[classroom]'"
SCOPES = tuple(
    f"https://www.googleapis.com/auth/classroom.{name}"
    for name in ("courses.readonly", "rosters.readonly", "profile.emails", "coursework.students")
)
SIGN_IN = "https://accounts.google.com/o/oauth2/v2/auth"
TOKEN = "https://oauth2.googleapis.com/token"
REVOKE = "https://oauth2.googleapis.com/revoke"
TIMEOUT_SECONDS = 20
PAGE = 100


class Away(Exception):
    """Google does not answer, or asks for patience (429, 5xx): the same may work later."""


class Refused(Exception):
    """Google says no; the message is its reason."""


class NoAccess(Refused):
    """The connection is worth nothing any more: it was taken back or has expired."""


def is_wanted() -> bool:
    """Return whether this installation has what Google gives to programs that it knows."""
    return bool(settings.OES_CLASSROOM_CLIENT_ID and settings.OES_CLASSROOM_CLIENT_SECRET)


def is_offered() -> bool:
    """Return whether Classroom is wanted here and Google's packages are installed."""
    return is_wanted() and HAS_PACKAGES


def http() -> Any:
    return httplib2.Http(timeout=TIMEOUT_SECONDS)


def new_secret() -> str:
    """Return 43 random letters: a state, or a verifier (RFC 7636, 4.1)."""
    return secrets.token_urlsafe(32)


def sign_in_address(*, state: str, verifier: str, back: str) -> str:
    """Return where a person lets us in. `back`: our own address that Google leads back to."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": settings.OES_CLASSROOM_CLIENT_ID, "redirect_uri": back, "response_type": "code",
        "scope": " ".join(SCOPES), "state": state, "code_challenge": challenge, "code_challenge_method": "S256",
        "access_type": "offline", "prompt": "consent",
    }  # fmt: skip
    return f"{SIGN_IN}?{urlencode(asked)}"


def refresh_token(*, code: str, verifier: str, back: str) -> str:
    """Exchange the code of a sign-in. Refused, also where not all was granted; Away."""
    told = _posted(
        TOKEN, code=code, code_verifier=verifier, redirect_uri=back, grant_type="authorization_code",
        client_id=settings.OES_CLASSROOM_CLIENT_ID, client_secret=settings.OES_CLASSROOM_CLIENT_SECRET,
    )  # fmt: skip
    token = str(told.get("refresh_token") or "")
    if not token or set(SCOPES) - set(str(told.get("scope", "")).split()):
        if token:
            revoke(token)
        raise Refused("not all of the permissions were given")
    return token


def revoke(token: str) -> bool:
    """Give a token back; False where Google could not be told."""
    try:
        _posted(REVOKE, token=token)
    except (Away, Refused):
        return False
    return True


def _posted(address: str, **fields: str) -> dict[str, Any]:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        answer, body = http().request(address, method="POST", body=urlencode(fields), headers=kind)
    except (httplib2.HttpLib2Error, OSError) as error:
        raise Away(type(error).__name__) from error
    if answer.status == 429 or answer.status >= 500:
        raise Away(str(answer.status))
    try:
        told = json.loads(body or b"{}")
    except ValueError as error:
        raise Away("an answer that is no JSON") from error
    if answer.status != 200 or not isinstance(told, dict):
        why = told if isinstance(told, dict) else {}
        raise Refused(str(why.get("error_description") or why.get("error") or answer.status)[:300])
    return told


class Classroom:
    """The API as the account of a refresh token may use it. Every call raises Away, Refused, NoAccess."""

    def __init__(self, token: str) -> None:
        credentials = Credentials(
            None, refresh_token=token, token_uri=TOKEN, scopes=list(SCOPES),
            client_id=settings.OES_CLASSROOM_CLIENT_ID, client_secret=settings.OES_CLASSROOM_CLIENT_SECRET,
        )  # fmt: skip
        authorised = google_auth_httplib2.AuthorizedHttp(credentials, http=http())
        api = build("classroom", "v1", http=authorised, static_discovery=True, cache_discovery=False)
        self._api, self._courses = api, api.courses()
        self._works = self._courses.courseWork()
        self._submissions = self._works.studentSubmissions()

    def account(self) -> str:
        """Return the address of the account."""
        return str(_called(self._api.userProfiles().get(userId="me")).get("emailAddress", ""))

    def courses(self) -> list[dict[str, Any]]:
        """Return the courses that are held now."""
        return list(_pages(self._courses, "courses", courseStates=["ACTIVE"], pageSize=PAGE))

    def course(self, course: str) -> dict[str, Any]:
        return _called(self._courses.get(id=course))

    def students(self, course: str) -> list[dict[str, Any]]:
        return list(_pages(self._courses.students(), "students", courseId=course, pageSize=PAGE))

    def works(self, course: str) -> list[dict[str, Any]]:
        """Return the course work, drafts too."""
        states = ["PUBLISHED", "DRAFT"]
        return list(_pages(self._works, "courseWork", courseId=course, courseWorkStates=states, pageSize=PAGE))

    def work(self, course: str, work: str) -> dict[str, Any]:
        return _called(self._works.get(courseId=course, id=work))

    def make_work(self, course: str, body: dict[str, Any]) -> dict[str, Any]:
        return _called(self._works.create(courseId=course, body=body))

    def submissions(self, course: str, work: str) -> list[dict[str, Any]]:
        found = _pages(self._submissions, "studentSubmissions", courseId=course, courseWorkId=work, pageSize=PAGE)
        return list(found)

    def give_grade(self, course: str, work: str, submission: str, grade: float) -> None:
        """Set the draft and the final grade of a student's submission."""
        body = {"draftGrade": grade, "assignedGrade": grade}
        mask = "draftGrade,assignedGrade"
        _called(self._submissions.patch(courseId=course, courseWorkId=work, id=submission, updateMask=mask, body=body))


def _pages(resource: Any, key: str, **asked: Any) -> Iterator[dict[str, Any]]:
    request = resource.list(**asked)
    while request is not None:
        told = _called(request)
        yield from told.get(key, [])
        request = resource.list_next(request, told)


def _called(request: Any) -> dict[str, Any]:
    try:
        told: dict[str, Any] = request.execute()
    except HttpError as error:
        raise _meant(error) from error
    except RefreshError as error:
        raise (Away(str(error)) if error.retryable else NoAccess(str(error.args[0])[:300])) from error
    except (TransportError, httplib2.HttpLib2Error, OSError, ValueError) as error:
        raise Away(type(error).__name__) from error
    except GoogleAuthError as error:
        raise NoAccess(str(error)[:300]) from error
    return told


def _meant(error: "HttpError") -> Exception:
    status, reason = error.resp.status, str(error.reason or error.resp.status)[:300]
    if status == 429 or status >= 500 or (status == 403 and "ratelimit" in str(error.error_details).lower()):
        return Away(reason)
    return NoAccess(reason) if status == 401 else Refused(reason)
