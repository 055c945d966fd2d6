"""Raw entries to records: how people write names, titles, venues, years and links."""

from curabib.normalise.records import normalise as normalise
