"""Letters that tell a decision: what they say, to whom, on what law, in which language.

A new kind of decision is an entry of `decisions.DECISIONS` and its sentences; a new sentence on a
right is an entry of `rights.RIGHTS` and its words. A new language is one file in `languages/`,
named by its code, with as much of `en.toml` translated as there is: the rest stays in English, and
is marked so.
"""
