"""The pages about oneself, and those by which one comes in."""
