"""PostgreSQL: tables, bulk loading, KPI reads and job rows. Nothing is decided here; transactions begin in `service`."""
