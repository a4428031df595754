"""One module a figure; each measures its two sides in turns and yields rows of the table."""
