"""Rules of the companion; knows neither Tornado nor any vendor."""
