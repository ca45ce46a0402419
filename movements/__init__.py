"""The register: kinds, entries, school days, clocks and attendance."""
