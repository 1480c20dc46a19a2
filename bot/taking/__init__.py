"""From the texts and files that people send to pastes, and what they are told of it."""
