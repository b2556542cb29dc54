"""Settings as for production: no debugging, connections that stay open, no logging of requests."""
import os

DEBUG = False
SECRET_KEY = "of a benchmark alone"
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "urls"
INSTALLED_APPS = ["proposals"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PEER_DATABASE"], "HOST": os.environ["PEER_HOST"],
        "USER": os.environ["PEER_USER"], "CONN_MAX_AGE": None,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
