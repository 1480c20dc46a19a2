"""Files that are data, set to be read: tables and trees beside their source."""
