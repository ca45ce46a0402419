"""A school's file on its way in, and back out with its problems."""
