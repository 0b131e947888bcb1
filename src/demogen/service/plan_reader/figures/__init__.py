"""Numbers and currencies as people write them. Which KPI they are of is known in `amounts` alone."""
