"""Backups: one file that holds everything, proved equal to the database it was made from before it has its name."""
