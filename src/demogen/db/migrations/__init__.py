"""The schema's history. Each step goes up and down on a database with rows in it."""
