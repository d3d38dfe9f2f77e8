/** The CPU of a domain, as libvirt wants it when it is asked about it. */
export interface GuestCpu {
  /** The element `<cpu>`. */
  readonly xml: string;
  readonly arch: string | null;
  readonly machine: string | null;
  /** `kvm` or `qemu`. */
  readonly virtType: string | null;
}

/** The CPU in the XML of a running domain; null when it has none of a model. */
export function guestCpuOf(domainXml: string): GuestCpu | null {
  const xml = /<cpu\b[^>]*>[\s\S]*?<\/cpu>/.exec(domainXml)?.[0];
  if (!xml?.includes('<model')) return null;
  const os = /<type\b([^>]*)>/.exec(domainXml)?.[1] ?? '';
  return {
    xml,
    arch: /\barch='([^']+)'/.exec(os)?.[1] ?? null,
    machine: /\bmachine='([^']+)'/.exec(os)?.[1] ?? null,
    virtType: /<domain\b[^>]*\btype='([^']+)'/.exec(domainXml)?.[1] ?? null,
  };
}
