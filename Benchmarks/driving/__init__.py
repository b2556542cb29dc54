"""What the benchmarks have in common: a private PostgreSQL, a Chancery on it, the load, and tables of what came out."""
