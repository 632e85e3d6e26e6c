"""Said times: dates, times of day, durations and repeated times."""
