"""Whether what is shown is invented: then every page says so."""

from flask import g

from apregister.db import reading
from apregister.invented import holds_synthetic
from apregister.web.shell import engines


def is_synthetic() -> bool:
    """Whether this request's register holds invented records; asked once a request."""
    if "synthetic" not in g:
        with reading(engines().register) as session:
            g.synthetic = holds_synthetic(session)
    return bool(g.synthetic)
