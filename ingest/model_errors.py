"""What an error of a language model's server means, in one sentence that never repeats the server's own text."""

from typing import Any

from store.errors import EarmarkError, Misconfigured, Transient, Unusable


class FormRefused(EarmarkError):
    """The server does not take this way of asking: a response_format, or a stream."""


class Errors:
    """Reads the errors of `known`, litellm's own. `variable` is the setting that names the model."""

    def __init__(
        self, known: Any, *, model: str, variable: str, has_key: bool, has_address: bool, seconds: float
    ) -> None:
        self._known = known
        self._model = model
        self._variable = variable
        self._has_key = has_key
        self._has_address = has_address
        self._seconds = seconds

    def explain(self, error: Exception, *, with_form: bool) -> EarmarkError:
        """What the error means for the person who reads it; the text of the server's answer is never repeated."""
        known = self._known
        text = str(error).lower()
        if with_form and _is_about_the_form(error, known):
            return FormRefused("the server does not know this way of asking")
        if isinstance(error, known.AuthenticationError | known.PermissionDeniedError) or "api_key" in text:
            if self._has_key:
                return Misconfigured(f"the key for {self._model} was refused: set {self._variable}_KEY to a valid one")
            return self.keyless()
        if isinstance(error, known.NotFoundError) or "llm provider not provided" in text:
            return self.unknown()
        return next(made for kinds, made in self._sentences(known, error) if isinstance(error, kinds))

    def keyless(self) -> Misconfigured:
        return Misconfigured(f"{self._model} needs a key: set {self._variable}_KEY")

    def unknown(self) -> Misconfigured:
        return Misconfigured(f"no model answers to {self._model}: check {self._variable}, such as openai/gpt-4o-mini")

    def _sentences(self, known: Any, error: Exception) -> tuple[tuple[Any, EarmarkError], ...]:
        """Kinds of errors, the narrower first, and what each comes to."""
        kind = type(error).__name__
        place = f", check {self._variable}_BASE_URL" if self._has_address else ""
        return (
            (known.ContextWindowExceededError, Unusable(f"the text is longer than {self._model} can read")),
            (known.RateLimitError, Transient(f"{self._model} is busy (too many requests)")),
            (known.Timeout, Transient(f"{self._model} did not answer within {self._seconds:.0f} s")),
            (
                known.BadRequestError | known.UnprocessableEntityError,
                Unusable(f"{self._model} refused the request ({kind})"),
            ),
            (Exception, Transient(f"{self._model} could not be reached ({kind}){place}")),
        )


def _is_about_the_form(error: Exception, known: Any) -> bool:
    """Servers word it differently: any refusal of the request itself is taken to mean its newest part.

    Status 500 too: llama-cpp-python 0.3 breaks on json_schema and takes json_object.
    """
    too_long = isinstance(error, known.ContextWindowExceededError | known.ContentPolicyViolationError)
    refused = (
        known.BadRequestError
        | known.UnsupportedParamsError
        | known.UnprocessableEntityError
        | known.InternalServerError
    )
    # litellm calls a server that is not there an internal error as well.
    other = ("llm provider not provided", "connection error")
    return isinstance(error, refused) and not too_long and not any(words in str(error).lower() for words in other)


def timed_out(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, is a wait that was given up: litellm has many names for it."""
    while error is not None and not isinstance(error, TimeoutError):
        error = error.__cause__ or error.__context__
    return error is not None


def without_secrets(error: Exception) -> Exception:
    """The cause for the log: its kind only, for a provider may repeat the key or the prompt in its message."""
    return RuntimeError(f"{type(error).__module__}.{type(error).__name__}")
