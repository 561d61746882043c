"""From a request to passages (检索)."""
