"""Building the extension of a deployment: key pair, folders and zip files."""

import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from django.conf import settings

from oes.integrations.extension.manifest import chromium_id, manifest_for

SHIPPED = (
    "background.js", "page.css", "page.html", "page.js", "place.js", "queue.js", "texts.js", "watch.js",
    "_locales/en/messages.json", "_locales/kk/messages.json", "_locales/ru/messages.json",
    "icons/16.png", "icons/48.png", "icons/128.png",
)  # fmt: skip
ONLY_IN = {"firefox": ("bridge.js",), "chromium": ()}
_MADE_AT = (2026, 1, 1, 0, 0, 0)
"""The same sources give the same zip file, byte for byte."""


@dataclass(frozen=True, slots=True)
class Built:
    """What was made for one browser."""

    browser: str
    folder: Path
    zip_file: Path


def source_folder() -> Path:
    return Path(settings.BASE_DIR) / "extension"


def public_key(folder: Path) -> bytes:
    """Return the deployment's public key (DER), made at the first call. The private key never leaves `folder`."""
    path = folder / "key.pem"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(text)
    loaded = load_pem_private_key(path.read_bytes(), password=None)
    der = loaded.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    (folder / "id").write_text(chromium_id(der) + "\n", encoding="utf-8")
    return der


def build(browser: str, *, origin: str, out: Path, key: bytes | None) -> Built:
    """Write the folder and the zip file of one browser. `origin` was checked; `key` is None for a store."""
    files = files_of(browser, origin=origin, key=key)
    folder, zip_file = out / browser, out / f"oes-extension-{browser}.zip"
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    with zipfile.ZipFile(zip_file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, _MADE_AT), content, zipfile.ZIP_DEFLATED)
    return Built(browser, folder, zip_file)


def files_of(browser: str, *, origin: str, key: bytes | None) -> dict[str, bytes]:
    """Return all that a browser gets, by name: the listed sources, the manifest and the origin."""
    source = source_folder()
    common = json.loads((source / "manifest.json").read_text(encoding="utf-8"))
    manifest = manifest_for(common, browser=browser, origin=origin, public_key=key)
    return {
        **{name: (source / name).read_bytes() for name in (*SHIPPED, *ONLY_IN[browser])},
        "manifest.json": json.dumps(manifest, indent=2, ensure_ascii=False).encode() + b"\n",
        "origin.js": f"export const ORIGIN = {json.dumps(origin)};\n".encode(),
    }
