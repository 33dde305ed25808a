"""Word documents: briefings, reports, agenda, quiz papers."""
