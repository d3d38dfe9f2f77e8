import { type Duplex, duplexPair } from 'node:stream';
import { Program } from '../src/generated/constants.ts';
import { eventMessages } from '../src/generated/event-messages.ts';
import { procedures } from '../src/generated/procedures.ts';
import { headerOf, MessageStatus, MessageType, PacketSplitter } from '../src/packet.ts';
import { XdrReader } from '../src/xdr-reader.ts';
import { codecOf } from './codecs.ts';

/** A packet the fake daemon received. */
export interface Received {
  /** `domainGetInfo` …, or `keepalive`. */
  readonly name: string;
  readonly program: number;
  readonly procedure: number;
  readonly type: number;
  readonly serial: number;
  readonly status: number;
  readonly payload: Buffer;
}

const names = new Map(
  Object.values(procedures).map((p) => [`${p.program}:${p.number}`, p.name as string]),
);

/** `domainGetInfo` -> `RemoteDomainGetInfo`, the stem of its types. */
function stemOf(name: string): string {
  return `Remote${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

function parse(bytes: Buffer): Received {
  const reader = new XdrReader().reset(bytes, 4, bytes.length);
  const program = reader.uint();
  reader.uint();
  const procedure = reader.int();
  const [type, serial, status] = [reader.uint(), reader.uint(), reader.uint()];
  const name = names.get(`${program}:${procedure}`) ?? 'keepalive';
  return {
    name,
    program,
    procedure,
    type,
    serial,
    status,
    payload: Buffer.from(bytes.subarray(28)),
  };
}

/**
 * The other end of an in-memory connection, for what a real daemon cannot be made to do: hang,
 * answer late or wrongly, send garbage. Opening works by itself.
 */
export class FakeDaemon {
  readonly client: Duplex;
  readonly side: Duplex;
  readonly received: Received[] = [];
  /** Values of `remote_auth_type` it offers. */
  auth: readonly number[] = [0];
  /** Does not even answer the opening. */
  silent = false;
  #watchers: (() => void)[] = [];

  constructor() {
    const [client, side] = duplexPair();
    this.client = client;
    this.side = side;
    const splitter = new PacketSplitter((bytes, start, end) => {
      this.#packet(parse(bytes.subarray(start, end)));
    });
    side.on('data', (chunk: Buffer) => splitter.push(chunk));
    side.on('error', () => {});
  }

  #packet(packet: Received): void {
    this.received.push(packet);
    if (!this.silent) this.#open(packet);
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }

  #open(packet: Received): void {
    const { name } = packet;
    if (name === 'authList') this.send(this.reply(packet, { types: this.auth }));
    if (name === 'connectSupportsFeature') this.send(this.reply(packet, { supported: 1 }));
    if (name === 'connectOpen') this.send(this.reply(packet));
  }

  /** Received packets of one procedure. */
  calls(name: string): Received[] {
    return this.received.filter((packet) => packet.name === name);
  }

  /** Resolves when `count` packets of a procedure are there, with the last of them. */
  async got(name: string, count = 1): Promise<Received> {
    while (true) {
      const packet = this.calls(name)[count - 1];
      if (packet) return packet;
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** Sends packets in one chunk. */
  send(...packets: readonly Buffer[]): void {
    this.side.write(Buffer.concat(packets));
  }

  /** A packet with any header. */
  packet(to: Omit<Received, 'name' | 'payload'>, payload: Uint8Array = Buffer.alloc(0)): Buffer {
    const { program, procedure, type, serial, status } = to;
    const header = headerOf(program, procedure, type, serial, status, payload.length);
    return Buffer.concat([header, payload]);
  }

  /** The reply to a call. */
  reply(call: Received, ret?: unknown): Buffer {
    const payload = ret === undefined ? undefined : codecOf(`${stemOf(call.name)}Ret`).encode(ret);
    const { REPLY } = MessageType;
    return this.packet({ ...call, type: REPLY, status: MessageStatus.OK }, payload);
  }

  /** An error, as the reply to a call or in its stream. */
  error(call: Received, code: number, type: number = MessageType.REPLY): Buffer {
    const payload = codecOf('VirNetMessageError').encode({
      code,
      domain: 10,
      message: `error ${code}`,
      level: 2,
      dom: null,
      str1: '%s',
      str2: null,
      str3: null,
      int1: 0,
      int2: 0,
      net: null,
    });
    return this.packet({ ...call, type, status: MessageStatus.ERROR }, payload);
  }

  /** Stream data; empty means the end. */
  data(call: Received, bytes: Uint8Array): Buffer {
    const { CONTINUE } = MessageStatus;
    return this.packet({ ...call, type: MessageType.STREAM, status: CONTINUE }, bytes);
  }

  /** Confirms the end of a stream. */
  finished(call: Received): Buffer {
    return this.packet({ ...call, type: MessageType.STREAM, status: MessageStatus.OK });
  }

  /** A lifecycle event. */
  lifecycle(callbackID: number, event: number, detail = 0): Buffer {
    const dom = { name: 'a', uuid: '00000000-0000-0000-0000-000000000001', id: 1 };
    const { number } = eventMessages.domainEventCallbackLifecycle;
    const payload = codecOf('RemoteDomainEventCallbackLifecycleMsg').encode({
      callbackID,
      msg: { dom, event, detail },
    });
    const { MESSAGE } = MessageType;
    const status = MessageStatus.OK;
    const to = { program: Program.REMOTE, procedure: number, type: MESSAGE, serial: 0, status };
    return this.packet(to, payload);
  }

  /** A keepalive packet. */
  keepalive(procedure: number): Buffer {
    const { MESSAGE } = MessageType;
    const status = MessageStatus.OK;
    return this.packet({ program: Program.KEEPALIVE, procedure, type: MESSAGE, serial: 0, status });
  }
}
