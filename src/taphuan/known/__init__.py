"""What holds on a day: territory, law, published index, conferences and their facts."""
