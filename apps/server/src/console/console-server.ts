import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { isSshError } from '@baadal/ssh';
import { type WebSocket, WebSocketServer } from 'ws';
import { rows } from '../platform/db.ts';
import { BaadalError, HostUnreachableError } from '../platform/errors.ts';
import { sameOrigin } from '../platform/http/same-origin.ts';
import type { HostId, VmId } from '../platform/ids.ts';
import { TIMEOUTS } from '../platform/timeouts.ts';
import type { Services } from '../services.ts';
import type { VmStatus } from '../vm/vm-status.ts';
import type { ConsoleKind } from './console.type.ts';
import { grantsThatStand } from './console-access.ts';
import { ConsoleClose, ConsoleEnd, closeViewer } from './console-close.ts';
import { redeemTicket, type TicketGrant } from './console-tickets.ts';
import { SerialConsole } from './serial-console.ts';
import { joinVnc } from './vnc-pipe.ts';

const PATH = /^\/console\/(vnc|serial)\/([A-Za-z0-9_-]{1,128})$/;
/** Viewers are pinged so often; who does not answer until the next ping is gone. */
const PING_MS = 20_000;
/** The largest message a viewer may send: a pasted text, hardly more. */
const MAX_MESSAGE = 1024 * 1024;

/** The consoles of an API process. */
export interface ConsoleServer {
  /** Takes an upgrade request of a console; false when it is for somebody else. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Ends all consoles. */
  close(): Promise<void>;
}

/** What of the services consoles use. */
export type ConsoleServices = Pick<Services, 'em' | 'events' | 'hosts' | 'log'> & {
  readonly config: Pick<Services['config'], 'publicUrl'>;
};

/** Makes the consoles' side of a process's WebSockets. */
export function createConsoleServer(services: ConsoleServices): ConsoleServer {
  return new Consoles(services);
}

interface ConsoleVm {
  readonly id: VmId;
  readonly uuid: string;
  readonly status: VmStatus;
  readonly hostId: HostId | null;
  readonly vncPort: number | null;
}

interface Viewer {
  readonly grant: TicketGrant;
  alive: boolean;
}

