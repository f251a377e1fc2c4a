"""The catalog worker: a killable process that fetches, parses as data, and indexes."""
