"""Settings. Everything that differs between installations comes from the environment.

DJANGO_ENV       local (default), demo, test or production
DATABASE_URL     postgres://user:password@host/name in production; SQLite in var/ otherwise
SECRET_KEY       required in production; else made once and kept in var/
ALLOWED_HOSTS    comma-separated; required in production
BUSINESS_DATE    the day that the site takes for today (YYYY-MM-DD); refused in production
EMAIL_URL        smtp+tls://user:password@host:587 and the like; without it no e-mail is sent
DEFAULT_FROM_EMAIL, SITE_URL, ROBOT_HOSTS: see docs/reminders.md
"""

import datetime
import secrets
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DJANGO_ENV = env.str("DJANGO_ENV", default="local")
if DJANGO_ENV not in {"local", "demo", "test", "production"}:
    raise ImproperlyConfigured(
        f"DJANGO_ENV is {DJANGO_ENV!r}; use one of: local, demo, test, production"
    )
PRODUCTION = DJANGO_ENV == "production"
DEMO = DJANGO_ENV == "demo"
DEBUG = env.bool("DJANGO_DEBUG", default=False) and not PRODUCTION


def _kept_secret() -> str:
    """A secret key that outlives a restart, so that sessions do; never in the repository."""
    VAR_DIR.mkdir(exist_ok=True)
    path = VAR_DIR / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def _business_date() -> datetime.date | None:
    written = env.str("BUSINESS_DATE", default="2024-10-10" if DEMO else "")
    if not written:
        return None
    if PRODUCTION:
        raise ImproperlyConfigured("BUSINESS_DATE is for demonstrations; remove it in production")
    try:
        return datetime.date.fromisoformat(written)
    except ValueError as error:
        raise ImproperlyConfigured(f"BUSINESS_DATE is {written!r}; write YYYY-MM-DD") from error


SECRET_KEY = env.str("SECRET_KEY") if PRODUCTION else env.str("SECRET_KEY", default="")
SECRET_KEY = SECRET_KEY or _kept_secret()
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS",
    default=environ.Env.NOTSET if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"],
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
BUSINESS_DATE = _business_date()

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "bootstrap",
    "csp",
    "nanyang_vet.kit",
    "departments",
    "tasks",
    "progress",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nanyang_vet.kit.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "nanyang_vet.kit.middleware.NoNulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "departments.kept_forms.SessionEndedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nanyang_vet.kit.middleware.NoStoreMiddleware",
]

ROOT_URLCONF = "nanyang_vet.urls"
WSGI_APPLICATION = "nanyang_vet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "nanyang_vet.kit.context.site",
                "progress.context.navigation",
            ],
        },
    },
]

DATABASES = {
    "default": env.db_url(
        "DATABASE_URL",
        default=environ.Env.NOTSET
        if PRODUCTION
        else f"sqlite:///{VAR_DIR / ('demo' if DEMO else 'local')}.sqlite3",
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(exist_ok=True)
    # Writers queue instead of failing, and readers do not wait for them.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

AUTH_USER_MODEL = "departments.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTHENTICATION_BACKENDS = [
    "departments.access.PersonBackend",
    "departments.access.AdministratorBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
if DJANGO_ENV == "test":
    # The default hasher is slow on purpose; a suite that logs in hundreds of times would crawl.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
# Outside production the files are served from where they lie: no collectstatic to forget.
WHITENOISE_USE_FINDERS = not PRODUCTION
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = VAR_DIR / "media"
# Files of evidence lie outside of what is served; only the view that checks who asks hands them
# out. Larger ones are streamed to the disk while they arrive; a request above all bounds is
# refused before it is read.
FILE_UPLOAD_HANDLERS = [
    "nanyang_vet.kit.uploads.WholeRequestLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
UPLOAD_MAX_REQUEST_BYTES = 101 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        # Bootstrap's own marks (the arrow of a select, the tick of a box) are data: images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "departments.kept_forms.csrf_failure"
# Forms with something to type: what was typed survives the end of a session.
# What a filer typed survives the end of a session. Decisions do not: whoever logs in next would
# only have to press a button to decide what somebody else wrote.
KEPT_FORMS = frozenset(
    {
        "acknowledge",
        "close",
        "extend",
        "filing",
        "object",
        "outlook",
        "urge",
    }
)
if PRODUCTION:
    # An intranet without TLS can say so; the default is the safe one.
    SECURE_COOKIES = env.bool("SECURE_COOKIES", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SECURE_COOKIES)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = env.int(
        "SECURE_HSTS_SECONDS", default=31_536_000 if SECURE_COOKIES else 0
    )

# Reminders. Without a server for e-mail that channel is off; the others do not depend on it.
EMAIL_URL = env.str("EMAIL_URL", default="")
EMAIL_ENABLED = bool(EMAIL_URL)
if EMAIL_ENABLED:
    vars().update(env.email_url("EMAIL_URL"))
EMAIL_TIMEOUT = 15
# Many servers refuse what says that it comes from localhost: production has to name itself.
DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL",
    default=environ.Env.NOTSET if PRODUCTION and EMAIL_ENABLED else "webmaster@localhost",
)
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
ROBOT_HOSTS = env.list("ROBOT_HOSTS", default=[])

# A page of a whole quarter carries some ten fields for every duty; 1,000 would cut a county's off.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DJANGO_TABLES2_TEMPLATE = "kit/table.html"
DJANGO_TABLES2_TABLE_ATTRS = {"class": "table table-hover align-middle"}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
