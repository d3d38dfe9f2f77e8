import type { Caller } from './caller.ts';
import type { Domain } from './domain.ts';
import { DomainSaveImageXMLFlags } from './generated/enums.ts';
import type { CallOptions } from './pending-call.ts';

/**
 * The definition that a domain will have when it goes on from its saved memory.
 * @throws {LibvirtError} OPERATION_INVALID when it has none
 */
export async function managedSaveXml(
  caller: Caller,
  domain: Domain,
  options?: CallOptions,
): Promise<string> {
  const args = { dom: domain, flags: DomainSaveImageXMLFlags.SECURE };
  return (await caller.call('domainManagedSaveGetXmlDesc', args, options)).xml;
}

/** Changes what of the host a domain's saved memory will find, such as paths of its disks. */
export async function defineManagedSave(
  caller: Caller,
  domain: Domain,
  xml: string,
  options?: CallOptions,
): Promise<void> {
  const args = { dom: domain, dxml: xml, flags: 0 };
  await caller.call('domainManagedSaveDefineXml', args, options);
}
