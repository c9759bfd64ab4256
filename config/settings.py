"""How this installation is set up: every value comes from the environment or is a constant."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from config import start
from config.coming_in import *  # noqa: F403
from config.coming_in import OIDC_ISSUER
from config.database import database
from roadmaps.lettering import FOLDER as FONTS  # measured and shown in one font
from roadmaps.prose.editor import EDITOR

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(os.environ.get("RUMBO_DATA", BASE_DIR / ".data")).resolve()

DEBUG = os.environ.get("DEBUG", "") == "1"
SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEMO = not SECRET_KEY  # without a secret this can only be a trial on one's own machine
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
if DEMO:
    SECRET_KEY = start.OF_A_TRIAL

# Whose maps these are, above every page.
MINISTRY = os.environ.get("MINISTRY") or _("Ministry of Economy")

INSTALLED_APPS = [
    "demo",
    "api",
    "roadmaps",
    "sectors",
    "accounts",
    "changes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "config.door.door",
    "api.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "api.throttling.Throttle",
    "api.at_once.current_edition",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "api.doorkeeper.Doorkeeper",
    "roadmaps.middleware.ActorMiddleware",  # it says as whom everything is asked
    "api.outsiders.ReadAsOutsider",
]
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
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
            ],
        },
    }
]

# Where this site is found, for the links in mails.
ROOT = os.environ.get("ROOT", f"http://localhost:{os.environ.get('PORT', '8000')}").rstrip("/")
# How many proxies of ours stand before the server; each adds what it saw to X-Forwarded-For.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("MAIL_FROM", "rumbo@localhost")
EMAIL_HOST = os.environ.get("MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("MAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST)
EMAIL_TIMEOUT = 10
if not EMAIL_HOST:  # then mails lie in a folder, where they can be read
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

DATABASE = database(DATA_DIR)  # who may become whom there: changes/roles.py
DATABASES = {"default": {**DATABASE.web}}
# Tells several processes what was committed; one process needs none.
REDIS_URL = os.environ.get("REDIS_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

AUTHENTICATION_BACKENDS = ["roadmaps.backend.Backend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "portfolio"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.NotTooLong"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotTheName"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
# A table with all the elements of a lane has many fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
if DEMO:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "frontend", ("fonts", FONTS), ("django_prose_editor", EDITOR)]
WHITENOISE_USE_FINDERS = DEMO
WHITENOISE_AUTOREFRESH = DEBUG

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# To be put on the list that comes with browsers is for whoever owns the whole domain to decide.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_PROXY_SSL_HEADER = None if DEMO else ("HTTP_X_FORWARDED_PROTO", "https")
# Browsers keep a name that begins like this from other hosts, and from plain HTTP.
COOKIES = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIES}sessionid", f"{COOKIES}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIES}language"
KNOWN_BROWSER_COOKIE = f"{COOKIES}known_browser"
LANGUAGE_COOKIE_SECURE = not DEMO
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "roadmaps.views.errors.forged"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
        "report-uri": ["/csp-reports"],
        "report-to": ["csp"],
    }
}
# How much one caller may ask: accounts/budgets.py.
BUDGETS = {
    "network": "6000 per minute",  # all who come from one network, whoever they are
    "anonymous": "600 per minute",  # those of one network who have not signed in
    "session": "1200 per minute",
    "key": "1200 per minute",
    "person": "2400 per minute",  # by all of their keys and sessions
    "writes": "120 per minute",
    "typing": "1200 per minute",  # messages with what is typed in running texts
    "heavy": "30 per minute",  # files, and searches
    "files": "120 per minute",  # the same by all of one network, whoever they say they are
    "reports": "30 per minute",  # of browsers, about pages that want what they may not
}
SECURITY_CONTACTS = os.environ.get("SECURITY_CONTACT", f"mailto:{DEFAULT_FROM_EMAIL}").split(",")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"event": {"()": "accounts.events.Line"}},
    "handlers": {
        "events": {"class": "logging.StreamHandler", "formatter": "event"},
        "nobody": {"class": "logging.NullHandler"},
    },
    "loggers": {
        "rumbo.security": {"handlers": ["events"], "level": "INFO"},
        "django.security": {"handlers": ["events"], "level": "WARNING"},
        # It names whole addresses, in which secrets may stand; `forged-form` tells the same.
        "django.security.csrf": {"handlers": ["nobody"], "propagate": False},
    },
}
start.refuse(
    start.Said(
        is_trial=DEMO,
        is_debugging=DEBUG,
        secret=SECRET_KEY,
        hosts=ALLOWED_HOSTS,
        root=ROOT,
        mail_host=EMAIL_HOST,
        issuer=OIDC_ISSUER,
    )
)

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.errors.handle",
    "COERCE_DECIMAL_TO_STRING": True,
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Rumbo",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": (
        "Industry transformation maps: what a sector of the economy wants to become, why, and "
        "who does what for it. Published maps can be read without a key.\n\n"
        "Texts come as they were first written, with `translations` beside them. Decimals are "
        "strings, periods are EDTF, an empty value is null. Lists come in pages: follow `next`. "
        "Unknown parameters are refused."
    ),
    "LICENSE": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": ["api.openapi.add_problem"],
    "COMPONENT_SPLIT_PATCH": False,
    "SERVE_INCLUDE_SCHEMA": False,
    "AUTHENTICATION_WHITELIST": ["api.authentication.KeyAuthentication"],
}
