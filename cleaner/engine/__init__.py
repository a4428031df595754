"""The one path of a document: match, plan, guard, apply."""