class Consoles implements ConsoleServer {
  readonly #services: ConsoleServices;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has('binary') ? 'binary' : false),
  });
  readonly #viewers = new Map<WebSocket, Viewer>();
  readonly #serials = new Map<VmId, Promise<SerialConsole>>();
  readonly #pings: NodeJS.Timeout;
  readonly #unsubscribe: () => void;

  constructor(services: ConsoleServices) {
    this.#services = services;
    this.#pings = setInterval(() => void this.#checkViewers(), PING_MS);
    this.#pings.unref();
    this.#unsubscribe = services.events.on('access', ({ userId }) => {
      const open = [...this.#viewers].filter(([, { grant }]) => grant.userId === userId);
      void this.#dropStrangers(open);
    });
  }

  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
    const [, kind, token] = PATH.exec((request.url ?? '').split('?', 1)[0] ?? '') ?? [];
    if (!kind || !token) return false;
    if (!sameOrigin(request, this.#services.config.publicUrl)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
      return true;
    }
    // Taken even when the ticket is bad: browsers show the code of a closed WebSocket only.
    this.#sockets.handleUpgrade(request, socket, head, (viewer) => {
      viewer.pause();
      viewer.on('error', () => viewer.terminate());
      void this.#serve(viewer, kind === 'vnc' ? 'VNC' : 'SERIAL', token);
    });
    return true;
  }

  async close(): Promise<void> {
    clearInterval(this.#pings);
    this.#unsubscribe();
    const end = new ConsoleEnd(ConsoleClose.GOING_AWAY, 'The server restarts. Connect again.');
    for (const viewer of this.#sockets.clients) closeViewer(viewer, end);
    for (const serial of await Promise.allSettled(this.#serials.values()))
      if (serial.status === 'fulfilled') serial.value.end(end);
    await new Promise<void>((resolve) => this.#sockets.close(() => resolve()));
  }

  /** Never rejects. */
  async #serve(viewer: WebSocket, kind: ConsoleKind, token: string): Promise<void> {
    try {
      const grant = await redeemTicket(this.#services.em(), token, kind);
      if (!grant)
        throw new ConsoleEnd(ConsoleClose.NOT_ALLOWED, 'The ticket is wrong, used or expired.');
      const vm = await this.#runningVm(grant);
      this.#viewers.set(viewer, { grant, alive: true });
      viewer.on('pong', () => this.#heard(viewer));
      viewer.once('close', () => this.#viewers.delete(viewer));
      if (kind === 'VNC') joinVnc(viewer, await this.#vnc(vm));
      else (await this.#serial(vm)).join(viewer);
      this.#services.log.info({ vmId: vm.id, userId: grant.userId, kind }, 'console opened');
    } catch (error) {
      closeViewer(viewer, this.#endOf(error));
    }
  }

  /** @throws {ConsoleEnd} when the person may not use it any more, or when there is nothing to see */
  async #runningVm(grant: TicketGrant): Promise<ConsoleVm & { readonly hostId: HostId }> {
    const [vm] = await rows<ConsoleVm>(
      this.#services.em(),
      `select v.id, v.uuid, v.status, v.host_id as hostId, v.vnc_port as vncPort
       from vm v where v.id = ?`,
      [grant.vmId],
    );
    const stands = await grantsThatStand(this.#services.em(), [grant]);
    if (!vm || !stands(grant))
      throw new ConsoleEnd(ConsoleClose.NOT_ALLOWED, 'You may not see this VM.');
    const { hostId } = vm;
    if (!hostId || (vm.status !== 'RUNNING' && vm.status !== 'SUSPENDED'))
      throw new ConsoleEnd(ConsoleClose.OFF, 'The VM is off.');
    return { ...vm, hostId };
  }

  async #vnc(vm: ConsoleVm & { readonly hostId: HostId }): Promise<Duplex> {
    if (vm.vncPort === null) throw new ConsoleEnd(ConsoleClose.OFF, 'The VM has no screen.');
    const ssh = await this.#services.hosts.ssh(vm.hostId);
    try {
      return await ssh.forwardTcp('127.0.0.1', vm.vncPort, { timeoutMs: TIMEOUTS.connectMs });
    } catch (error) {
      if (isSshError(error, 'FORWARD_FAILED'))
        throw new ConsoleEnd(ConsoleClose.OFF, 'The VM is off.', error);
      throw error;
    }
  }

  /** The VM's serial console, opened once for all who want it. */
  #serial(vm: ConsoleVm & { readonly hostId: HostId }): Promise<SerialConsole> {
    const open = this.#serials.get(vm.id);
    if (open) return open;
    const forget = () => {
      if (this.#serials.get(vm.id) === opening) this.#serials.delete(vm.id);
    };
    const opening = this.#services.hosts
      .libvirtStream(vm.hostId)
      .then((connection) => SerialConsole.open(connection, vm.uuid, forget));
    this.#serials.set(vm.id, opening);
    opening.catch(forget);
    return opening;
  }

  #endOf(error: unknown): ConsoleEnd {
    if (error instanceof ConsoleEnd) return error;
    if (error instanceof HostUnreachableError || isSshError(error))
      return new ConsoleEnd(ConsoleClose.HOST_UNREACHABLE, 'The host is not reached.', error);
    this.#services.log.warn({ err: error }, 'console failed');
    const shown = error instanceof BaadalError ? error.message : 'The console failed.';
    return new ConsoleEnd(ConsoleClose.FAILED, shown, error);
  }

  #heard(viewer: WebSocket): void {
    const state = this.#viewers.get(viewer);
    if (state) state.alive = true;
  }

  /** Drops viewers that are gone, and those who may not look any more; never rejects. */
  async #checkViewers(): Promise<void> {
    for (const [viewer, state] of this.#viewers) {
      if (!state.alive) viewer.terminate();
      state.alive = false;
      if (viewer.readyState === viewer.OPEN) viewer.ping();
    }
    await this.#dropStrangers([...this.#viewers]);
  }

  /** Ends the consoles of those who may not use them any more; never rejects. */
  async #dropStrangers(viewers: readonly (readonly [WebSocket, Viewer])[]): Promise<void> {
    if (viewers.length === 0) return;
    try {
      const grants = viewers.map(([, { grant }]) => grant);
      const stands = await grantsThatStand(this.#services.em(), grants);
      const end = new ConsoleEnd(
        ConsoleClose.NOT_ALLOWED,
        'You may not use this console any more.',
      );
      for (const [viewer, { grant }] of viewers) if (!stands(grant)) closeViewer(viewer, end);
    } catch (error) {
      this.#services.log.warn({ err: error }, 'viewers of consoles could not be checked');
    }
  }
}
