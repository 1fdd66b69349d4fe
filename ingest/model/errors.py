"""What an error of a language model's server means, in one sentence that never repeats the server's own text."""

from typing import Any, Final

import httpx

from ingest.model.replies import ReplyUnusable
from language.lists import cue_lists
from store.errors import EarmarkError, Misconfigured, Transient, Unusable

_CUES: Final = cue_lists("ingest/model/errors.toml")
_PAYMENT_REQUIRED, _FORBIDDEN, _TOO_LARGE = 402, 403, 413  # of HTTP
_ABOUT_THE_ACCOUNT: Final = (_PAYMENT_REQUIRED, _FORBIDDEN, 429)
# Letters of an error, by judgement: some repeat the whole request, and a talk may speak of credit and of quotas.
_HEAD: Final = 400
_MOST_READ: Final = 20_000


class NoCredit(Transient):
    """The account behind the model has nothing left to pay with. Asking again in the same run brings nothing."""

    def __init__(self, model: str) -> None:
        super().__init__(f"no credit left for {model}: the credit or quota of its account is used up")


class TooLong(Unusable):
    """The request is longer than the model's `window` of tokens, which need not be known; `words` are the server's own,
    for the program alone.
    """

    def __init__(self, message: str, *, words: str = "", window: int | None = None) -> None:
        super().__init__(message)
        self.words = words
        self.window = window


class Refused(Unusable):
    """The server does not take the request as it stands; `words` are its own, for the program alone."""

    def __init__(self, message: str, *, words: str, broke: bool) -> None:
        super().__init__(message)
        self.words = words
        self.broke = broke  # it failed over the request (500) instead of refusing it


class Errors:
    """Reads the errors of `known`, litellm's own. `variable` is the setting that names the model."""

    def __init__(
        self, known: Any, *, model: str, variable: str, has_key: bool, has_address: bool, seconds: float
    ) -> None:
        self._known = known
        self._model = model
        self._variable = variable
        self._has_key = has_key
        self._place = f", check {variable}_BASE_URL" if has_address else ""
        self._seconds = seconds

    def explain(self, error: Exception) -> EarmarkError:
        """What the error means for the person who reads it; the text of the server's answer is never repeated."""
        words = _words_of(error)
        status = getattr(error, "status_code", None)
        return (
            self._of_the_wire(error, words)
            or self._of_the_account(error, words, status)
            or self._of_the_request(error, words, status)
            or self._unreached(error)
        )

    def keyless(self) -> Misconfigured:
        return Misconfigured(f"{self._model} needs a key: set {self._variable}_KEY")

    def unknown(self) -> Misconfigured:
        return Misconfigured(f"no model answers to {self._model}: check {self._variable}, such as openai/gpt-4o-mini")

    def plainly(self, refused: Refused) -> EarmarkError:
        """What a refusal comes to when the request cannot be made any plainer."""
        return Transient(str(refused)) if refused.broke else Unusable(str(refused))

    def _of_the_wire(self, error: Exception, words: str) -> EarmarkError | None:
        known = self._known
        if _never_opened(error):
            return self._unreached(error)
        if timed_out(error) or isinstance(error, known.Timeout):
            return Transient(f"{self._model} did not answer within {self._seconds:g} s")
        if _says("no_reply", words) and not isinstance(error, known.BadRequestError):
            return ReplyUnusable("", f"it is not in the form of a model's reply{self._place}")
        return None

    def _of_the_account(self, error: Exception, words: str, status: object) -> EarmarkError | None:
        known = self._known
        if _has_no_credit(words, status):
            return NoCredit(self._model)
        if isinstance(error, known.RateLimitError):
            return Transient(f"{self._model} is busy (too many requests)")
        if isinstance(error, known.AuthenticationError) or status == _FORBIDDEN or _says("key", words[:_HEAD]):
            return self._key_refused()
        return None

    def _of_the_request(self, error: Exception, words: str, status: object) -> EarmarkError | None:
        known, head = self._known, words[:_HEAD]
        if isinstance(error, known.ContentPolicyViolationError):
            return Unusable(f"a content filter of {self._model} refused the text")
        if self._is_too_long(error, head, status):
            return TooLong(f"the text is longer than {self._model} can read", words=words)
        if isinstance(error, known.UnsupportedParamsError) or _is_about_the_request(error, known, head):
            return self._refused(error, words)
        if isinstance(error, known.NotFoundError) or _says("unknown", head):
            return self.unknown()
        return None

    def _key_refused(self) -> Misconfigured:
        if not self._has_key:
            return self.keyless()
        return Misconfigured(f"the key for {self._model} was refused: set {self._variable}_KEY to a valid one")

    def _refused(self, error: Exception, words: str) -> Refused:
        broke = isinstance(error, self._known.InternalServerError)
        told = self._unreached(error) if broke else f"{self._model} refused the request ({type(error).__name__})"
        return Refused(str(told), words=words, broke=broke)

    def _unreached(self, error: Exception) -> Transient:
        return Transient(f"{self._model} could not be reached ({type(error).__name__}){self._place}")

    def _is_too_long(self, error: Exception, words: str, status: object) -> bool:
        if isinstance(error, self._known.ContextWindowExceededError) or status == _TOO_LARGE:
            return True
        refused = self._known.BadRequestError | self._known.InternalServerError
        return isinstance(error, refused) and _says("too_long", words)


def _words_of(error: Exception) -> str:
    """The error's text and, where it is told beside it, the name of the parameter that it is about."""
    body = getattr(error, "body", None)
    parameter = body.get("param") if isinstance(body, dict) else None
    return f"{str(error)[:_MOST_READ]} {parameter or ''}"


def _says(meaning: str, words: str) -> bool:
    return bool(_CUES[meaning].pattern.search(words))


def _has_no_credit(words: str, status: object) -> bool:
    if status == _PAYMENT_REQUIRED:
        return True
    if status not in _ABOUT_THE_ACCOUNT:
        return _says("no_credit", words[:_HEAD])
    return _says("per_day", words) or (_says("no_credit", words) and not _says("per_minute", words))


def _is_about_the_request(error: Exception, known: Any, words: str) -> bool:
    """Whether another way of asking may help. Servers word it differently, and llama-cpp-python 0.3 breaks with a 500.

    litellm calls a server that is not there an internal error as well.
    """
    if isinstance(error, known.InternalServerError):
        return "connection error" not in words.lower()
    if isinstance(error, known.NotFoundError):
        return "parameter" in words.lower()  # OpenRouter: no endpoint that can handle the requested parameters
    refused = known.BadRequestError | known.UnprocessableEntityError
    return isinstance(error, refused) and not _says("unknown", words)


def _never_opened(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, httpx.ConnectTimeout):
        error = error.__cause__ or error.__context__
    return error is not None


def timed_out(error: BaseException | None) -> bool:
    """Whether `error`, or what caused it, is a wait that was given up: litellm has many names for it."""
    while error is not None and not isinstance(error, TimeoutError):
        error = error.__cause__ or error.__context__
    return error is not None


def without_secrets(error: Exception) -> Exception:
    """The cause for the log: its kind only, for a provider may repeat the key or the prompt in its message."""
    return RuntimeError(f"{type(error).__module__}.{type(error).__name__}")
