"""Documents as lossless offset views, and the folded view of a line."""
