"""Forms of signing in: allauth's own, in our words and look, and the one that asks for a link."""

from typing import Any

from allauth.account import forms as allauth
from django import forms

_EMAIL = forms.EmailInput(
    {"class": "govuk-input govuk-input--width-30", "autocomplete": "email", "spellcheck": "false"}
)
_EMAIL_FAULTS = {
    "required": "Give your e-mail address.",
    "invalid": "That is not an e-mail address. Give one such as name@council.gov.uk.",
}
CURRENT, NEW = "current-password", "new-password"
NEW_HELP = "At least 10 characters. Three words that you will remember work well."


def _email_field() -> forms.EmailField:
    return forms.EmailField(label="E-mail address", max_length=254, widget=_EMAIL, error_messages=_EMAIL_FAULTS)


def _dress(field: forms.Field, label: str, missing: str, autocomplete: str, help_text: str = "") -> None:
    """Our label, look and words on one of allauth's password fields."""
    field.label, field.help_text = label, help_text
    field.error_messages["required"] = missing
    field.widget.attrs = {"class": "govuk-input govuk-input--width-30", "autocomplete": autocomplete}


def _dress_new_pair(form: forms.Form) -> None:
    _dress(form.fields["password1"], "New password", "Choose a password.", NEW, NEW_HELP)
    _dress(form.fields["password2"], "The same password again", "Type the password again.", NEW)


class LinkForm(forms.Form):
    """The address to which a link goes."""

    email = _email_field()

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class LoginForm(allauth.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """E-mail address and password; a wrong pair is said at the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = _email_field()
        _dress(self.fields["password"], "Password", "Give your password.", CURRENT)

    def clean(self) -> dict[str, Any] | None:
        try:
            return dict(super().clean() or {})
        except forms.ValidationError as wrong:
            self.add_error("password", wrong)
            return None


class ResetForm(allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """The address of somebody who forgot the password, or has none yet."""

    email = _email_field()


class NewPasswordForm(allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """A new password, reached by the link in the message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_new_pair(self)


class FirstPasswordForm(allauth.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """A password for somebody signed in who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress_new_pair(self)


class ChangePasswordForm(allauth.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Another password for somebody signed in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _dress(self.fields["oldpassword"], "Current password", "Give your current password.", CURRENT)
        _dress_new_pair(self)
