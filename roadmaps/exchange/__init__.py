"""Files that leave: always made from a document, never from live rows."""
