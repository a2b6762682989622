"""The real request to a place, as each role would make it."""

import hashlib
import hmac
import json
import re
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from PIL import Image

from oes.integrations.guard.services import signing_key
from oes.rehearsals.tests.conftest import TOLD
from tests.access import roles
from tests.access.addresses import patterns
from tests.access.casefile import thing_of as case_thing
from tests.access.cast import EXTENSION, PAGE_KEY, World
from tests.access.papers import PDF
from tests.access.place import Place
from tests.access.roles import OPENS, OWN_LINK, SIGN_IN, Answer

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
EXAM_ORIGIN = "http://127.0.0.1:9"
_TOKENS = {
    "embed:events": "embed", "extension:events": "extension", "guard:reports": "guard",
    "recorder:phone_state": "try", "recorder:phone_finish": "try",
}  # fmt: skip
_ORIGINS = {"embed:events": EXAM_ORIGIN, "embed:join": EXAM_ORIGIN, "extension:events": EXTENSION}
_TOLD = {"page_key": PAGE_KEY, "events": [{"sequence": 0, "kind": "heartbeat", "age_ms": 0}]}
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(200)
_FORMS: dict[str, dict[str, str]] = {
    "accounts:recover": {"email": "aigerim@example.org"},
    "set_language": {"language": "kk"},
    "review:watched": {"seconds": "15"},
    "review:verdicts": {"honest": "yes"},
    "review:denials": {"violation": "x", "denied": "yes", "reason": "seen"},
    "review:releases": {"reason": "the network"},
    "review:grants": {"extra_minutes": "5", "breaks": "0", "break_minutes": "0"},
    "retention:holds": {"reason": "appeal"},
    "reports:photo_mail": {"to": "dean@example.org"},
    "accounts:choose_second_factor": {"use": "optional"},
    "exams:person": {"last_name": "Ә", "first_name": "Б", "email": "new@example.org"},
    "notices:choose": {"use": "at_once"},
    "seb:file": {"plain": "1"},
    "seb:settings": {"use": "off"},
    "exams:photo_decide": {"decision": "approve"},
    "exams:faculty_new": {"name": "Law"},
    "exams:faculty_edit": {"name": "Law"},
    "exams:group_new": {"code": "Х-1"},
    "exams:group_edit": {"code": "Х-1"},
    "owndata:decide": {"decision": "grant"},
    "owndata:withdraw": {"sure": "yes"},
    "portal:application": {"decision": "granted", "reason": "Good marks"},
    "written:prepare": {
        "opens_at": "2027-01-11T09:00",
        "closes_at": "2027-01-11T11:00",
        "late_minutes": "15",
        "takes_text": "on",
    },
    "written:task_save": {"uuid": PAGE_KEY, "variant": "1", "text": "Есеп"},
    "portal:own_problem": {"text": "Still dark"},
    "portal:problem_move": {"act": "take"},
    "recorder:consent": {"answer": "accept"},
    "written:remark": {"text": "Where from?"},
    "rehearsals:begin": {"answer": "accept"},
    "appeals:holiday_remove": {"day": "2027-01-01"},
    "portal:slot": {"seats": "40", "proctors": ""},
}


def address_of(place: Place, world: World) -> str:
    """Return the address of a place, with the rows of one student's attempt in it."""
    names = _PART.findall(patterns()[place.name][0])
    values = {n: _value(world, place.name, n) for n in names}
    address = reverse(place.name, kwargs=values)
    if place.name == "recorder_api:state":
        return f"{address}?run_key={PAGE_KEY}"
    thing = {
        "recordings:segment": f"recording/{world.attempt.uuid}",
        "recordings:joined": f"recording/{world.attempt.uuid}",
        "recordings:late": f"recording/{world.attempt.uuid}",
        "review:picture": f"picture/{world.values['kind']}/{world.values['key']}",
        "exams:photo_file": f"photo/{world.values['photo']}",
        "written:work_piece": f"work-piece/{world.values['written:work_piece:piece']}",
    }.get(place.name)
    if case := case_thing(place.name, world.values):
        return f"{address}?token={world.token(case, roles.COMMISSION)}"
    if place.door is OWN_LINK:
        return f"{address}?token={world.token(_paper(world, place.name), roles.STUDENT)}"
    if thing is None and place.name in ("owndata:picture", "owndata:recording"):
        return f"{address}?token={world.token(_own_thing(world, place.name), roles.STUDENT)}"
    return f"{address}?token={world.token(thing)}" if thing else address


def _value(world: World, name: str, part: str) -> Any:
    """Return what stands in an address: the most exact of what the world has by that name."""
    known = (f"{name}:{part}", f"{name.partition(':')[0]}:{part}", part)
    return next(world.values[key] for key in known if key in world.values)


def _paper(world: World, name: str) -> str:
    if name == "written:pdf":
        return f"work-pdf/{world.values['written:work']}"
    if name == "appeals:attachment":
        return f"appeal-file/{world.values['appeals:attachment:attachment']}"
    kind = "page" if name == "written:shown" else "piece"
    return f"{kind}/{world.values['written:piece']}"


