"""How often each host may be asked, as its operators wish it."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """The least time between two requests to a host, in seconds; `polite` is that for those who leave an address."""

    interval: float
    polite: float | None = None

    def wait(self, known: bool) -> float:
        """Return the seconds between two requests of somebody who has left an address (`known`) or has not."""
        return self.polite if known and self.polite is not None else self.interval


HOSTS: Mapping[str, Manners] = MappingProxyType(
    {
        "arxiv.org": Manners(interval=3.0),
        "export.arxiv.org": Manners(interval=3.0),  # info.arxiv.org/help/api/tou.html
        "dblp.org": Manners(interval=1.5),  # dblp.org/faq/1474706.html
        "api.crossref.org": Manners(interval=1.0, polite=0.2),  # one at a time, three for the polite pool
        "api.datacite.org": Manners(interval=0.7, polite=0.4),  # 500 in five minutes, 1000 with an address
        "api.openalex.org": Manners(interval=0.5, polite=0.2),
        "api.semanticscholar.org": Manners(interval=1.1),
        "api2.openreview.net": Manners(interval=1.0),
        "api.openreview.net": Manners(interval=1.0),
        "eutils.ncbi.nlm.nih.gov": Manners(interval=0.4),  # three a second without a key
        "api.zotero.org": Manners(interval=0.2),
    }
)
ELSEWHERE = Manners(interval=1.0)
"""For a host that is not in the table."""

LOCAL = Manners(interval=0.0)
"""For this machine."""
