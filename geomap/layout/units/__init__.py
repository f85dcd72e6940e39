"""LAY OUT: where units stand: at their places, set aside from one another, or summed up as crowds."""
