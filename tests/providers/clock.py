"""Time that passes only when somebody sleeps, for clients that are patient."""

from collections.abc import Mapping
from pathlib import Path

from curabib.providers.http import Client, Patience
from curabib.providers.manners import Manners


class Clock:
    """A clock, and the clients that live by it; `slept` lists the seconds of each sleep."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 6))
        self.now += seconds

    def client(
        self,
        folder: Path | None = None,
        *,
        manners: Mapping[str, Manners] | None = None,
        contact: str = "",
        offline: bool = False,
        refresh: bool = False,
        **settings: float,
    ) -> Client:
        patience = Patience(
            sleep=self.sleep,
            clock=lambda: self.now,
            now=lambda: self.now,
            connect=2,
            **{"read": 0.4, **settings},  # type: ignore[arg-type]
        )
        return Client(
            folder=folder,
            patience=patience,
            manners=manners or {},
            contact=contact,
            offline=offline,
            refresh=refresh,
        )
