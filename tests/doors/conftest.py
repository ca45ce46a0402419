from tests.api.conftest import api, furnished, noon, world

__all__ = ["api", "furnished", "noon", "world"]
