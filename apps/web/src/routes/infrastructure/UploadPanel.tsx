import { Button, FileUpload, Form, FormGroup } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import type { UploadRowFragment } from '../../api/generated/graphql.ts';
import { FormFault } from '../../components/FormFault.tsx';
import { ProgressLine } from '../../components/ProgressLine.tsx';
import { SidePanel } from '../../components/SidePanel.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { t } from '../../messages/message.ts';
import { TemplateFields } from './TemplateFields.tsx';
import { draftOf, formatOf, nameOf, templateFaults } from './template-form.ts';
import { type UploadState, useUpload } from './use-upload.ts';

interface UploadPanelProps {
  /** One that was begun before. */
  readonly begun: UploadRowFragment | undefined;
  readonly onClose: () => void;
}

/** Sends an image from the browser, with progress, pause and resume, and adds it as a template. */
export function UploadPanel({ begun, onClose }: UploadPanelProps) {
  const [file, setFile] = useState<File>();
  const [sha256, setSha256] = useState('');
  const [tried, setTried] = useState(false);
  const [draft, setDraft] = useState(() => ({
    ...draftOf(null),
    name: begun ? nameOf(begun.fileName) : '',
  }));
  const { state, fault, start, pause } = useUpload(begun, onClose);
  const showFault = useFaultInSight(fault);
  const arrived = begun !== undefined && begun.receivedBytes === begun.sizeBytes;
  const fileFault = arrived ? undefined : faultOfFile(file, begun, tried);
  const local = templateFaults(draft);
  const refused = Object.fromEntries((fault?.fields ?? []).map((f) => [f.path, f.message]));
  const others = fault?.fields.filter((f) =>
    ['sizeBytes', 'fileName', 'uploadId'].includes(f.path),
  );
  const choose = (chosen: File) => {
    setFile(chosen);
    setDraft((old) => ({ ...old, name: old.name || nameOf(chosen.name) }));
  };
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    showFault(event);
    setTried(true);
    const wrong = arrived ? undefined : faultOfFile(file, begun, true);
    if (wrong || Object.keys(local).length > 0) return;
    void start({ file, sha256: sha256.trim(), draft });
  };
  const sending = state.kind === 'SENDING';
  return (
    <SidePanel title={t('upload.title')} onClose={onClose}>
      <Form noValidate onSubmit={submit}>
        {fault && (fault.fields.length === 0 || (others && others.length > 0)) && (
          <FormFault fault={fault} />
        )}
        {!arrived && (
          <FormGroup label={t('upload.file')} fieldId="upload-file">
            <FileUpload
              id="upload-file"
              filename={file?.name ?? ''}
              filenamePlaceholder={t('upload.drop')}
              hideDefaultPreview
              browseButtonText={t('upload.browse')}
              isClearButtonDisabled={!file || sending}
              isDisabled={sending}
              onFileInputChange={(_event, chosen) => choose(chosen)}
              onClearClick={() => setFile(undefined)}
            />
            {fileFault ? (
              <p role="alert" className="bd-field-fault">
                {fileFault}
              </p>
            ) : (
              <p className="bd-subtle">
                {begun ? t('upload.resumeFile', { name: begun.fileName }) : t('upload.file.help')}
              </p>
            )}
          </FormGroup>
        )}
        {!begun && (
          <TextField
            id="upload-checksum"
            label={t('upload.checksum')}
            value={sha256}
            autoComplete="off"
            spellCheck={false}
            help={t('upload.checksum.help')}
            fault={refused['sha256']}
            onChange={setSha256}
          />
        )}
        <TemplateFields
          draft={draft}
          isDisc={formatOf(file?.name ?? begun?.fileName ?? '') === 'ISO'}
          faults={{ ...refused, ...(tried && local) }}
          onChange={(next) => setDraft((old) => ({ ...old, ...next }))}
        />
        <Progress state={state} name={file?.name ?? ''} />
        <div className="bd-form-footer">
          {sending ? (
            <Button variant="secondary" onClick={pause}>
              {t('upload.pause')}
            </Button>
          ) : (
            <Button type="submit">
              {state.kind === 'IDLE' && !begun ? t('upload.submit') : t('upload.resume')}
            </Button>
          )}
          <Button variant="link" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </Form>
    </SidePanel>
  );
}

/** What is wrong with the file that was chosen. */
function faultOfFile(
  file: File | undefined,
  begun: UploadRowFragment | undefined,
  tried: boolean,
): string | undefined {
  if (!file) return tried ? t('upload.file.missing') : undefined;
  if (file.size === 0) return t('upload.file.empty');
  if (begun && file.size !== Number(begun.sizeBytes))
    return t('upload.other', { size: file.size, expected: begun.sizeBytes });
  return undefined;
}

function Progress({ state, name }: { state: UploadState; name: string }) {
  if (state.kind === 'IDLE') return null;
  const { percent } = state;
  const words = {
    SENDING: t('upload.progress', { name, percent }),
    PAUSED: t('upload.paused', { percent }),
    FAILED: t('upload.failed', { percent, reason: state.kind === 'FAILED' ? state.reason : '' }),
  }[state.kind];
  return (
    <div>
      <ProgressLine percent={percent} label={t('upload.progress', { name, percent })} />
      <p role="status" className={state.kind === 'FAILED' ? 'bd-field-fault' : 'bd-subtle'}>
        {words}
      </p>
    </div>
  );
}
