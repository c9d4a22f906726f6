"""The plan a person makes with those who care for them: goals in their words, actions, reviews, handouts."""
