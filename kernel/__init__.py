"""The foundation of all packages: settings, database, Redis, file storage, logs. Read `settings` first."""
