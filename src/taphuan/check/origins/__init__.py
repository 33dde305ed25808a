"""From a number in a document to the cells of data/ and the publications that it comes from, for `taphuan source`."""
