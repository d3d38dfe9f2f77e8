/** What the timer needs of its connection. */
export interface KeepalivePort {
  ping(): void;
  pong(): void;
  /** Whether reading is paused, so that answers cannot be seen. */
  isPaused(): boolean;
  dead(): void;
}

/**
 * Notices a dead peer: pings when nothing was received for an interval.
 *
 * While reading is paused for a slow stream reader no answer can be seen, so none is missed; a
 * pong is sent instead, since the daemon counts any packet as life and would hang up otherwise.
 */
export class KeepaliveTimer {
  readonly #port: KeepalivePort;
  #timer: NodeJS.Timeout | null = null;
  #received = true;
  #missed = 0;

  constructor(port: KeepalivePort) {
    this.#port = port;
  }

  start(intervalMs: number, count: number): void {
    this.stop();
    this.#timer = setInterval(() => this.#tick(count), intervalMs);
    this.#timer.unref();
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Something came. */
  received(): void {
    this.#received = true;
  }

  #tick(count: number): void {
    if (this.#port.isPaused()) {
      this.#missed = 0;
      this.#port.pong();
      return;
    }
    if (this.#received) {
      this.#received = false;
      this.#missed = 0;
      return;
    }
    if (this.#missed >= count) {
      this.stop();
      this.#port.dead();
      return;
    }
    this.#missed++;
    this.#port.ping();
  }
}
