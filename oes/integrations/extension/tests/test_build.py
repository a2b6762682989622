"""`oes extension build`: what it makes, and what it refuses."""

import json
import re
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from oes.integrations.extension.build import ONLY_IN, SHIPPED, source_folder
from oes.integrations.extension.manifest import BadOrigin, checked_origin, chromium_id
from oes.lib.extensions import chromium_ids

ORIGIN = "https://exam.example.kz"


@pytest.fixture
def built(settings, tmp_path, capsys) -> Path:
    settings.OES_DATA_DIR = tmp_path
    call_command("extension", "build", "--origin", ORIGIN + "/")
    assert chromium_ids()[0] in capsys.readouterr().out
    return tmp_path / "extension" / "built"


def manifest(built: Path, browser: str) -> dict:
    return json.loads((built / browser / "manifest.json").read_text())


def test_both_browsers_ask_for_little(built):
    for browser in ("chromium", "firefox"):
        made = manifest(built, browser)
        assert made["manifest_version"] == 3
        assert made["permissions"] == ["alarms", "storage"]
        assert made["optional_permissions"] == ["tabs"]
        assert not {"host_permissions", "optional_host_permissions", "web_accessible_resources"} & set(made)
        assert f"connect-src {ORIGIN};" in made["content_security_policy"]["extension_pages"]
        assert (built / browser / "origin.js").read_text() == f'export const ORIGIN = "{ORIGIN}";\n'


def test_chromium_lets_only_the_recorders_page_speak(built):
    made = manifest(built, "chromium")
    assert made["externally_connectable"] == {"matches": [f"{ORIGIN}/attempts/*"]}
    assert made["background"] == {"service_worker": "background.js", "type": "module"}
    assert "content_scripts" not in made
    assert "browser_specific_settings" not in made


def test_firefox_has_a_bridge_on_that_page_and_says_what_it_collects(built):
    made = manifest(built, "firefox")
    (script,) = made["content_scripts"]
    assert script == {"matches": [f"{ORIGIN}/attempts/*"], "js": ["bridge.js"], "run_at": "document_start"}
    assert made["background"] == {"scripts": ["background.js"], "type": "module"}
    gecko = made["browser_specific_settings"]["gecko"]
    assert re.fullmatch(r"oes-[0-9a-f]{16}@oes-proctoring", gecko["id"])
    assert gecko["data_collection_permissions"] == {"required": ["browsingActivity"]}
    assert not {"key", "externally_connectable", "minimum_chrome_version"} & set(made)


def test_firefoxes_pattern_has_no_port(settings, tmp_path):
    settings.OES_DATA_DIR = tmp_path
    call_command("extension", "build", "--origin", "http://127.0.0.1:8123", "--out", str(tmp_path / "out"))
    assert manifest(tmp_path / "out", "firefox")["content_scripts"][0]["matches"] == ["http://127.0.0.1/attempts/*"]
    chromium = manifest(tmp_path / "out", "chromium")
    assert chromium["externally_connectable"]["matches"] == ["http://127.0.0.1:8123/attempts/*"]


def test_the_key_stays_and_is_never_shipped(built, tmp_path):
    key = tmp_path / "extension" / "key.pem"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    first, packed = manifest(built, "chromium")["key"], (built / "oes-extension-chromium.zip").read_bytes()
    call_command("extension", "build", "--origin", ORIGIN)
    assert manifest(built, "chromium")["key"] == first
    assert (built / "oes-extension-chromium.zip").read_bytes() == packed
    for browser in ("chromium", "firefox"):
        with zipfile.ZipFile(built / f"oes-extension-{browser}.zip") as file:
            assert set(file.namelist()) == {*SHIPPED, *ONLY_IN[browser], "manifest.json", "origin.js"}
            assert not any(b"PRIVATE KEY" in file.read(name) for name in file.namelist())


def test_a_store_gives_its_own_id(settings, tmp_path):
    settings.OES_DATA_DIR = tmp_path
    call_command("extension", "build", "--origin", ORIGIN, "--store", "--browser", "chromium")
    assert "key" not in manifest(tmp_path / "extension" / "built", "chromium")
    assert not (tmp_path / "extension" / "built" / "firefox").exists()


def test_everything_that_is_imported_is_shipped():
    for name in SHIPPED:
        if name.endswith((".js", ".html")):
            source = (source_folder() / name).read_text()
            used = re.findall(r'from "\./([\w.]+)"|(?:src|href)="([\w.]+)"', source)
            assert {a or b for a, b in used} <= {*SHIPPED, "origin.js"}, name


def test_every_language_says_the_same():
    told = {path.parent.name: json.loads(path.read_text()) for path in source_folder().glob("_locales/*/messages.json")}
    assert set(told) == {"en", "kk", "ru"}
    assert all(set(texts) == set(told["en"]) for texts in told.values())
    assert all(len(texts["description"]["message"]) <= 132 for texts in told.values())
    source = (source_folder() / "texts.js").read_text()
    keys = [re.findall(r"^  (\w+):", part, re.MULTILINE) for part in source.split("const ")[1:4]]
    assert keys[0] == keys[1] == keys[2]


def test_chromiums_id_is_that_of_the_key():
    """The example is Chromium's own: 16 bytes of the hash, written with the letters a to p."""
    assert chromium_id(b"") == "odlameecjipmbmbejkplpemijjgpljce"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://Exam.Example.KZ:443/", "https://exam.example.kz"),
        ("https://exam.example.kz:8443", "https://exam.example.kz:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
        ("https://қаз.example", "https://" + "қаз".encode("idna").decode() + ".example"),
    ],
)
def test_an_origin_is_written_as_browsers_do(text, origin):
    assert checked_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "", "exam.example.kz", "http://exam.example.kz", "ftp://exam.example.kz", "https://", "https://*.example.kz",
        "https://exam.example.kz/oes", "https://exam.example.kz?x", "https://exam.example.kz#x", "https://u:p@exam.example.kz",
        "https://exam.example.kz:99999", "https://exam..example.kz", "https://exam example.kz", "javascript:alert(1)",
        "http://localhost.evil.example", "http://127.0.0.1.evil.example", "https://exam.example.kz\"],",
    ],
)  # fmt: skip
def test_a_bad_origin_is_refused_in_a_sentence(text):
    with pytest.raises(BadOrigin, match=r"\.$"):
        checked_origin(text)
    with pytest.raises(CommandError):
        call_command("extension", "build", "--origin", text)
