"""Scripts that run as processes of their own, so that their start, time and memory are theirs alone."""
