import { createSocket } from 'node:dgram';
import { networkInterfaces } from 'node:os';

const PORT = 9;

/** The packet that wakes the card with this MAC: six times FF, then sixteen times the MAC. */
export function magicPacket(mac: string): Buffer {
  const bytes = Buffer.from(mac.replaceAll(':', ''), 'hex');
  if (bytes.length !== 6) throw new Error(`${mac} is no MAC address`);
  return Buffer.concat([Buffer.alloc(6, 0xff), ...Array.from({ length: 16 }, () => bytes)]);
}

/** The broadcast addresses of the networks that this machine is in. */
export function broadcastAddresses(
  interfaces: NodeJS.Dict<
    readonly { family: string; internal: boolean; address: string; netmask: string }[]
  >,
): string[] {
  const found = Object.values(interfaces).flatMap((list) => list ?? []);
  const own = found.filter(({ family, internal }) => family === 'IPv4' && !internal);
  const number = (text: string) => text.split('.').map(Number);
  const all = own.map(({ address, netmask }) => {
    const mask = number(netmask);
    return number(address)
      .map((part, i) => (part | (~(mask[i] ?? 255) & 255)) & 255)
      .join('.');
  });
  return [...new Set([...all, '255.255.255.255'])];
}

/** Sends the magic packet into every network of this machine. */
export async function wake(mac: string): Promise<void> {
  const packet = magicPacket(mac);
  const socket = createSocket('udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.on('error', reject); // one that nobody hears would end the process
      socket.bind(0, resolve);
    });
    socket.setBroadcast(true);
    const sends = broadcastAddresses(networkInterfaces()).map(
      (address) =>
        new Promise<void>((resolve) => {
          // A network that cannot be sent into does not keep the packet from the others.
          socket.send(packet, PORT, address, () => resolve());
        }),
    );
    await Promise.all(sends);
  } finally {
    socket.close();
  }
}
