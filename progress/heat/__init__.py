"""The heat map: counties by targets, with everything that counties owe (县区目标热力表)."""
