"""What an editor should look at in a good script, before it is spoken."""
