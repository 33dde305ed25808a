"""What several formats share: fonts, the measure of text, pictures, zipped packages, the frame of official papers."""
