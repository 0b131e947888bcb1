"""RECONCILE: reaching numbers that lie below today's too, by changing or retiring generated records."""
