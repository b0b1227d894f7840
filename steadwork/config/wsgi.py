"""What the web server calls."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from steadwork.config.children import follow_parent

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "steadwork.config.settings")

if os.environ.get("SERVING"):
    follow_parent()  # a web server that is killed must not leave its workers on the port

application = get_wsgi_application()
