"""What is known of each language: sentences, numbers, dates, attribution and quotation marks."""
