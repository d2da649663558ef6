"""What the documentation is made from: the pages of the checkout, and what is told by the code itself."""
