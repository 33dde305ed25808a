"""deck.html by nbconvert and reveal.js, and the start pages."""
