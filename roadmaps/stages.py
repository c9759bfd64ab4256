"""The stages in the life of a map's working copy."""

from terms.vocabulary import choices

Stage = choices("map_state")
Visibility = choices("visibility")
Role = choices("map_role")
