"""Errors that a user can mend: one sentence for what happened, one for what to do. Never for bugs."""


class UserError(Exception):
    """Something that the reader can put right; shown without a traceback.

    `what` and `do` are whole sentences. `details` are further lines, one per fault, where there are several.
    The command line ends with `exit_code`, which is never 0.
    """

    def __init__(self, what: str, do: str, *, exit_code: int = 2, details: tuple[str, ...] = ()) -> None:
        super().__init__(what, do)
        self.what = what
        self.do = do
        self.exit_code = exit_code
        self.details = details

    def __str__(self) -> str:
        return f"{self.what} {self.do}"
