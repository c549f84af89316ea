"""What all tests share."""

import pytest
from hypothesis import settings

settings.register_profile("ceaseline", deadline=None)  # a busy machine is no fault of the code
settings.register_profile("fixed", deadline=None, derandomize=True)  # one tree, one verdict
settings.load_profile("ceaseline")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Leave the first case of a `sampled` test in the default run and make the others slow."""
    seen = set()
    for item in items:
        if item.get_closest_marker("sampled") is None:
            continue
        name = item.nodeid.partition("[")[0]
        if name in seen:
            item.add_marker(pytest.mark.slow)
        seen.add(name)
