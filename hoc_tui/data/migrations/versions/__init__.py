"""Schema migrations, oldest first; none is ever edited once released."""
