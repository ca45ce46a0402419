"""Tests of the ground floor: the register."""
