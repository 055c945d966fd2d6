"""How a printed name falls into its parts, which `curabib.evidence.names` knows."""

from curabib.evidence.names import is_family_first as is_family_first
from curabib.evidence.names import parse_name as parse_name
