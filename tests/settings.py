"""The product's settings, made fast and kept in a folder of their own for tests."""

import os
import tempfile

os.environ.setdefault("OES_SECRET_KEY", "only-for-tests")
os.environ.setdefault("OES_DATA_DIR", tempfile.mkdtemp(prefix="oes-tests-"))
os.environ.setdefault("OES_LOG_LEVEL", "ERROR")

from config.settings import *  # noqa: F403
from oes.lib.one_thread import ONE_THREAD

os.environ.update(ONE_THREAD)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "oes.accounts.hashers.InitialPasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
OES_DISK_RESERVE_MB = 0
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = OES_DATA_DIR / "static"  # noqa: F405
STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# Here no machine loses its power. tests/durability/test_system_calls.py sees that the product waits for its disk.
os.fsync = lambda fd: None
