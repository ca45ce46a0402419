"""The JSON API, an application of its own: its own schema, its own 404 and 405."""

from apregister.api.make import make_api

__all__ = ["make_api"]
