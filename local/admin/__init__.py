"""`python -m local admin`: what operators do to pastes, accounts and queues. Read `run.py` first."""
