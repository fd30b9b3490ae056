"""What staff do, one function per verb, each one unit of work."""
