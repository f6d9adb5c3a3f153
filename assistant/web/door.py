"""The password of a page that other machines may open (`--lan`): a salted scrypt hash, and patience for few wrong tries."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import socket
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable

from assistant.errors import InputError

RISKS = (
    "注意：已对局域网开放。知道密码的人都能看、能改这个文件夹里的项目；网页不加密，同一网络里的人可能截获内容和密码。",
    "只在可信的内网使用，密码不要与别处相同，用完按 Ctrl-C 结束。",
)
_SHORTEST = 10
_COST = 2**14  # scrypt: 16 MB and some 50 ms a try
_FREE = 3  # wrong tries of one machine that cost no waiting
_FIRST, _LONGEST = 5.0, 900.0  # seconds of waiting after the next one, doubled each time
_MOST, _WITHIN = (
    30,
    600.0,
)  # wrong tries of all machines together, and the seconds they are counted in
_KNOWN = 1000  # machines that are remembered


class Door:
    """Opens to the password. Raises InputError for one that is too weak."""

    def __init__(self, password: str, clock: Callable[[], float] = time.monotonic) -> None:
        if len(password) < _SHORTEST or len(set(password)) < _SHORTEST // 2:
            raise InputError(
                f"--lan 的密码太弱：至少{_SHORTEST}个字符，不要总是同几个字，请换一个再试"
            )
        self._salt = secrets.token_bytes(16)
        self._hash = self._hashed(password)
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._all: deque[float] = deque(maxlen=_MOST)
        self._one_at_a_time = threading.Lock()

    def waits(self, who: str) -> int:
        """Seconds that the machine has to wait before its next try."""
        now = self._clock()
        count, last = self._wrong.get(who, (0, 0.0))
        own = 0.0
        if count >= _FREE:
            own = last + min(_FIRST * 2.0 ** min(count - _FREE, 20), _LONGEST) - now
        shared = self._all[0] + _WITHIN - now if len(self._all) == _MOST else 0.0
        return max(0, int(max(own, shared) + 0.999))

    def opens(self, who: str, password: str) -> bool:
        """Whether that is the password. A machine that has to wait is refused whatever it says."""
        with self._one_at_a_time:
            if self.waits(who):
                return False
            if hmac.compare_digest(self._hashed(password), self._hash):
                self._wrong.pop(who, None)
                return True
            now = self._clock()
            self._wrong[who] = (self._wrong.pop(who, (0, 0.0))[0] + 1, now)
            while len(self._wrong) > _KNOWN:
                self._wrong.popitem(last=False)
            self._all.append(now)
            return False

    def _hashed(self, password: str) -> bytes:
        given = password.encode(errors="surrogatepass")[:1024]
        return hashlib.scrypt(given, salt=self._salt, n=_COST, r=8, p=1)


def own_addresses() -> tuple[str, ...]:
    """The addresses that other machines know this one by; nothing is sent anywhere to find them."""
    found: dict[str, None] = {}
    try:
        for one in socket.gethostbyname_ex(socket.gethostname())[2]:
            found[one] = None
    except OSError:
        pass
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.connect(
                ("10.255.255.255", 9)
            )  # only asks the system for the way; no packet goes out
            found[asking.getsockname()[0]] = None
    except OSError:
        pass
    return tuple(one for one in found if not one.startswith(("127.", "0.")))
