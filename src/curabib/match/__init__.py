"""From records to works: block, score, cluster, merge."""
