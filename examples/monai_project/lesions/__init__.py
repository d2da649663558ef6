"""Preprocessing of a lesion segmentation project, as one finds it: some transforms hold state that threads share."""
