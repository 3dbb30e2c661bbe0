"""Knowledge of each language: sentences, numbers, dates, attribution and quotation marks; tables in `data`."""
