"""A program of which a page shows one part."""

import json


def main():
    # region: greeting
    name = input("Your name: ")
    print(json.dumps({"message": f"Hello, {name}!"}))
    # endregion


if __name__ == "__main__":
    main()
