"""The words that plans are headed with, in seven languages: KPIs, qualifiers, units, and headings made of them. Where they stand is not known here."""
