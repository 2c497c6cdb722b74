#!/usr/bin/env python
"""Django's own commands for those who work on Goldthread; councils use `goldthread`."""

import os
import sys

from django.core.management import execute_from_command_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
execute_from_command_line(sys.argv)
