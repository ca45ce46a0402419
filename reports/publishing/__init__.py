"""Open-data tables: counted, kept from telling of few pupils, attacked, and explained."""
