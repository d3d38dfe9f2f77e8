import RFB from '@novnc/novnc';
import { useCallback, useEffect, useRef, useState } from 'react';
import { t } from '../messages/message.ts';
import { ConsoleFrame } from './ConsoleFrame.tsx';
import { type Attach, useConsoleLink } from './console-link.ts';
import { keysymsOf } from './keystrokes.ts';

/** A VM's screen by noVNC; what is pasted is typed. */
export function VncConsole({ vmId, name }: { vmId: string; name: string }) {
  const screen = useRef<HTMLDivElement>(null);
  const rfb = useRef<RFB>(undefined);
  const [scaled, setScaled] = useState(true);
  const scaledNow = useRef(scaled);
  useEffect(() => {
    scaledNow.current = scaled;
    if (rfb.current) rfb.current.scaleViewport = scaled;
  }, [scaled]);
  const attach: Attach = useCallback((url, events) => {
    if (!screen.current) return { close: () => undefined };
    // Our own socket, since noVNC does not hand on why the server closed it.
    const socket = new WebSocket(url, ['binary']);
    let reason = '';
    socket.addEventListener('close', (event) => {
      reason = event.reason;
    });
    const session = new RFB(screen.current, socket, { shared: true });
    rfb.current = session;
    session.scaleViewport = scaledNow.current;
    session.showDotCursor = true;
    session.background = 'transparent';
    let over = false;
    session.addEventListener('connect', () => {
      events.opened();
      session.focus({ preventScroll: true });
    });
    session.addEventListener('disconnect', () => {
      if (!over) events.closed(reason);
      over = true;
    });
    return {
      close: () => {
        over = true;
        session.disconnect();
      },
    };
  }, []);
  const link = useConsoleLink(vmId, 'VNC', attach);
  const typeText = (text: string) => {
    for (const key of keysymsOf(text)) rfb.current?.sendKey(key, null);
    rfb.current?.focus();
  };
  return (
    <ConsoleFrame
      vmId={vmId}
      name={name}
      kind="vnc"
      link={link}
      onPaste={typeText}
      tools={[
        {
          key: 'cad',
          label: t('console.ctrlAltDel'),
          onSelect: () => {
            rfb.current?.sendCtrlAltDel();
            rfb.current?.focus();
          },
        },
        {
          key: 'scale',
          label: scaled ? t('console.actualSize') : t('console.fit'),
          onSelect: () => setScaled(!scaled),
        },
      ]}
    >
      <section ref={screen} className="bd-vnc" aria-label={t('console.screen', { name })} />
    </ConsoleFrame>
  );
}
