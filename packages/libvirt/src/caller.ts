import type { ProcedureMap, StreamProcedureName } from './generated/procedures.ts';
import type { CallOptions, StreamOptions } from './pending-call.ts';
import type { VirStream } from './stream.ts';

/** Procedures that answer with a reply alone. */
export type ProcedureName = Exclude<keyof ProcedureMap, StreamProcedureName>;

/** Arguments of a procedure. */
export type ArgsOf<P extends keyof ProcedureMap> = ProcedureMap[P]['args'];

/** Reply of a procedure. */
export type RetOf<P extends keyof ProcedureMap> = ProcedureMap[P]['ret'];

/** What follows the procedure's name in a call; procedures without arguments need nothing. */
export type CallParameters<P extends keyof ProcedureMap> =
  undefined extends ArgsOf<P>
    ? [args?: undefined, options?: CallOptions]
    : [args: ArgsOf<P>, options?: CallOptions];

/** A stream that was opened, with the reply of its procedure. */
export interface OpenedStream<P extends StreamProcedureName> {
  readonly ret: RetOf<P>;
  readonly stream: VirStream;
}

/** Something that makes calls: a connection. Objects of the thin layer hold it. */
export interface Caller {
  call<P extends ProcedureName>(procedure: P, ...rest: CallParameters<P>): Promise<RetOf<P>>;
  openStream<P extends StreamProcedureName>(
    procedure: P,
    args: ArgsOf<P>,
    options?: CallOptions & StreamOptions,
  ): Promise<OpenedStream<P>>;
}
