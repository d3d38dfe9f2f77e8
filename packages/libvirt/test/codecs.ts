import * as connect from '../src/generated/codec-connect.ts';
import * as domain from '../src/generated/codec-domain.ts';
import * as event from '../src/generated/codec-event.ts';
import * as message from '../src/generated/codec-message.ts';
import * as other from '../src/generated/codec-other.ts';
import * as qemu from '../src/generated/codec-qemu.ts';
import * as shared from '../src/generated/codec-shared.ts';
import * as storageNetwork from '../src/generated/codec-storage-network.ts';
import { XdrReader } from '../src/xdr-reader.ts';
import { XdrWriter } from '../src/xdr-writer.ts';

const all: Readonly<Record<string, unknown>> = {
  ...connect,
  ...domain,
  ...event,
  ...message,
  ...other,
  ...qemu,
  ...shared,
  ...storageNetwork,
};

/** Encoder and decoder of one generated type. */
export interface Codec {
  encode(value: unknown): Buffer;
  decode(bytes: Buffer): unknown;
}

/** The codec of a type by its name in TypeScript, e.g. `RemoteNonnullDomain`. */
export function codecOf(name: string): Codec {
  const encode = all[`encode${name}`] as ((w: XdrWriter, v: unknown) => void) | undefined;
  const decode = all[`decode${name}`] as ((r: XdrReader) => unknown) | undefined;
  if (!encode || !decode) throw new Error(`no codec for ${name}`);
  return {
    encode: (value) => {
      const writer = new XdrWriter();
      encode(writer, value);
      return writer.take();
    },
    decode: (bytes) => {
      const reader = new XdrReader().reset(bytes, 0, bytes.length);
      const value = decode(reader);
      reader.finish();
      return value;
    },
  };
}
