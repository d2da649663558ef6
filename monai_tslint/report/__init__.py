"""Reports: findings to text. Pure functions; nothing here prints."""
