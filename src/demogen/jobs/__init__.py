"""The queue library's side: its app with one short task, the queue as the services ask for it, and the worker."""
