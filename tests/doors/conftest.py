from tests.api.conftest import api, furnished, noon, world
from tests.doors.forms import form, pages

__all__ = ["api", "form", "furnished", "noon", "pages", "world"]
