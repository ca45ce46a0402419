from hypothesis import settings

# Nothing is timed in a test: how long an example takes depends on what else the machine does.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
