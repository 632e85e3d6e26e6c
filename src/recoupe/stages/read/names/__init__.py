"""Names and references: where names stand, of what type they are, and whom a role or a pronoun means."""
