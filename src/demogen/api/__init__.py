"""The HTTP API: endpoints parse, call a service and present its answer. No rule of the product stands here."""
