"""Pages on which members of a map write. Each works as a plain form; scripts only save a click."""
