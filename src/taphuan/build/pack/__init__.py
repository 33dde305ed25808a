"""`taphuan pack`: one ZIP file a conference and province to hand on, with fonts, sums, licences, and a page that checks it offline."""
