"""What the Python client of 2014 needs to run on Python 3 after lib2to3 has converted its syntax.

Each entry: the file, words that stand in it once, what stands there instead, and why. Nothing of what
the client sends or how it reads answers is changed.
"""

CHANGES = [
    # Python 2 raised the server's words; on Python 3 `content` is bytes and would read "b'...'".
    ("mistclient/helpers.py", "raise Exception(resp.content)", "raise Exception(resp.text)"),
    # Python 2's parser let a setting be None, which is how the client says "not set yet".
    (
        "mistcommand/helpers/login.py",
        "config = configparser.ConfigParser()",
        "config = configparser.ConfigParser(allow_no_value=True)",
    ),
    # `readfp` is the same function by its name of old, which Python 3.12 has no more.
    ("mistcommand/helpers/login.py", "config.readfp(", "config.read_file("),
]
