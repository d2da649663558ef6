"""`python -m monai_tslint`."""

from monai_tslint.cli import run

if __name__ == "__main__":
    run()
