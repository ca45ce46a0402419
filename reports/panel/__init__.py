"""What becomes of fair access cases: the children still to be chased, and the yearly reports."""
