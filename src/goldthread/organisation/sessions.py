"""Sessions in the database, as Django keeps them; only the read that every page begins with is written out.

Nothing is remembered between requests, so that signing out and running out hold at once in every process.
"""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.db import connection
from django.utils import timezone

_LIVE_SESSION = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(DatabaseSessions):
    """Django's own store, with a quicker `load`."""

    def load(self) -> dict[str, object]:
        """What the session holds; one that has ended, or never was, is empty and gets a new key when it is saved."""
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(_LIVE_SESSION, [self.session_key, now])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return {}
        held: dict[str, object] = self.decode(found[0])
        return held
