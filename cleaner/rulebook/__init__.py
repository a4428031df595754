"""Rules as data: their model, loading, selection and proofs."""
