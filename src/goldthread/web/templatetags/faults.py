"""A form's faults for the summary at the top, on pages whose view is not ours."""

from django import forms, template

from goldthread.web.forms import Fault
from goldthread.web.forms import faults_of as list_faults

register = template.Library()


@register.simple_tag
def faults_of(form: forms.Form) -> list[Fault]:
    """The faults of a form that was sent; none before."""
    return list_faults(form)
