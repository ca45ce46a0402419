"""Fair share: what each school has taken, by an authority's own scheme, and what that advises."""
