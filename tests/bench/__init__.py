"""Benchmarks: ``make bench``. Timings are no tests; read them as ratios of one run."""
