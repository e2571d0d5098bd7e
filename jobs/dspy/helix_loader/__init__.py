"""What production imports: loads a deployed program, or refuses with a sentence."""
