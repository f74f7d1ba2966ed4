"""Django's settings: one file, no branches by environment; what differs comes from `base.conf`."""

import os
import secrets
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from zoneinfo import available_timezones

from django.utils.translation import gettext_lazy as _

from chronique.base.conf import BadSettings, load
from chronique.project.front import made_by

CONF = load(os.environ)
HOME = CONF.home.resolve()
PACKAGE = Path(__file__).resolve().parents[1]


def _secret_key() -> str:
    """Return the key that was given, or the one in the home folder, made at the first start."""
    if CONF.secret_key:
        return CONF.secret_key
    path = HOME / "secret_key"
    try:
        if not path.exists():
            _make_key(path)
        return path.read_text()
    except OSError as error:
        raise BadSettings(f"CHRONIQUE_HOME: {HOME} cannot be used: {error.strerror}.") from error


def _make_key(path: Path) -> None:
    """Write a new key beside its place, then move it there: whole, or not at all, and only once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"secret_key.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(64))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(draft, path)
    draft.unlink()


def _database() -> dict[str, Any]:
    if CONF.database:
        parts = urlsplit(CONF.database)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": {
                # Its compiler takes longer than our queries, each time one looks costly to it.
                "options": "-c jit=off",
                # A machine that is gone without a word is noticed, seconds and milliseconds.
                "connect_timeout": 5,
                "keepalives_idle": 3,
                "keepalives_interval": 1,
                "keepalives_count": 3,
                "tcp_user_timeout": 6000,
            },
        }
    return {
        "ENGINE": "chronique.project.sqlite",
        "NAME": HOME / "chronique.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # IMMEDIATE: a writer waits for its turn instead of failing half-way through.
            # FULL: what was answered with success is on the disk, also after a power cut.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL",
        },
    }


def _library() -> dict[str, Any]:
    """Return where pictures and files lie: in the home folder, or in a bucket of S3."""
    if not CONF.media:
        return {"BACKEND": "chronique.articles.files.Library"}
    if find_spec("storages") is None:
        raise BadSettings("CHRONIQUE_MEDIA: install chronique[s3], which brings what it needs.")
    parts = urlsplit(CONF.media)
    scheme = "http" if parts.scheme == "s3+http" else "https"
    return {
        "BACKEND": "chronique.articles.buckets.Bucket",
        "OPTIONS": {
            "endpoint_url": f"{scheme}://{parts.netloc.rpartition('@')[2]}",
            "access_key": unquote(parts.username or ""),
            "secret_key": unquote(parts.password or ""),
            "bucket_name": unquote(parts.path.strip("/")),
            "region_name": dict(parse_qsl(parts.query)).get("region"),
        },
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = CONF.hosts
CSRF_FAILURE_VIEW = "chronique.front.views.form_refused"
CSRF_TRUSTED_ORIGINS = [f"{address.scheme}://{address.netloc}" for address in CONF.addresses]

INSTALLED_APPS = [
    "chronique.project",
    "chronique.desk",
    "chronique.front",
    "chronique.exchange",
    "chronique.publishing",
    "chronique.feeds",
    "chronique.newsletter",
    "chronique.comments",
    "chronique.dossiers",
    "chronique.articles",
    "chronique.readers",
    "chronique.spam",
    "chronique.mail",
    "chronique.store",
    "chronique.text",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "chronique.front.middleware.security_headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "chronique.front.compression.Compressed",
    "chronique.comments.views.at_once.forms_at_once",
    "chronique.front.middleware.Conditional",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chronique.front.middleware.AppendSlash",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "chronique.front.middleware.publication_language",
    "chronique.front.middleware.Redirects",
    "chronique.desk.refusing.RefusedDeletions",
]

ROOT_URLCONF = "chronique.project.urls"
WSGI_APPLICATION = "chronique.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chronique.front.context.publication",
            ],
        },
    },
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = CONF.language
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = CONF.time_zone
USE_I18N = True
USE_TZ = True

PAGES_ROOT = HOME / "pages"
# What was kept by another program, or with other settings, is another page.
PAGES_MADE_BY = made_by(CONF)
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
# What stood at the addresses of sources: for writers alone, so beside the media.
SNAPSHOTS_ROOT = HOME / "snapshots"
STORAGES = {
    "default": _library(),
    "staticfiles": {"BACKEND": "chronique.front.lean.StaticFiles"},
}
WHITENOISE_MAX_AGE = 3600
# Only our own pages ask for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# Behind an address of https everything is: cookies, redirects, and browsers are told to remember
# it.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = CONF.is_secure
SECURE_HSTS_SECONDS = 31_536_000 if CONF.is_secure else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONF.trusted_proxies else None
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
# Said by pages alone (front.middleware): nobody opens a style sheet.
SECURE_CROSS_ORIGIN_OPENER_POLICY = None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Without a mail server letters lie in a folder; they can be read at the desk, too.
_mail = next((server for server in CONF.mail_servers if not server.is_provider), None)
EMAIL_BACKEND = (
    "chronique.mail.backend.EmailBackend" if _mail else "chronique.mail.folder.EmailBackend"
)
EMAIL_FILE_PATH = HOME / "mail"
EMAIL_HOST = _mail.host if _mail else ""
EMAIL_USE_SSL = bool(_mail and _mail.is_tls_from_start)
EMAIL_PORT = _mail.port if _mail else 0
EMAIL_HOST_USER = _mail.user if _mail else ""
EMAIL_HOST_PASSWORD = _mail.password if _mail else ""
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONF.sender

WAGTAIL_SITE_NAME = "Chronique"
WAGTAILADMIN_BASE_URL = CONF.url.split()[0]
WAGTAIL_I18N_ENABLED = False
# Debian counts "localtime" among the zones, browsers do not know it.
WAGTAIL_USER_TIME_ZONES = sorted(zone for zone in available_timezones() if "/" in zone)
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILADMIN_USER_LOGIN_FORM = "chronique.desk.editing.SignInForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_IMAGE_MODEL = "articles.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "chronique.articles.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "epub", "json", "m4a", "mp3", "mp4", "odp", "ods", "odt", "oga", "ogg", "ogv",
    "opus", "pdf", "pptx", "rtf", "srt", "txt", "vtt", "wav", "webm", "xlsx", "zip",
]  # fmt: skip
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILEMBEDS_FINDERS: list[dict[str, Any]] = []
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "front/password_required.html"  # noqa: S105
WAGTAIL_PASSWORD_RESET_ENABLED = False
# Where a page keeps its public address, as articles do, Wagtail's own way deletes all redirects
# that were made by itself. Ours are left by `publishing.announce`.
WAGTAILREDIRECTS_AUTO_CREATE = False
# Nothing of the desk is asked of anybody else.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"unsigned": {"()": "chronique.base.logs.WithoutSignedLinks"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["unsigned"],
        },
        # Whom nobody hears Python would write to stderr itself.
        "nobody": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": CONF.log_level},
    "loggers": {
        "django.server": {"level": "WARNING"},
        # Whoever scans the net asks for hosts that are not here; the answer is 400, and enough.
        "django.security.DisallowedHost": {"handlers": ["nobody"], "propagate": False},
        # Wagtail and the queue tell every step at INFO.
        **{name: {"level": "WARNING"} for name in ("wagtail", "django_tasks", "django_tasks_db")},
    },
}
