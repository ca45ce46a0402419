"""Tests of the shell: databases, sign-in, permissions, looks and the pages' base."""
