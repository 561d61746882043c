"""To run it (部署): lists of what is installed, an image, a unit, settings, and a runbook in ``README.md``."""
