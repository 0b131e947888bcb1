"""The command line: parse, call, present. Modules here load fast; the service is imported when a command runs."""
