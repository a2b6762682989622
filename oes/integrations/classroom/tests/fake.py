"""Google as the tests have it: no network, and nothing but what the bundled description of the API allows."""

import json
import re
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httplib2

from oes.integrations.classroom import google

DESCRIPTION = json.loads(
    files("googleapiclient.discovery_cache").joinpath("documents", "classroom.v1.json").read_text(encoding="utf-8")
)
PEOPLE = {"u1": "s0@example.org", "u2": "S1@Example.org", "u3": "stranger@example.org"}


def _methods(resource: dict[str, Any]):
    yield from resource.get("methods", {}).values()
    for inner in resource.get("resources", {}).values():
        yield from _methods(inner)


METHODS = list(_methods(DESCRIPTION))


class FakeGoogle:
    """Stands in the place of `httplib2.Http`. `failures`: statuses with reasons for the next calls, by method."""

    def __init__(self) -> None:
        self.calls: list[str] = []
        self.patched: list[dict[str, Any]] = []
        self.revoked: list[str] = []
        self.failures: dict[str, list[tuple[int, str]]] = {}
        self.granted = " ".join(google.SCOPES)
        self.page = 2
        self.people = dict(PEOPLE)
        self.course = {"id": "c1", "name": "Algebra", "section": "ИС-21-1", "courseState": "ACTIVE"}
        self.works = {"w1": {"id": "w1", "title": "By hand", "maxPoints": 10}}
        self.grades: dict[str, float] = {}

    def request(self, uri, method="GET", body=None, headers=None, **_more):
        address = urlsplit(uri)
        told = {"access_token": "at", "expires_in": 3600, "token_type": "Bearer"}
        if uri == google.TOKEN:
            asked = parse_qs(body.decode() if isinstance(body, bytes) else body)
            self.calls.append(asked["grant_type"][0])
            failed = self._failure(asked["grant_type"][0], is_token=True)
            if "code" in asked:
                self.exchanged = asked
            return failed or _answer(200, told | {"refresh_token": "rt-1", "scope": self.granted})
        if uri == google.REVOKE:
            self.revoked += parse_qs(body)["token"]
            return self._failure("revoke", is_token=True) or _answer(200, {})
        assert headers["authorization"] == "Bearer at"
        name, values = self._method(method, address.path, set(parse_qs(address.query)))
        self.calls.append(name)
        sent = json.loads(body) if body else {}
        return self._failure(name) or _answer(200, self._told(name, values, parse_qs(address.query), sent))

    def _method(self, verb: str, path: str, asked: set[str]) -> tuple[str, dict[str, str]]:
        for one in METHODS:
            found = re.fullmatch(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", one["flatPath"]), path.lstrip("/"))
            if found and one["httpMethod"] == verb:
                assert asked - {"alt"} <= set(one["parameters"])
                assert set(one["scopes"]) & set(google.SCOPES), "not among the permissions that are asked for"
                return one["id"].removeprefix("classroom."), found.groupdict()
        raise AssertionError(f"there is no {verb} {path}")

    def _failure(self, name: str, *, is_token: bool = False):
        waiting = self.failures.get(name)
        if not waiting:
            return None
        status, reason = waiting.pop(0)
        error = reason if is_token else {"code": status, "message": reason, "status": reason}
        return _answer(status, {"error": error})

    def _told(self, name: str, values: dict[str, str], query: dict[str, list[str]], sent: dict[str, Any]) -> Any:
        lists = {
            "courses.list": ("courses", [self.course]),
            "courses.students.list": ("students", [_student(*one) for one in self.people.items()]),
            "courses.courseWork.list": ("courseWork", list(self.works.values())),
            "courses.courseWork.studentSubmissions.list": ("studentSubmissions", self._submissions()),
        }
        if name in lists:
            key, rows = lists[name]
            start = int(query.get("pageToken", ["0"])[0])
            more = {"nextPageToken": str(start + self.page)} if start + self.page < len(rows) else {}
            return {key: rows[start : start + self.page]} | more
        if name == "courses.courseWork.create":
            self.works["w2"] = sent | {"id": "w2", "associatedWithDeveloper": True}
            return self.works["w2"]
        if name.endswith("studentSubmissions.patch"):
            assert query["updateMask"] == ["draftGrade,assignedGrade"]
            self.patched.append({"id": values["id"], **sent})
            self.grades[values["id"].removeprefix("of-")] = sent["assignedGrade"]
            return {"id": values["id"]}
        simple = {"courses.get": self.course, "userProfiles.get": {"emailAddress": "dean@example.org"}}
        return simple[name] if name in simple else self.works[values["id"]]

    def _submissions(self) -> list[dict[str, Any]]:
        rows = [{"id": f"of-{user}", "userId": user} for user in self.people]
        return [
            row | ({"assignedGrade": self.grades[row["userId"]]} if row["userId"] in self.grades else {})
            for row in rows
        ]


def _student(user: str, address: str) -> dict[str, Any]:
    return {"userId": user, "profile": {"id": user, "name": {"fullName": f"Аты {user}"}, "emailAddress": address}}


def _answer(status: int, told: Any):
    return httplib2.Response({"status": status, "content-type": "application/json"}), json.dumps(told).encode()
