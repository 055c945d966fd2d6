"""From raw entries to records: names, titles, venues, dates, identifiers."""
