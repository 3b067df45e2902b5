"""What is known of one person: handed out whole, and erased but for what the law wants kept."""
