// Generated from packages/libvirt/protocol/libvirt-protocol.json; do not edit.
// Remake: node packages/libvirt/generator/generate.ts

import type { XdrReader } from '../xdr-reader.ts';
import type { XdrWriter } from '../xdr-writer.ts';

/** `virNetMessageNonnullDomain` */
export interface VirNetMessageNonnullDomain {
  readonly name: string;
  readonly uuid: string;
  readonly id: number;
}

export function encodeVirNetMessageNonnullDomain(w: XdrWriter, v: VirNetMessageNonnullDomain): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
  w.int(v.id);
}

export function decodeVirNetMessageNonnullDomain(r: XdrReader): VirNetMessageNonnullDomain {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
    id: r.int(),
  };
}

/** `virNetMessageNonnullNetwork` */
export interface VirNetMessageNonnullNetwork {
  readonly name: string;
  readonly uuid: string;
}

export function encodeVirNetMessageNonnullNetwork(w: XdrWriter, v: VirNetMessageNonnullNetwork): void {
  w.string(v.name, 4194304);
  w.uuid(v.uuid);
}

export function decodeVirNetMessageNonnullNetwork(r: XdrReader): VirNetMessageNonnullNetwork {
  return {
    name: r.string(4194304),
    uuid: r.uuid(),
  };
}

/** `virNetMessageError` */
export interface VirNetMessageError {
  readonly code: number;
  readonly domain: number;
  readonly message: string | null;
  readonly level: number;
  readonly dom: VirNetMessageNonnullDomain | null;
  readonly str1: string | null;
  readonly str2: string | null;
  readonly str3: string | null;
  readonly int1: number;
  readonly int2: number;
  readonly net: VirNetMessageNonnullNetwork | null;
}

export function encodeVirNetMessageError(w: XdrWriter, v: VirNetMessageError): void {
  w.int(v.code);
  w.int(v.domain);
  if (v.message === null) w.uint(0); else { w.uint(1); w.string(v.message, 4194304); }
  w.int(v.level);
  if (v.dom === null) w.uint(0); else { w.uint(1); encodeVirNetMessageNonnullDomain(w, v.dom); }
  if (v.str1 === null) w.uint(0); else { w.uint(1); w.string(v.str1, 4194304); }
  if (v.str2 === null) w.uint(0); else { w.uint(1); w.string(v.str2, 4194304); }
  if (v.str3 === null) w.uint(0); else { w.uint(1); w.string(v.str3, 4194304); }
  w.int(v.int1);
  w.int(v.int2);
  if (v.net === null) w.uint(0); else { w.uint(1); encodeVirNetMessageNonnullNetwork(w, v.net); }
}

export function decodeVirNetMessageError(r: XdrReader): VirNetMessageError {
  return {
    code: r.int(),
    domain: r.int(),
    message: r.bool() ? r.string(4194304) : null,
    level: r.int(),
    dom: r.bool() ? decodeVirNetMessageNonnullDomain(r) : null,
    str1: r.bool() ? r.string(4194304) : null,
    str2: r.bool() ? r.string(4194304) : null,
    str3: r.bool() ? r.string(4194304) : null,
    int1: r.int(),
    int2: r.int(),
    net: r.bool() ? decodeVirNetMessageNonnullNetwork(r) : null,
  };
}

/** `virNetStreamHole` */
export interface VirNetStreamHole {
  readonly length: bigint;
  readonly flags: number;
}

export function encodeVirNetStreamHole(w: XdrWriter, v: VirNetStreamHole): void {
  w.hyper(v.length);
  w.uint(v.flags);
}

export function decodeVirNetStreamHole(r: XdrReader): VirNetStreamHole {
  return {
    length: r.hyper(),
    flags: r.uint(),
  };
}
