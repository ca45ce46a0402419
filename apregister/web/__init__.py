"""The web pages: plain forms and links first, htmx on top."""

from apregister.web.make import make_web

__all__ = ["make_web"]
