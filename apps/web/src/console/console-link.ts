import { useApolloClient } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
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
  readonly closed: () => void;
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

/**
 * Keeps a console connected: asks for a ticket, attaches, and after a loss asks for a fresh one,
 * with growing pauses, for as long as it is shown. A refusal that waiting cannot heal stops it.
 */
export function useConsoleLink(vmId: string, kind: ConsoleKind, attach: Attach) {
  const client = useApolloClient();
  const [state, setState] = useState<LinkState>('connecting');
  const [fault, setFault] = useState<ApiFault>();
  const [round, setRound] = useState(0);
  const latest = useRef(attach);
  useEffect(() => {
    latest.current = attach;
  }, [attach]);
  const reconnect = useCallback(() => setRound((old) => old + 1), []);

  useEffect(() => {
    const own = new AbortController();
    let session: Session | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let pauseMs = firstRetryMs;

    const later = () => {
      if (own.signal.aborted) return;
      setState('waiting');
      timer = setTimeout(() => void open(), pauseMs);
      pauseMs = Math.min(longestRetryMs, pauseMs * 2);
    };
    const open = async (): Promise<void> => {
      setState('connecting');
      try {
        const { data } = await client.mutate({
          mutation: OpenConsoleDocument,
          variables: { input: { vmId, kind } },
          fetchPolicy: 'no-cache',
        });
        if (own.signal.aborted || !data) return;
        setFault(undefined);
        session = latest.current(socketUrl(data.openConsole.url, location), {
          opened: () => {
            pauseMs = firstRetryMs;
            if (!own.signal.aborted) setState('connected');
          },
          closed: later,
        });
      } catch (error) {
        if (own.signal.aborted) return;
        const refusal = faultOf(error);
        setFault(refusal);
        if (['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED'].includes(refusal.code))
          setState('refused');
        else later();
      }
    };
    void open();
    return () => {
      own.abort();
      clearTimeout(timer);
      session?.close();
    };
  }, [client, vmId, kind, round]);

  return { state, fault, reconnect } as const;
}
