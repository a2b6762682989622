"""What changes once the pages are reached over https."""

import json
import os
import subprocess
import sys

import pytest
from django.test import Client

NAMES = (
    "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "OES_SYSTEM_COOKIE", "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE", "LANGUAGE_COOKIE_SECURE", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS",
)  # fmt: skip


@pytest.fixture(scope="module")
def https(tmp_path_factory) -> dict[str, object]:
    """The settings of a process of its own."""
    code = f"import json, config.settings as s; print(json.dumps({{n: getattr(s, n) for n in {NAMES!r}}}))"
    folder = str(tmp_path_factory.mktemp("data"))
    environment = {**os.environ, "OES_HTTPS": "yes", "OES_SECRET_KEY": "x", "OES_DATA_DIR": folder}
    told = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, timeout=60)
    return json.loads(told.stdout)


def test_cookies_belong_to_this_host_over_https_alone(https):
    names = [value for name, value in https.items() if name.endswith(("_NAME", "_COOKIE"))]
    assert len(names) == 4
    assert all(name.startswith("__Host-") for name in names)
    assert all(https[name] for name in NAMES if name.endswith("_SECURE"))


def test_browsers_stay_with_https(https, settings, organisation):
    assert (https["SECURE_HSTS_SECONDS"], https["SECURE_HSTS_INCLUDE_SUBDOMAINS"]) == (31536000, True)
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 31536000, True
    answer = Client().get("/sign-in/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in Client().get("/sign-in/")


def test_cookies_of_the_sign_in_are_kept_from_scripts_and_other_sites(client, admin, settings):
    client.post("/sign-in/", {"username": "admin", "password": "correct horse battery", "system": "administration"})
    client.post("/i18n/setlang/", {"language": "kk"})
    for name in (settings.SESSION_COOKIE_NAME, settings.OES_SYSTEM_COOKIE, settings.LANGUAGE_COOKIE_NAME):
        cookie = client.cookies[name]
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