def _own_thing(world: World, name: str) -> str:
    if name == "owndata:recording":
        return f"recording/{world.past.uuid}"
    return f"own/{world.values['owndata:kind']}/{world.values['owndata:key']}"


def ask(world: World, place: Place, role: str, client: Client | None = None) -> HttpResponse:
    """Send the request of a place as a role does."""
    response = _sent(world, place, role, client or world.client(role))
    if response.streaming:
        list(response.streaming_content)
        response.close()
    return response


def _sent(world: World, place: Place, role: str, client: Client) -> HttpResponse:
    headers = headers_of(world, place, role)
    body: Any = _body(world, place, role)
    if place.method == "GET":
        return client.get(address_of(place, world), headers=headers)
    send = getattr(client, place.method.lower())
    if isinstance(body, dict):
        return send(address_of(place, world), body, headers=headers)
    kind = "video/webm" if place.method == "PUT" else "application/json"
    if place.name == "guard:reports":
        guard = world.guards.get(role, world.guards[roles.TOKEN])
        headers["Oes-Signature"] = hmac.new(bytes.fromhex(signing_key(guard)), body, hashlib.sha256).hexdigest()
    return send(address_of(place, world), body, content_type=kind, headers=headers)


def answer_of(response: HttpResponse, opens: tuple[int, ...]) -> Answer:
    """Return what an answer means: OPENS, SIGN_IN or the status of a refusal."""
    if response.status_code == 302 and response["Location"].startswith("/sign-in/?next="):
        return SIGN_IN
    return OPENS if response.status_code in opens else response.status_code


def headers_of(world: World, place: Place, role: str) -> dict[str, str]:
    """Return token, origin and hash, where the request brings them."""
    headers = {"Origin": _ORIGINS[place.name]} if place.name in _ORIGINS else {}
    if role in (roles.TOKEN, roles.OTHER_TOKEN):
        own, other = world.tokens[_TOKENS.get(place.name, "upload")]
        headers["Authorization"] = f"Bearer {own if role == roles.TOKEN else other}"
    if place.method == "PUT":
        headers |= {"Oes-Sha256": hashlib.sha256(WEBM).hexdigest(), "Oes-Start": "8", "Oes-End": "16"}
    return headers


def _body(world: World, place: Place, role: str) -> Any:
    """Return a form's fields, or the bytes of a call."""
    if place.name == "exams:student_photo":
        return {"photo": SimpleUploadedFile("a.jpg", _jpeg(), "image/jpeg")}
    if place.name == "written:file_add":
        return {"file": SimpleUploadedFile("a.pdf", PDF), "uuid": PAGE_KEY}
    if place.name == "written:pieces":
        return {"file": SimpleUploadedFile("a.pdf", PDF), "kind": "file", "uuid": PAGE_KEY}
    if place.name == "exams:import":
        return {"uuid": str(uuid4()), "kind": "groups", "file": SimpleUploadedFile("a.csv", b"group;faculty\nX-2;")}
    if place.method == "PUT":
        return WEBM
    if place.name in ("owndata:answer", "appeals:answer"):
        return {"event": str(world.values["past"]), "text": "It fell."}
    told = _told(world, role).get(place.name)
    if told is None and _is_call(place.name):
        told = {}
    form = {"verdict": str(world.values["verdict"])} if place.name == "appeals:releases_preview" else {}
    return _FORMS.get(place.name, form) if told is None else json.dumps(told).encode()


def _told(world: World, role: str) -> dict[str, Any]:
    mine = {"attempt": str(world.attempt.uuid)}
    return {
        "embed:events": _TOLD if role == roles.TOKEN else _TOLD | {"page_key": str(world.exam.uuid)},
        "embed:join": {"code": world.codes["page"]},
        "guard:join": {"code": world.codes["guard"], "system": "windows"},
        "extension:events": _TOLD | mine,
        "extension:token": {"origin": EXTENSION},
        "guard:reports": _TOLD | mine | {"number": 1},
        "recorder_api:runs": {"take_over": True},
        "rehearsals_api:rehearsal": TOLD,
        "recorder_api:ready": {"tier": "A"},
        "recorder_api:events": {"run_key": PAGE_KEY, "events": []},
        "recorder_api:manifest": {"segments": []},
        "recorder_api:finish": {"segments": []},
        "recorder:phone_finish": {"result": "refused", "loads": 0, "by_hand": False},
        "written:text": {"text": "Жауап", "page": PAGE_KEY, "turn": 1, "revision": 0},
        "written:late": {"reason": "the network"},
        "written:order": {"pieces": [str(world.values["written:piece"])]},
        "written:page": {"turned": 90, "crop": [0, 0, 1, 0.5]},
        "seb:check": {"address": "http://testserver/", "config_key": "a", "exam_key": "b"},
    }


def _is_call(name: str) -> bool:
    return name.partition(":")[0] in ("recorder_api", "rehearsals_api", "embed", "guard", "extension", "seb") and (
        name not in ("seb:settings", "seb:file")
    )


def _jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (320, 240), "#5d6b70").save(out, "JPEG")
    return out.getvalue()
