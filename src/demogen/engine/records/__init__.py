"""The columns of companies, contacts, deals and activities, batch by batch. How they are stored is not known here."""
