"""Every model of this app, in the order in which to read them."""

from sectors.sources import Source as Source
from sectors.programmes import Cluster as Cluster
from sectors.programmes import Event as Event
from sectors.programmes import Pillar as Pillar
from sectors.programmes import Programme as Programme
from sectors.sectors import Classification as Classification
from sectors.sectors import Grouping as Grouping
from sectors.sectors import Sector as Sector
from sectors.facts import Claim as Claim
from sectors.facts import Conflict as Conflict
from sectors.facts import Fact as Fact
from sectors.facts import Mention as Mention
from sectors.indicators import Indicator as Indicator
from sectors.indicators import Observation as Observation
from sectors.institutes import FundingShare as FundingShare
from sectors.institutes import Institute as Institute
