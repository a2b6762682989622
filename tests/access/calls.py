"""The addresses that programs call with a token."""

from tests.access.place import rows
from tests.access.roles import FRAME, PROGRAM, UPLOAD

CALLS = [
    *rows(
        UPLOAD,
        """
        embed:code POST 201
        extension:token POST 200
        guard:state GET 200
        guard:code POST 201
        ingest:segment PUT 201
        recorder_api:runs POST 201
        recorder_api:state GET 200
        recorder_api:check GET 200
        recorder_api:challenge POST 409
        recorder_api:challenge_one GET 200 POST 400
        recorder_api:pause POST 409
        recorder_api:resume POST 200
        recorder_api:ready POST 200
        recorder_api:start POST 200
        recorder_api:events POST 200
        recorder_api:manifest POST 200
        recorder_api:finish POST 200
        rehearsals_api:rehearsal POST 409
        """,
    ),
    *rows(FRAME, "embed:events POST 200\nrecorder:phone_state POST 200\nrecorder:phone_finish POST 200"),
    *rows(PROGRAM, "extension:events POST 200\nguard:reports POST 200"),
]
