"""Official records in files of this machine: added once, looked up in milliseconds, without network for ever after."""

from curabib.providers.authority.index import Authority as Authority
from curabib.providers.authority.registry import Registry as Registry
