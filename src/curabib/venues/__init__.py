"""The venue table: which venue a name means, and what is known of its volume of a year."""

from curabib.venues.table import VenueVolume as VenueVolume
from curabib.venues.table import expand as expand
from curabib.venues.table import find as find
from curabib.venues.table import may_find as may_find
from curabib.venues.table import volumes_of_series as volumes_of_series
