"""What every test shares: the place of the optional measuring material, external tools, hypothesis profiles."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

REPOSITORY = Path(__file__).resolve().parents[1]
MATERIAL = REPOSITORY.parent / "shared"

settings.register_profile(
    "curabib",
    deadline=None,
    derandomize=True,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("thorough", deadline=None, max_examples=2_000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "curabib"))


@pytest.fixture
def material() -> Path:
    """Return the folder of real lists and records beside the repository; skips the test where there is none."""
    if not MATERIAL.is_dir():
        pytest.skip("the folder of real lists is not beside this checkout")
    return MATERIAL


@pytest.fixture
def tool() -> Callable[[str], str]:
    """Return a function from the name of an external program to its path.

    A missing program skips the test, or fails it where CURABIB_REQUIRE_REAL is set.
    """

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("CURABIB_REQUIRE_REAL"):
                pytest.fail(f"{name} is not installed, and CURABIB_REQUIRE_REAL is set")
            pytest.skip(f"{name} is not installed")
        return path

    return find
