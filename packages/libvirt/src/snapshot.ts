import type { Caller } from './caller.ts';
import type { RemoteNonnullDomain } from './generated/codec-shared.ts';
import type { CallOptions } from './pending-call.ts';

/** A snapshot of a domain. */
export class Snapshot {
  readonly #caller: Caller;
  readonly name: string;
  readonly dom: RemoteNonnullDomain;

  /** Made by a domain. */
  constructor(caller: Caller, wire: { readonly name: string; readonly dom: RemoteNonnullDomain }) {
    this.#caller = caller;
    this.name = wire.name;
    this.dom = wire.dom;
  }

  /** Its XML; `flags` of `DomainSnapshotXMLFlags`. */
  async xml(flags = 0, options?: CallOptions): Promise<string> {
    const args = { snap: this, flags };
    return (await this.#caller.call('domainSnapshotGetXmlDesc', args, options)).xml;
  }

  /** Goes back to it; `flags` of `DomainSnapshotRevertFlags`. May last long. */
  async revert(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainRevertToSnapshot', { snap: this, flags }, options);
  }

  /** Deletes it; `flags` of `DomainSnapshotDeleteFlags`. May last long. */
  async delete(flags = 0, options?: CallOptions): Promise<void> {
    await this.#caller.call('domainSnapshotDelete', { snap: this, flags }, options);
  }

  /** Whether the domain is based on it. */
  async isCurrent(options?: CallOptions): Promise<boolean> {
    const args = { snap: this, flags: 0 };
    return (await this.#caller.call('domainSnapshotIsCurrent', args, options)).current !== 0;
  }

  /** The one it is based on. @throws {LibvirtError} NO_DOMAIN_SNAPSHOT when it is a root */
  async parent(options?: CallOptions): Promise<Snapshot> {
    const args = { snap: this, flags: 0 };
    const ret = await this.#caller.call('domainSnapshotGetParent', args, options);
    return new Snapshot(this.#caller, ret.snap);
  }
}
