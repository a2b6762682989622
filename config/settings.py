"""Settings. Everything an installation may change comes from `OES_...` variables, listed in docs/operations.md.

Weights and thresholds are not here: they are policy (`oes/domain/policy.py`).
"""

from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from config import env

BASE_DIR = Path(__file__).resolve().parent.parent

OES_DATA_DIR = env.folder("OES_DATA_DIR", BASE_DIR / "var")
OES_DATA_DIR.mkdir(parents=True, exist_ok=True)
OES_MEDIA_DIR = env.folder("OES_MEDIA_DIR", OES_DATA_DIR / "media")
OES_KEYS_DIR = env.folder("OES_KEYS_DIR", OES_DATA_DIR / "keys")
OES_MODELS_DIR = env.folder("OES_MODELS_DIR", BASE_DIR / "var" / "models")
OES_GUARD_URL = env.text("OES_GUARD_URL")
OES_DISK_RESERVE_MB = env.integer("OES_DISK_RESERVE_MB", default=1024)
OES_REHEARSAL_SECONDS = env.integer("OES_REHEARSAL_SECONDS", default=60, least=5)
OES_REHEARSAL_DAYS = env.integer("OES_REHEARSAL_DAYS", default=3, least=1)
OES_SEGMENT_LIMIT_KB = env.integer("OES_SEGMENT_LIMIT_KB", default=16 * 1024, least=64)

OES_EXTENSION_IDS = env.words("OES_EXTENSION_IDS")
OES_EXTENSION_CHROMIUM_URL = env.text("OES_EXTENSION_CHROMIUM_URL")
OES_EXTENSION_FIREFOX_URL = env.text("OES_EXTENSION_FIREFOX_URL")

OES_CLASSROOM_CLIENT_ID = env.text("OES_CLASSROOM_CLIENT_ID")
OES_CLASSROOM_CLIENT_SECRET = env.text("OES_CLASSROOM_CLIENT_SECRET")

DEBUG = env.boolean("OES_DEBUG", default=False)
SECRET_KEY = env.text("OES_SECRET_KEY")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "Set OES_SECRET_KEY, or OES_SECRET_KEY_FILE to a file that holds it (50 random letters or more)."
    )
ALLOWED_HOSTS = env.words("OES_ALLOWED_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = env.words("OES_TRUSTED_ORIGINS")
OES_SYSTEM_COOKIE = "oes_system"
OES_HTTPS = env.boolean("OES_HTTPS", default=False)
TRUSTED_PROXIES = 0
if env.boolean("OES_TRUST_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    TRUSTED_PROXIES = env.integer("OES_PROXY_COUNT", default=1, least=1)
AXES_CLIENT_IP_CALLABLE = "oes.lib.addresses.client_address"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = OES_HTTPS
if OES_HTTPS:  # browsers take such names from this host alone, over https alone
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    LANGUAGE_COOKIE_NAME, OES_SYSTEM_COOKIE = "__Host-language", "__Host-oes-system"
SECURE_HSTS_SECONDS = 31536000 if OES_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = OES_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "config.static.CollectedFiles",
    "axes",
    "django_htmx",
    "oes.lib",
    "oes.journal",
    "oes.notices",
    "oes.accounts",
    "oes.exams",
    "oes.attempts",
    "oes.recordings",
    "oes.recorder",
    "oes.rehearsals",
    "oes.ingest",
    "oes.analysis",
    "oes.violations",
    "oes.review",
    "oes.written",
    "oes.evidence",
    "oes.reports",
    "oes.owndata",
    "oes.portal",
    "oes.appeals",
    "oes.integrations.embed",
    "oes.integrations.extension",
    "oes.integrations.seb",
    "oes.integrations.guard",
    "oes.integrations.classroom",
    "oes.retention",
    "bench",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "oes.lib.middleware.AnswerHeadersMiddleware",
    "oes.lib.middleware.PrivatePagesMiddleware",
    "oes.lib.busy.BusyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "oes.accounts.middleware.OrganisationMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "oes.accounts.middleware.OwnOrganisationMiddleware",
    "oes.accounts.middleware.IdleMiddleware",
    "oes.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "oes.integrations.seb.middleware.SafeExamBrowserMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "oes.accounts.context.page",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": OES_DATA_DIR / "oes.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        },
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesBackend", "oes.accounts.backends.OrganisationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "oes.accounts.hashers.InitialPasswordHasher",
]
PASSWORD_RESET_TIMEOUT = 3600
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:home"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # logins are unique within an organisation; our backend asks for both
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "oes.accounts.views.locked_out"
AXES_VERBOSE = False

LANGUAGE_CODE = "ru"
LANGUAGES = [("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = OES_HTTPS
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Almaty"

STATIC_URL = "static/"
STATIC_ROOT = OES_DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "oes.lib.static.ModuleManifestStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = OES_SEGMENT_LIMIT_KB * 1024 + 4096

EMAIL_BACKEND = env.text("OES_EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("OES_EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env.integer("OES_EMAIL_PORT", default=25, least=1)
EMAIL_HOST_USER = env.text("OES_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("OES_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.boolean("OES_EMAIL_TLS", default=False)
EMAIL_TIMEOUT = 15
EMAIL_FILE_PATH = OES_DATA_DIR / "mail"
HAS_MAIL = bool(env.text("OES_EMAIL_HOST") or env.text("OES_EMAIL_BACKEND"))
OES_MAIL_RECEIPTS = env.boolean("OES_MAIL_RECEIPTS", default=HAS_MAIL)
OES_MAIL_NOTICES = env.boolean("OES_MAIL_NOTICES", default=HAS_MAIL)
OES_PUBLIC_URL = env.origin("OES_PUBLIC_URL")
DEFAULT_FROM_EMAIL = env.text("OES_EMAIL_FROM", "oes@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "oes.lib.logs.JsonLines"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": env.text("OES_LOG_LEVEL", "INFO")},
    "loggers": {
        "django.server": {"handlers": ["nowhere"], "propagate": False},
        "axes": {"level": "WARNING"},
        # Scanners ask for any host: 400 is the answer, and no line of the log is worth it.
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}
