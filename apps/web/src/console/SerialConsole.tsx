import '@xterm/xterm/css/xterm.css';
import { SearchInput } from '@patternfly/react-core';
import { FitAddon } from '@xterm/addon-fit';
import { SearchAddon } from '@xterm/addon-search';
import { Terminal } from '@xterm/xterm';
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../messages/message.ts';
import { useIsDark } from '../theme/theme.ts';
import { ConsoleFrame } from './ConsoleFrame.tsx';
import { type Attach, useConsoleLink } from './console-link.ts';

const scrollbackLines = 10_000;

/** A VM's serial console by xterm: raw bytes both ways, search, scrollback. */
export function SerialConsole({ vmId, name }: { vmId: string; name: string }) {
  const { box, terminal, search } = useTerminal(name);
  const socket = useRef<WebSocket>(undefined);
  const attach: Attach = useCallback(
    (url, events) => {
      const opened = new WebSocket(url, ['binary']);
      opened.binaryType = 'arraybuffer';
      socket.current = opened;
      let over = false;
      opened.addEventListener('open', () => {
        // The server tells what came before to every newcomer.
        terminal.current?.reset();
        events.opened();
        terminal.current?.focus();
      });
      opened.addEventListener('message', ({ data }) => {
        if (data instanceof ArrayBuffer) terminal.current?.write(new Uint8Array(data));
      });
      opened.addEventListener('close', ({ reason }) => {
        if (!over) events.closed(reason);
        over = true;
      });
      return {
        close: () => {
          over = true;
          opened.close();
        },
      };
    },
    [terminal],
  );
  const link = useConsoleLink(vmId, 'SERIAL', attach);
  useTyping(terminal, socket);
  const [finding, setFinding] = useState<string>();
  const endSearch = () => {
    setFinding(undefined);
    terminal.current?.clearSelection();
    terminal.current?.focus();
  };
  return (
    <ConsoleFrame
      vmId={vmId}
      name={name}
      kind="serial"
      link={link}
      onPaste={(text) => {
        terminal.current?.paste(text);
        terminal.current?.focus();
      }}
      tools={[
        {
          key: 'find',
          label: t('console.find'),
          onSelect: () => setFinding(finding === undefined ? '' : undefined),
        },
        { key: 'clear', label: t('console.clear'), onSelect: () => terminal.current?.clear() },
      ]}
    >
      {finding !== undefined && (
        <search className="bd-console-find">
          <SearchInput
            autoFocus
            aria-label={t('console.find')}
            value={finding}
            onChange={(_event, text) => {
              setFinding(text);
              search.current?.findPrevious(text, { incremental: true });
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') search.current?.findPrevious(finding);
              if (event.key === 'Escape') endSearch();
            }}
            onNextClick={() => search.current?.findNext(finding)}
            onPreviousClick={() => search.current?.findPrevious(finding)}
            onClear={endSearch}
          />
        </search>
      )}
      <div ref={box} className="bd-serial" />
    </ConsoleFrame>
  );
}

/** Keys go out as raw bytes. A serial line knows no size, so none is told. */
function useTyping(
  terminal: { readonly current: Terminal | undefined },
  socket: { readonly current: WebSocket | undefined },
): void {
  useEffect(() => {
    const term = terminal.current;
    if (!term) return;
    const encoder = new TextEncoder();
    const send = (bytes: Uint8Array<ArrayBuffer>) => {
      if (socket.current?.readyState === WebSocket.OPEN) socket.current.send(bytes);
    };
    const owned = [
      term.onData((text) => send(encoder.encode(text))),
      term.onBinary((text) => send(Uint8Array.from(text, (each) => each.charCodeAt(0)))),
    ];
    return () => {
      for (const each of owned) each.dispose();
    };
  }, [terminal, socket]);
}

function colours() {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    background: token('--bd-terminal'),
    foreground: token('--bd-terminal-text'),
    cursor: token('--bd-terminal-text'),
    selectionBackground: '#4a6670',
  };
}

function useTerminal(name: string) {
  const box = useRef<HTMLDivElement>(null);
  const terminal = useRef<Terminal>(undefined);
  const search = useRef<SearchAddon>(undefined);
  const dark = useIsDark();
  useEffect(() => {
    if (!box.current) return;
    const term = new Terminal({
      cursorBlink: !matchMedia('(prefers-reduced-motion: reduce)').matches,
      fontFamily: 'ui-monospace, "SF Mono", "Cascadia Mono", "Liberation Mono", monospace',
      fontSize: 13,
      scrollback: scrollbackLines,
      theme: colours(),
      allowProposedApi: true,
    });
    const fit = new FitAddon();
    search.current = new SearchAddon();
    term.loadAddon(fit);
    term.loadAddon(search.current);
    term.open(box.current);
    term.textarea?.setAttribute('aria-label', t('console.terminal', { name }));
    terminal.current = term;
    const resized = new ResizeObserver(() => fit.fit());
    resized.observe(box.current);
    return () => {
      resized.disconnect();
      term.dispose();
      terminal.current = undefined;
    };
  }, []);
  useEffect(() => {
    if (terminal.current) terminal.current.options.theme = colours();
  }, [dark]);
  return { box, terminal, search } as const;
}
