import { Button, FormGroup, TextArea } from '@patternfly/react-core';
import ExpandIcon from '@patternfly/react-icons/dist/esm/icons/expand-icon';
import ExternalLinkAltIcon from '@patternfly/react-icons/dist/esm/icons/external-link-alt-icon';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ApiFault } from '../api/api-fault.ts';
import { FormDialog } from '../components/FormDialog.tsx';
import { titleOf } from '../components/fault-words.ts';
import { StateBadge, type StateKind } from '../components/StateBadge.tsx';
import { type PlainKey, t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import type { LinkState } from './console-link.ts';
import './console.css';

interface Tool {
  readonly key: string;
  readonly label: string;
  readonly onSelect: () => void;
}

interface ConsoleFrameProps {
  readonly vmId: string;
  readonly name: string;
  readonly kind: 'vnc' | 'serial';
  readonly link: {
    readonly state: LinkState;
    readonly fault: ApiFault | undefined;
    readonly reconnect: () => void;
  };
  readonly tools: readonly Tool[];
  readonly onPaste: (text: string) => void;
  readonly children: ReactNode;
}

const states: Readonly<Record<LinkState, readonly [StateKind, PlainKey]>> = {
  connecting: ['working', 'console.connecting'],
  connected: ['running', 'console.connected'],
  waiting: ['attention', 'console.waiting'],
  refused: ['failed', 'console.refused'],
};

/** What both consoles share: status, tools, paste, full screen, own window, reconnect. */
export function ConsoleFrame(props: ConsoleFrameProps) {
  const { link } = props;
  const frame = useRef<HTMLElement>(null);
  const [pasting, setPasting] = useState(false);
  const pasted = useRef<string>(undefined);
  useEffect(() => {
    // Only now has the closed dialog given the focus back to its button, and the console may take it.
    if (pasting || pasted.current === undefined) return;
    props.onPaste(pasted.current);
    pasted.current = undefined;
  }, [pasting]);
  const [kind, key] = states[link.state];
  const connected = link.state === 'connected';
  return (
    <section ref={frame} className="bd-console" aria-label={t('console.of', { name: props.name })}>
      <div className="bd-console-bar">
        <span role="status">
          <StateBadge kind={kind} word={t(key)} />
        </span>
        {!connected && (
          <Button variant="link" isInline onClick={link.reconnect}>
            {t('console.reconnect')}
          </Button>
        )}
        {!connected && link.fault && <span className="bd-subtle">{titleOf(link.fault)}</span>}
        <span className="bd-toolbar-space" />
        {props.tools.map((tool) => (
          <Button
            key={tool.key}
            variant="tertiary"
            size="sm"
            isDisabled={!connected}
            onClick={tool.onSelect}
          >
            {tool.label}
          </Button>
        ))}
        <Button
          variant="tertiary"
          size="sm"
          isDisabled={!connected}
          onClick={() => setPasting(true)}
        >
          {t('console.paste')}
        </Button>
        <Button
          variant="plain"
          aria-label={t('console.window')}
          title={t('console.window')}
          icon={<ExternalLinkAltIcon />}
          onClick={() =>
            open(
              paths.consoleWindow(props.vmId, props.kind),
              `console-${props.vmId}`,
              'width=1040,height=800',
            )
          }
        />
        <Button
          variant="plain"
          aria-label={t('console.fullScreen')}
          title={t('console.fullScreen')}
          icon={<ExpandIcon />}
          onClick={() =>
            void (document.fullscreenElement
              ? document.exitFullscreen()
              : frame.current?.requestFullscreen())
          }
        />
      </div>
      <div className="bd-console-body">{props.children}</div>
      {pasting && (
        <PasteDialog
          into={frame.current}
          onClose={() => setPasting(false)}
          onPaste={(text) => {
            pasted.current = text;
            setPasting(false);
          }}
        />
      )}
    </section>
  );
}

interface PasteDialogProps {
  readonly into: HTMLElement | null;
  readonly onPaste: (text: string) => void;
  readonly onClose: () => void;
}

/** Takes a text and types it; inside the frame, so that it is seen in full screen too. */
function PasteDialog({ into, onPaste, onClose }: PasteDialogProps) {
  const [text, setText] = useState('');
  return (
    <FormDialog
      title={t('console.paste')}
      description={t('console.paste.text')}
      focus="#paste-text"
      into={document.fullscreenElement === into ? into : null}
      submit={t('console.type')}
      isDisabled={text === ''}
      onSubmit={() => onPaste(text)}
      onClose={onClose}
    >
      <FormGroup label={t('console.paste.label')} fieldId="paste-text">
        <TextArea
          id="paste-text"
          rows={6}
          spellCheck={false}
          value={text}
          onChange={(_event, value) => setText(value)}
        />
      </FormGroup>
    </FormDialog>
  );
}
