"""The errors that tifagraph raises on purpose; the command line turns each into one line and an exit code."""


class TifagraphError(Exception):
    """Say what is wrong and what to do, in one line; the base of every error raised on purpose."""


class InputError(TifagraphError):
    """Report something the user gave that cannot be used (exit code 2)."""


class ReadingError(InputError):
    """Report a file that cannot be read as text; the message names it."""


class LexiconError(InputError):
    """Report a lexicon file that breaks the format; the message names file and line."""


class RecordsError(InputError):
    """Report a record file that is missing or breaks the contract; the message names file and line."""


class ModelError(TifagraphError):
    """Report a model that is missing, damaged or cannot be obtained, and how to get it."""
