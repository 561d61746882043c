"""From a file to passages with provenance (语料)."""
