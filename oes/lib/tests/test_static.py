"""Modules import each other by hashed names, so that a new version never meets an old part in a cache."""

import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from oes.lib.static import ModuleManifestStorage

_FORMS = {
    "named": 'import { a } from "./part.js"\n',
    "semicolon": "import {a} from './part.js';\n",
    "lines": 'import {\n  a,\n  b,\n} from "./part.js"\n',
    "bare": 'import "./part.js"\n',
    "again": 'export { a } from "./part.js"\n',
    "later": 'const part = await import("./part.js")\n',
}


@pytest.mark.parametrize("form", _FORMS)
def test_it_rewrites_every_form_of_import(tmp_path: Path, form: str):
    (tmp_path / "part.js").write_text("export const a = 1\n")
    (tmp_path / "main.js").write_text(_FORMS[form] + 'const text = "import me from ./part.js"\n')
    storage = ModuleManifestStorage(location=str(tmp_path), base_url="/static/")
    source = FileSystemStorage(location=str(tmp_path))
    list(storage.post_process({name: (source, name) for name in ("main.js", "part.js")}))
    (hashed,) = (path for path in tmp_path.glob("main.*.js"))
    assert re.search(r'"\./part\.[0-9a-f]{12}\.js"', hashed.read_text())
    assert "import me from ./part.js" in hashed.read_text()
