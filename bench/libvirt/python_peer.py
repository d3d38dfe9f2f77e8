"""The same calls by python3-libvirt. Reads lines "what count", answers with seconds taken."""
import sys
import time

import libvirt

conn = libvirt.open(sys.argv[1])
domain = conn.lookupByName(sys.argv[2])

CALLS = {
    "info": domain.info,
    "list": conn.listAllDomains,
    "stats": conn.getAllDomainStats,
}

print("ready", flush=True)
for line in sys.stdin:
    what, count = line.split()
    call = CALLS[what]
    start = time.perf_counter()
    for _ in range(int(count)):
        call()
    print(time.perf_counter() - start, flush=True)
