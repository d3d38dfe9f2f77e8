import type { Caller } from './caller.ts';
import type { RemoteNetworkDhcpLease } from './generated/codec-shared.ts';
import type { CallOptions } from './pending-call.ts';

/** A virtual network of the host. */
export class Network {
  readonly #caller: Caller;
  readonly name: string;
  readonly uuid: string;

  /** Made by lists and look-ups of a connection. */
  constructor(caller: Caller, wire: { readonly name: string; readonly uuid: string }) {
    this.#caller = caller;
    this.name = wire.name;
    this.uuid = wire.uuid;
  }

  /** Starts it. */
  async start(options?: CallOptions): Promise<void> {
    await this.#caller.call('networkCreate', { net: this }, options);
  }

  /** Stops it. */
  async destroy(options?: CallOptions): Promise<void> {
    await this.#caller.call('networkDestroy', { net: this }, options);
  }

  /** Removes its definition. */
  async undefine(options?: CallOptions): Promise<void> {
    await this.#caller.call('networkUndefine', { net: this }, options);
  }

  /** Its XML; `flags` of `NetworkXMLFlags`. */
  async xml(flags = 0, options?: CallOptions): Promise<string> {
    const ret = await this.#caller.call('networkGetXmlDesc', { net: this, flags }, options);
    return ret.xml;
  }

  /** Changes a part of it; `command`, `section`, `flags` of the `NetworkUpdate…` enums. */
  async update(
    change: { command: number; section: number; parentIndex?: number; xml: string; flags: number },
    options?: CallOptions,
  ): Promise<void> {
    const { command, section, parentIndex = -1, xml, flags } = change;
    const args = { net: this, command, section, parentIndex, xml, flags };
    await this.#caller.call('networkUpdate', args, options);
  }

  /** Whether it runs. */
  async isActive(options?: CallOptions): Promise<boolean> {
    return (await this.#caller.call('networkIsActive', { net: this }, options)).active !== 0;
  }

  /** Whether it starts with the daemon. */
  async setAutostart(on: boolean, options?: CallOptions): Promise<void> {
    const args = { net: this, autostart: on ? 1 : 0 };
    await this.#caller.call('networkSetAutostart', args, options);
  }

  /** Name of its bridge on the host. */
  async bridgeName(options?: CallOptions): Promise<string> {
    return (await this.#caller.call('networkGetBridgeName', { net: this }, options)).name;
  }

  /** Leases of its DHCP server, of one MAC address if given. */
  async dhcpLeases(
    mac: string | null = null,
    options?: CallOptions,
  ): Promise<readonly RemoteNetworkDhcpLease[]> {
    const args = { net: this, mac, need_results: 1, flags: 0 };
    return (await this.#caller.call('networkGetDhcpLeases', args, options)).leases;
  }
}
