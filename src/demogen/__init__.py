"""Demo tenants for B2B CRMs whose monthly numbers are exactly the planned ones."""

__version__ = "0.1.0"
