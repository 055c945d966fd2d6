"""From works to a library: keys, lock, queries."""
