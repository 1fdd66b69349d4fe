"""Keeps our requests off private networks and off hosts that never finish: a transport for httpx.

The address is looked up and checked where the connection is made, and the connection goes to that very address, so that
neither a redirect nor a name that resolves differently a moment later (DNS rebinding) leads inside.
"""

import socket
import ssl
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

import httpcore
import httpx

from store.errors import Transient, Unusable

SLOWEST_BYTES_PER_SECOND = 32_000  # twice the pace at which usual audio plays
_NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
# Not for the public internet although older Pythons call them global: protocol assignments (a cloud's metadata service
# is at 192.0.0.192), 6to4 relays, site-local.
_NOT_GLOBAL = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"), IPv6Network("fec0::/10"))

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


class AddressRefused(Unusable):
    """The host leads into a private network, and nobody allowed that."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(
            f"{host} is an address inside a private network, which Earmark does not fetch from: "
            f"put {host}:{port} into EARMARK_ALLOW_PRIVATE_HOSTS if you trust it"
        )
        self.host = host
        self.port = port


class HostNotFound(Transient):
    """The name of the host does not resolve."""

    def __init__(self, host: str) -> None:
        super().__init__(f"{host} cannot be found: check the spelling of the address and your connection")
        self.host = host


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when an IPv4 address hides inside an IPv6 one."""
    ip: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(ip, IPv6Address):
        hidden = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if ip in _NAT64:
            hidden = IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = hidden or ip
    if any(ip in network for network in _NOT_GLOBAL):
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class Watch:
    """How long one request may last: `grace` seconds, and longer only while bytes come fast enough."""

    def __init__(self, clock: Callable[[], float], grace: float) -> None:
        self._clock = clock
        self._grace = grace
        self._started = clock()
        self.received_bytes = 0

    def left(self) -> float:
        """Seconds until patience ends; above zero even then, because zero means "do not wait" to a socket."""
        allowed = self._grace + self.received_bytes / SLOWEST_BYTES_PER_SECOND
        return max(0.001, self._started + allowed - self._clock())

    def shorten(self, timeout: float | None) -> float:
        return self.left() if timeout is None else min(timeout, self.left())


class _WatchedStream(httpcore.NetworkStream):
    """Counts what arrives below HTTP and TLS, so that headers that drip are cut off too."""

    def __init__(self, stream: httpcore.NetworkStream, watch: Watch) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._watch.left() <= 0.001:
            raise httpcore.ReadTimeout("too slow")
        received = self._stream.read(max_bytes, self._watch.shorten(timeout))
        self._watch.received_bytes += len(received)
        return received

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._watch.shorten(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(ssl_context, server_hostname, self._watch.shorten(timeout))
        return _WatchedStream(secured, self._watch)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


class _GuardedBackend(httpcore.NetworkBackend):
    def __init__(self, allowed: frozenset[str], watch: Watch) -> None:
        self._allowed = allowed
        self._watch = watch
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._checked(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self._watch.shorten(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _WatchedStream(stream, self._watch)
        raise failure or HostNotFound(host)

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[SocketOption] | None = None
    ) -> httpcore.NetworkStream:
        raise httpcore.ConnectError(f"no request goes to the socket {path}")

    def _checked(self, host: str, port: int) -> list[str]:
        """The addresses of `host` that may be connected to, in the resolver's order."""
        try:
            found = socket.getaddrinfo(host.rstrip("."), port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError, OverflowError) as error:
            raise HostNotFound(host) from error
        addresses = list(dict.fromkeys(str(info[4][0]) for info in found))
        permitted = [address for address in addresses if self._may_reach(host, address, port)]
        if addresses and not permitted:
            raise AddressRefused(host, port)
        return permitted

    def _may_reach(self, host: str, address: str, port: int) -> bool:
        names = {host.lower().rstrip("."), address}
        return is_public(address) or not self._allowed.isdisjoint(names | {f"{name}:{port}" for name in names})


class GuardedTransport(httpx.HTTPTransport):
    """For one request with its redirects: `watch` runs from the start of it."""

    def __init__(self, allowed: frozenset[str], watch: Watch, ssl_context: ssl.SSLContext) -> None:
        super().__init__(verify=ssl_context, trust_env=False)
        # httpx has no argument for the network below its pool; its own proxies replace the pool just so.
        self._pool = httpcore.ConnectionPool(ssl_context=ssl_context, network_backend=_GuardedBackend(allowed, watch))
