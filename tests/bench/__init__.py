"""Measurements, run by `make bench` and `make soak`; named so that pytest collects none."""
