import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What a process tells of its own work, in Prometheus' terms. */
export interface Instruments {
  readonly registry: Registry;
  /** A call to libvirt was answered, or given up. */
  libvirtCall(procedure: string, ms: number, failed: boolean): void;
  /** An HTTP request was answered. */
  apiRequest(path: string, status: number, seconds: number): void;
  /** A figure that is asked for when it is read. */
  gauge(name: string, help: string, read: () => number): void;
}

const SECONDS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 1, 5, 30];

/** Makes the instruments of a process. */
export function createInstruments(): Instruments {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, prefix: 'baadal_' });
  const calls = new Histogram({
    name: 'baadal_libvirt_call_seconds',
    help: "Calls to the hosts' libvirt, the wait for a turn included.",
    labelNames: ['procedure', 'outcome'] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  const requests = new Histogram({
    name: 'baadal_http_request_seconds',
    help: 'HTTP requests by what was asked; subscriptions are not among them.',
    labelNames: ['path', 'status'] as const,
    buckets: SECONDS,
    registers: [registry],
  });
  return {
    registry,
    libvirtCall: (procedure, ms, failed) =>
      calls.observe({ procedure, outcome: failed ? 'failed' : 'ok' }, ms / 1000),
    apiRequest: (path, status, seconds) => requests.observe({ path, status }, seconds),
    gauge: (name, help, read) => {
      new Gauge({
        ...{ name, help, registers: [registry] },
        collect() {
          this.set(read());
        },
      });
    },
  };
}
