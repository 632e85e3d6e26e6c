"""Which documents tell one event: profiles, their likeness, and the stories made of them."""
