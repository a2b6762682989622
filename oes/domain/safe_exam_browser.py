"""Safe Exam Browser: the settings of an exam, their Config Key, and the hashes that the browser sends.

Rules of the Config Key, from the browser's developer pages: settings as JSON without whitespace, keys of each
dictionary in alphabetical order without regard to case, nothing escaped, `originatorVersion` left out, empty
dictionaries removed; the key is the SHA-256 of that text in hexadecimal. A request proves it by the SHA-256 of its URL
(without fragment) and the key. Whoever has the file can compute both: the browser is not proven by it, only named.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hmac import compare_digest
from urllib.parse import urldefrag

Value = bool | int | str | Sequence["Value"] | Mapping[str, "Value"]
Settings = Mapping[str, Value]

IGNORED = "originatorVersion"
FORBIDDEN = frozenset('"\\')
"""Strings with these would need escapes, which the Config Key does not know."""


class BadSetting(ValueError):
    """A value whose Config Key not every version of the browser computes alike."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What an administrator may choose. Times and addresses come from the exam."""

    allow_quit: bool = True
    quit_password_hash: str = ""
    """SHA-256 in hexadecimal of the password that ends the browser; empty asks for none."""
    allow_reload: bool = True
    allow_spell_check: bool = False
    allow_virtual_machine: bool = False
    filter_addresses: bool = False
    """Only the hosts of the exam and of this platform, and `more_hosts`, may be opened."""
    more_hosts: tuple[str, ...] = ()


def exam_settings(choices: Choices, *, start_url: str, hosts: Sequence[str], microphone: bool) -> dict[str, Value]:
    """Return the settings of one exam: booleans, whole numbers, strings without quotation marks, simple lists.

    `hosts` are those that the exam needs, such as exam.example.kz.
    """
    settings: dict[str, Value] = {
        "startURL": start_url,
        "sendBrowserExamKey": True,
        "browserViewMode": 1,
        "mainBrowserWindowWidth": "100%",
        "showTaskBar": True,
        "showTime": True,
        "showInputLanguage": True,
        "showReloadButton": choices.allow_reload,
        "browserWindowAllowReload": choices.allow_reload,
        "newBrowserWindowByLinkPolicy": 2,
        "newBrowserWindowByScriptPolicy": 2,
        "newBrowserWindowAllowReload": choices.allow_reload,
        "allowBrowsingBackForward": False,
        "newBrowserWindowNavigation": False,
        "allowQuit": choices.allow_quit,
        "hashedQuitPassword": choices.quit_password_hash,
        "allowSpellCheck": choices.allow_spell_check,
        "allowVirtualMachine": choices.allow_virtual_machine,
        "allowScreenSharing": False,
        "allowDisplayMirroring": False,
        "allowedDisplaysMaxNumber": 1,
        "browserMediaCaptureCamera": True,
        "browserMediaCaptureMicrophone": microphone,
        "examSessionClearCookiesOnStart": True,
        "examSessionClearCookiesOnEnd": True,
        "URLFilterEnable": choices.filter_addresses,
        "URLFilterEnableContentFilter": False,
    }
    if choices.filter_addresses:
        settings["URLFilterRules"] = [_rule(host) for host in dict.fromkeys([*hosts, *choices.more_hosts])]
    return settings


def _rule(host: str) -> dict[str, Value]:
    return {"action": 1, "active": True, "expression": host, "regex": False}


def config_json(settings: Settings) -> str:
    """Return the text that the Config Key is computed of. Raises BadSetting."""
    return _json({key: value for key, value in settings.items() if key != IGNORED})


def _json(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return f'"{_checked(value)}"'
    if isinstance(value, Mapping):
        kept = {key: one for key, one in value.items() if not (isinstance(one, Mapping) and not one)}
        inner = (f'"{_checked(key)}":{_json(kept[key])}' for key in sorted(kept, key=_place))
        return "{" + ",".join(inner) + "}"
    if isinstance(value, Sequence) and not isinstance(value, bytes | bytearray):
        return "[" + ",".join(_json(one) for one in value) + "]"
    raise BadSetting(f"{type(value).__name__} is no value of a setting")


def _place(key: str) -> tuple[str, str]:
    return key.lower(), key


def _checked(text: str) -> str:
    if FORBIDDEN & set(text) or not text.isprintable():
        raise BadSetting(f"{text[:40]!r} would need an escape")
    return text


def config_key(settings: Settings) -> str:
    """Return the Config Key: 64 hexadecimal digits. Raises BadSetting."""
    return hashlib.sha256(config_json(settings).encode()).hexdigest()


def request_hash(url: str, key: str) -> str:
    """Return what the browser sends for a URL and a key of 64 hexadecimal digits."""
    return hashlib.sha256((urldefrag(url).url + key).encode("utf-8", "replace")).hexdigest()


def matches(sent: str, url: str, keys: Sequence[str]) -> bool:
    """Return whether the browser sent the hash of one of these keys for this URL."""
    told = sent.strip().lower().encode("utf-8", "replace")
    return any(compare_digest(told, request_hash(url, key.lower()).encode()) for key in keys if key)
