"""What Postgres knows of pastes: tables, and the queries on them. Nothing here commits."""
