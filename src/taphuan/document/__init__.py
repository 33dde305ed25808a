"""What a document is: its blocks and slides, and how an executed notebook is read into it."""
