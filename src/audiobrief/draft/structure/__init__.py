"""Find chapters, questions and speakers in an article."""
