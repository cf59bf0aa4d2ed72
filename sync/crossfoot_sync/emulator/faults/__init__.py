"""What goes wrong with a service far away: quotas used up, errors, answers that never come."""
