import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useState } from 'react';
import { type ApiFault, faultOf } from '../api/api-fault.ts';
import { type ConsoleKind, OpenConsoleDocument } from '../api/generated/graphql.ts';

/** Where a console's connection is. */
export type LinkState = 'connecting' | 'connected' | 'waiting' | 'refused';

/** An open screen or terminal; `close` ends it and everything it holds. */
export interface Session {
  readonly close: () => void;
}

interface LinkEvents {
  readonly opened: () => void;
  /** `reason` is the server's own words from the close frame, where it gave any. */
  readonly closed: (reason?: string) => void;
}

/**
 * Attaches a screen or a terminal to a WebSocket address. Calls `opened` once it shows something
 * and `closed` when it ended without being asked to.
 */
export type Attach = (url: string, events: LinkEvents) => Session;

const firstRetryMs = 500;
const longestRetryMs = 8_000;

/** The address of a console's socket from the ticket's path. */
export function socketUrl(path: string, page: Pick<Location, 'protocol' | 'host'>): string {
  const url = new URL(path, `${page.protocol}//${page.host}`);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** What keeping a console open needs; `show` tells the view, `ask` gets a fresh address. */
export interface LinkParts {
  readonly ask: () => Promise<string>;
  readonly attach: Attach;
  readonly show: (state: LinkState, fault?: ApiFault) => void;
}

const hopeless: ReadonlySet<string> = new Set(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED']);

/**
 * Keeps a console connected: asks for a ticket, attaches, and after a loss asks for a fresh one,
 * with growing pauses, until it is closed. A refusal that waiting cannot heal stops it.
 */
export function keepOpen({ ask, attach, show }: LinkParts): Session {
  const own = new AbortController();
  let session: Session | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstRetryMs;

  const later = (fault?: ApiFault) => {
    if (own.signal.aborted) return;
    show('waiting', fault);
    timer = setTimeout(() => void open(), pauseMs);
    pauseMs = Math.min(longestRetryMs, pauseMs * 2);
  };
  const opened = () => {
    pauseMs = firstRetryMs;
    if (!own.signal.aborted) show('connected');
  };
  const closed = (reason?: string) =>
    later(reason ? { code: 'CONSOLE_CLOSED', message: reason, fields: [] } : undefined);
  const open = async (): Promise<void> => {
    show('connecting');
    try {
      const url = await ask();
      if (!own.signal.aborted) session = attach(url, { opened, closed });
    } catch (error) {
      if (own.signal.aborted) return;
      const fault = faultOf(error);
      if (hopeless.has(fault.code)) show('refused', fault);
      else later(fault);
    }
  };
  void open();
  return {
    close: () => {
      own.abort();
      clearTimeout(timer);
      session?.close();
    },
  };
}

/** A console's connection for as long as it is shown. */
export function useConsoleLink(vmId: string, kind: ConsoleKind, attach: Attach) {
  const client = useApolloClient();
  const [shown, setShown] = useState<{ state: LinkState; fault?: ApiFault | undefined }>({
    state: 'connecting',
  });
  const [round, setRound] = useState(0);
  const reconnect = useCallback(() => setRound((old) => old + 1), []);
  useEffect(() => {
    // Another round is another connection.
    void round;
    const ask = async (): Promise<string> => {
      const { data } = await client.mutate({
        mutation: OpenConsoleDocument,
        variables: { input: { vmId, kind } },
        fetchPolicy: 'no-cache',
      });
      return socketUrl(data?.openConsole.url ?? '', location);
    };
    const show = (state: LinkState, fault?: ApiFault) => setShown({ state, fault });
    const session = keepOpen({ ask, attach, show });
    return () => session.close();
  }, [client, vmId, kind, attach, round]);
  return { state: shown.state, fault: shown.fault, reconnect } as const;
}
