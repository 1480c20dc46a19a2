"""`python -m posts.credentials`: compile the rules into `KF_RULE_CACHE_DIR`, so that a bot starts faster."""

from posts.credentials import prepare

prepare()
