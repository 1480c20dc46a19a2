"""What every process needs: settings, database, Redis, storage of files, logs, errors, phrases."""
