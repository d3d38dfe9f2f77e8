import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readlinkSync,
  readSync,
  renameSync,
  symlinkSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename } from 'node:path';
import { type LogFile, linkPath, sequenceOf, sequencePath, sequencesIn } from './log-files.ts';

/** Where lines go and when a new file is begun. */
export interface RotationOptions {
  readonly dir: string;
  readonly file: LogFile;
  /** A file of this size takes no more lines (each process may add the line it is writing). */
  readonly maxBytes: number;
  /** Files kept, the newest included. */
  readonly maxFiles: number;
  /** A file of this age, in ms since its creation, takes no more lines. */
  readonly maxAgeMs: number;
}

const NEWLINE = 0x0a;
const MOVES_MAX = 5;

/**
 * A log written by several processes at once, into files that rotate by size and age.
 *
 * No line is lost or torn, and nothing is locked:
 * - Files are numbered and never renamed. A process that finds its file full or old opens the next
 *   number, creating it unless another was first. All see the same size and creation time of the
 *   same file, so all move on by themselves; one that slept meanwhile joins the newest.
 * - A line is one `write` with O_APPEND, which Linux does whole and in order on local file systems;
 *   what was logged survives the death of the process. (Not the power cut: there is no fsync.)
 * - A write cut short (device full, or SIGKILL in the middle of a line of several pages) leaves a
 *   last line without end; the next writer sees that and ends it first.
 * - After the write we look whether the file was deleted meanwhile, by retention or by hand; if so,
 *   the line is written again into the newest one.
 * - What cannot be written goes to standard error and is counted; a later line tells how many.
 *
 * The lines of one process are in order across the files, which are in order by number.
 */
export class RotatingFile {
  readonly #options: RotationOptions;
  #fd: number | null = null;
  #sequence = 0;
  #dropped = 0;
  #untold = 0;

  constructor(options: RotationOptions) {
    this.#options = options;
  }

  /** Lines that reached standard error only. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Appends one line, its line end included. Never throws. */
  append(line: string): void {
    const data = Buffer.from(line);
    if (!this.#tryAppend(data) && !this.#tryAppend(data)) {
      this.#drop(data);
      return;
    }
    if (this.#untold > 0) this.#tellDropped();
  }

  /** Closes the file; a later line opens it again. */
  close(): void {
    if (this.#fd !== null) closeSync(this.#fd);
    this.#fd = null;
  }

  #tryAppend(data: Buffer): boolean {
    try {
      this.#append(data);
      return true;
    } catch {
      // The directory is gone, the device is full or broken: the second try opens everything anew,
      // and what fails then is counted by the caller.
      this.#forget();
      return false;
    }
  }

  #append(data: Buffer): void {
    for (let moves = 0; moves < MOVES_MAX; moves += 1) {
      const { fd, endsWithLine } = this.#writable();
      const whole = endsWithLine ? data : Buffer.concat([Buffer.from([NEWLINE]), data]);
      if (writeSync(fd, whole) < whole.length) throw new Error('The line was written in part');
      if (fstatSync(fd).nlink > 0) return;
      this.#forget();
    }
    throw new Error('The log file is deleted each time it is written');
  }

  /** The file to append to, moved on when the present one is full, old or deleted. */
  #writable(): { readonly fd: number; readonly endsWithLine: boolean } {
    for (let moves = 0; moves < MOVES_MAX; moves += 1) {
      this.#fd ??= this.#open(this.#newest());
      const { nlink, size, birthtimeMs } = fstatSync(this.#fd);
      const old = birthtimeMs > 0 && Date.now() - birthtimeMs >= this.#options.maxAgeMs;
      if (nlink > 0 && (size === 0 || (size < this.#options.maxBytes && !old))) {
        return { fd: this.#fd, endsWithLine: size === 0 || byteAt(this.#fd, size - 1) === NEWLINE };
      }
      const next = Math.max(this.#newest(), nlink > 0 ? this.#sequence + 1 : this.#sequence);
      this.#forget();
      this.#fd = this.#open(next);
    }
    throw new Error('No log file takes lines');
  }

  #newest(): number {
    const { dir, file } = this.#options;
    mkdirSync(dir, { recursive: true });
    return Math.max(sequencesIn(dir, file).at(-1) ?? 1, this.#sequence);
  }

  #open(sequence: number): number {
    const { dir, file } = this.#options;
    const fd = openSync(sequencePath(dir, file, sequence), 'a+', 0o640);
    this.#sequence = sequence;
    this.#pointLink();
    this.#prune();
    return fd;
  }

  #forget(): void {
    try {
      this.close();
    } catch {
      // A descriptor that does not close is not used again either.
      this.#fd = null;
    }
  }

  /** Turns `baadal.log` to our file, unless it shows a newer one. */
  #pointLink(): void {
    const { dir, file } = this.#options;
    const link = linkPath(dir, file);
    const target = basename(sequencePath(dir, file, this.#sequence));
    try {
      if ((linkedSequence(link, file) ?? 0) >= this.#sequence) return;
      const temporary = `${link}.${process.pid}`;
      symlinkSync(target, temporary);
      renameSync(temporary, link);
    } catch {
      // A convenience for people; the numbered files are what counts.
    }
  }

  #prune(): void {
    const { dir, file, maxFiles } = this.#options;
    for (const sequence of sequencesIn(dir, file)) {
      if (sequence > this.#sequence - maxFiles) return;
      try {
        unlinkSync(sequencePath(dir, file, sequence));
      } catch {
        // Another process was first; or it stays until the next rotation.
      }
    }
  }

  #drop(data: Buffer): void {
    this.#dropped += 1;
    this.#untold += 1;
    try {
      writeSync(2, data);
    } catch {
      // Standard error is closed or full as well; the count is what remains.
    }
  }

  #tellDropped(): void {
    const entry = {
      level: 'warn',
      time: new Date().toISOString(),
      pid: process.pid,
      droppedLines: this.#untold,
      msg: 'log lines went to standard error only',
    };
    if (this.#tryAppend(Buffer.from(`${JSON.stringify(entry)}\n`))) this.#untold = 0;
  }
}

function byteAt(fd: number, position: number): number {
  const byte = Buffer.alloc(1);
  readSync(fd, byte, 0, 1, position);
  return byte[0] ?? NEWLINE;
}

function linkedSequence(link: string, file: LogFile): number | null {
  try {
    return sequenceOf(basename(readlinkSync(link)), file);
  } catch {
    return null; // no link yet
  }
}
