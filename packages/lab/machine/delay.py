"""Delays what a machine sends to some addresses: reads packets from a tun device, and writes each
back when it is due; a routing table of its own then sends it on. Kernels without netem need it.

usage: delay.py <device> <address>=<milliseconds> ...
"""

import fcntl
import heapq
import os
import select
import socket
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN_NO_PI = 0x1001
AT_ONCE = 64

tun = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
fcntl.ioctl(tun, TUNSETIFF, struct.pack("16sH", sys.argv[1].encode(), IFF_TUN_NO_PI))
delays = {
    socket.inet_aton(address): float(ms) / 1000
    for address, ms in (argument.split("=") for argument in sys.argv[2:])
}

waiting = []
count = 0
while True:
    left = max(0.0, waiting[0][0] - time.monotonic()) if waiting else None
    if select.select([tun], [], [], left)[0]:
        try:
            for _ in range(AT_ONCE):
                packet = os.read(tun, 65536)
                count += 1
                due = time.monotonic() + delays.get(packet[16:20], 0)
                heapq.heappush(waiting, (due, count, packet))
        except BlockingIOError:
            pass
    while waiting and waiting[0][0] <= time.monotonic():
        try:
            os.write(tun, heapq.heappop(waiting)[2])
        except OSError:
            # The device went down in between: what it cannot take is lost, as on any wire.
            pass
