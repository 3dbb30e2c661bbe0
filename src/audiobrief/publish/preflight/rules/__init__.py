"""What must hold before an episode is out: pure functions over values, a module for each subject."""
