from tests.api.conftest import api, desk, furnished, noon, world
from tests.doors.forms import form, pages

__all__ = ["api", "desk", "form", "furnished", "noon", "pages", "world"]
