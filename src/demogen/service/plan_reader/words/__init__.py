"""The words that plans are headed with, in seven languages: KPIs, qualifiers, units. Where they stand is not known here."""
