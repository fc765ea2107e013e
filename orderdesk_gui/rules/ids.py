"""Makes the ids of records: UUIDs of version 7, ever growing within one process."""

import secrets
import threading
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BITS = 74
_lock = threading.Lock()
_last_ms = -1
_last_random = 0


def new_id(clock: Callable[[], datetime]) -> uuid.UUID:
    """A UUIDv7 for the moment of `clock` (aware UTC), larger than every one made before.

    Within one millisecond, and while the clock stands before an earlier reading, the random part counts
    on instead. Source: RFC 9562 5.7 and 6.2 method 2.
    """
    global _last_ms, _last_random
    passed = clock() - _EPOCH
    ms = passed.days * 86_400_000 + passed.seconds * 1000 + passed.microseconds // 1000
    with _lock:
        if ms > _last_ms:
            _last_ms, _last_random = ms, secrets.randbits(_RANDOM_BITS - 1)
        else:
            _last_random += 1 + secrets.randbits(32)
            if _last_random >> _RANDOM_BITS:
                _last_ms, _last_random = _last_ms + 1, secrets.randbits(_RANDOM_BITS - 1)
        high, low = _last_random >> 62, _last_random & (1 << 62) - 1
        return uuid.UUID(int=_last_ms << 80 | 7 << 76 | high << 64 | 2 << 62 | low)
