"""What became of each pupil a setting worked with: plain rows of facts, judged by no measure yet.

Each row says on which day its follow-up falls due; facts later than the data day are not in the
time lines, so a row whose day has not come holds only what is known so far.
"""
