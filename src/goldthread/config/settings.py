"""Settings. Everything a council changes comes from the environment; everything kept lies in GOLDTHREAD_DATA."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.management.utils import get_random_secret_key
from platformdirs import user_data_path

DATA_DIR = (
    Path(os.environ.get("GOLDTHREAD_DATA") or user_data_path("goldthread", appauthor=False)).expanduser().resolve()
)
DATA_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)


def _secret_key() -> str:
    """The key from the environment, else one made once and kept beside the data, readable by its owner alone."""
    if from_environment := os.environ.get("GOLDTHREAD_SECRET_KEY"):
        return from_environment
    place = DATA_DIR / "secret-key"
    try:
        with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as made:
            made.write(get_random_secret_key())
    except FileExistsError:
        pass
    return place.read_text(encoding="ascii")


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(default)).strip().lower() in {"1", "true", "yes", "on"}


SECRET_KEY = _secret_key()
DEBUG = _flag("GOLDTHREAD_DEBUG", False)
SITE_URL = os.environ.get("GOLDTHREAD_SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SECURE_SITE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("GOLDTHREAD_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE_SITE else []

INSTALLED_APPS = [
    "goldthread.organisation",
    "goldthread.documents",
    "goldthread.register",
    "goldthread.evidence",
    "goldthread.assessment",
    "goldthread.plan",
    "goldthread.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # sends its files compressed already
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "goldthread.web.errors.UserErrorMiddleware",
]

ROOT_URLCONF = "goldthread.config.urls"
WSGI_APPLICATION = "goldthread.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "goldthread.web.chrome.chrome",
            ]
        },
    }
]

# A reader never waits for a writer, and a writer takes its lock at the start of the transaction, so that it queues
# instead of failing half-way. FULL, because what was said to be saved has to survive a power cut (decision 0010).
SQLITE_TUNING = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY;"
        " PRAGMA mmap_size=268435456; PRAGMA foreign_keys=ON"
    ),
}
DATABASES = {
    "default": dj_database_url.config(default=f"sqlite:///{DATA_DIR / 'goldthread.sqlite3'}", conn_max_age=600)
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = dict(SQLITE_TUNING)

AUTH_USER_MODEL = "organisation.Person"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "goldthread.web.accounts.adapter.InvitedPeopleOnly"
ACCOUNT_FORMS = {
    "login": "goldthread.web.accounts.forms.LoginForm",
    "reset_password": "goldthread.web.accounts.forms.ResetForm",
    "reset_password_from_key": "goldthread.web.accounts.forms.NewPasswordForm",
    "set_password": "goldthread.web.accounts.forms.FirstPasswordForm",
    "change_password": "goldthread.web.accounts.forms.ChangePasswordForm",
}
ACCOUNT_RATE_LIMITS = {"sign_in_link": "20/m/ip,5/h/key"}
# Behind a proxy all tries would otherwise seem to come from one place
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("GOLDTHREAD_PROXIES", "0"))
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

EMAIL_BACKEND = os.environ.get("GOLDTHREAD_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("GOLDTHREAD_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("GOLDTHREAD_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("GOLDTHREAD_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("GOLDTHREAD_EMAIL_PASSWORD", "")
EMAIL_TIMEOUT = 10  # seconds: a mail server that hangs is soon a sentence
EMAIL_USE_TLS = _flag("GOLDTHREAD_EMAIL_TLS", False)
DEFAULT_FROM_EMAIL = os.environ.get("GOLDTHREAD_EMAIL_FROM", "Goldthread <goldthread@localhost>")
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = DATA_DIR / "documents"
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# Counts of tries to sign in are shared by every process of the server
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(DATA_DIR / "cache"),
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

CSRF_FAILURE_VIEW = "goldthread.web.errors.csrf_failure"
SESSION_ENGINE = "goldthread.organisation.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SITE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GOLDTHREAD_LOG", "WARNING")},
}
