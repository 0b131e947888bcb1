"""Months as people write them, and the years that stand beside them. What is planned for them is not known here."""
