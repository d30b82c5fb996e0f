"""Who signs in: local accounts with a password, and the sessions that follow."""

from flows.identity.accounts import (
    NoAccount,
    create_account,
    create_demonstration,
    disable_account,
    renew_demonstration,
)
from flows.identity.passwords import hash_password
from flows.identity.sign_in import check_password
from flows.identity.tables import Account, WebSession
from flows.identity.web_sessions import (
    ABSOLUTE_LIFE,
    IDLE_LIFE,
    close_session,
    find_session,
    forget_old_sessions,
    open_session,
)

__all__ = [
    "ABSOLUTE_LIFE",
    "IDLE_LIFE",
    "Account",
    "NoAccount",
    "WebSession",
    "check_password",
    "close_session",
    "create_account",
    "create_demonstration",
    "disable_account",
    "find_session",
    "forget_old_sessions",
    "hash_password",
    "open_session",
    "renew_demonstration",
]
