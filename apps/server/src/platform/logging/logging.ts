import { type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';
import { prettyLine } from './pretty.ts';
import { parseLogLine } from './read-logs.ts';
import { redactLine } from './redaction.ts';
import { RotatingFile } from './rotating-file.ts';

/** How a process logs. */
export interface LoggingOptions {
  /** Directory of the files; made when missing. */
  readonly dir: string;
  readonly level: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
  /** Size at which a file is left for the next one; default 20 MiB. */
  readonly maxBytes?: number | undefined;
  /** Files kept per log; default 10. */
  readonly maxFiles?: number | undefined;
  /** Age at which a file is left for the next one, in ms; default one day. */
  readonly maxAgeMs?: number | undefined;
  /** Also to standard output, in a form for people. */
  readonly pretty?: boolean | undefined;
}

/** The loggers of a process. */
export interface Logging {
  /** What happens: `baadal.log`. */
  readonly log: Logger;
  /** What is measured and collected, apart since there is so much of it: `metrics.log`. */
  readonly metricsLog: Logger;
  /** Lines of this process that reached standard error only. */
  readonly droppedLines: number;
  close(): void;
}

const LINE_CHARS_MAX = 256 * 1024;

/** A line too long to be useful keeps its head fields and says so. */
function shorten(line: string): string {
  if (line.length <= LINE_CHARS_MAX) return line;
  const { fields: _, at, ...head } = parseLogLine(line) ?? { fields: {}, at: '', message: '' };
  const { message, ...rest } = head;
  const short = { ...rest, time: at, truncatedChars: line.length, start: line.slice(0, 4096) };
  return `${JSON.stringify({ ...short, msg: message })}\n`;
}

function makeLogger(level: string, file: RotatingFile, pretty: boolean): Logger {
  const write = (raw: string) => {
    const line = shorten(redactLine(raw));
    file.append(line);
    const entry = pretty ? parseLogLine(line) : null;
    if (entry) process.stdout.write(prettyLine(entry));
  };
  return pino(
    {
      level,
      base: { pid: process.pid },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: {
        err: stdSerializers.err,
        error: stdSerializers.err,
        cause: stdSerializers.err,
        reason: stdSerializers.err,
      },
    },
    { write },
  );
}

/**
 * The two logs of Baadal, JSON lines, shared by all processes that name the same directory. Lines
 * are written at once and synchronously: what was logged is in the file when the call returns.
 *
 * Messages are constant, data goes into fields; `log.child({ taskId, vmId })` carries ids. Fields
 * named like secrets are redacted at any depth (`redaction.ts`).
 */
export function createLogging(options: LoggingOptions): Logging {
  const rotation = {
    dir: options.dir,
    maxBytes: options.maxBytes ?? 20 * 1024 * 1024,
    maxFiles: options.maxFiles ?? 10,
    maxAgeMs: options.maxAgeMs ?? 24 * 3600 * 1000,
  };
  const main = new RotatingFile({ ...rotation, file: 'main' });
  const metrics = new RotatingFile({ ...rotation, file: 'metrics' });
  return {
    log: makeLogger(options.level, main, options.pretty ?? false),
    metricsLog: makeLogger(options.level, metrics, false),
    get droppedLines() {
      return main.dropped + metrics.dropped;
    },
    close() {
      main.close();
      metrics.close();
    },
  };
}
