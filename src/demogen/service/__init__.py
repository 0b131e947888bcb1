"""Use cases. Transactions begin here and nowhere else; how a request came in is not known here."""
