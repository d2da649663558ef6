"""`python -m monai_tslint`."""

from monai_tslint.cli import main

if __name__ == "__main__":
    main()
