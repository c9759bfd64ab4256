"""What several tests of maps share."""

import pytest

from sectors import indicators
from tests import factories


@pytest.fixture
def registers(registrar, programme, sector, ministry, association, source):
    """Two of almost everything that things on a map may name."""
    return {
        "source": [source, factories.source(registrar, "a-second-source")],
        "organisation": [ministry, association],
        "indicator": [indicators.add(registrar, programme, "ev-share", name="Share", kind="share")],
        "sector": [sector, factories.sector(registrar, programme)],
    }
