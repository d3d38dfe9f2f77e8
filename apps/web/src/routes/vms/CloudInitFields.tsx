import {
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  TextArea,
} from '@patternfly/react-core';
import { t } from '../../messages/message.ts';
import type { NewVmDraft } from './new-vm-form.ts';

interface CloudInitFieldsProps {
  readonly draft: Pick<NewVmDraft, 'sshKey' | 'userData'>;
  readonly faults: Readonly<Record<string, string | undefined>>;
  readonly onChange: (next: Partial<NewVmDraft>) => void;
}

/** What the guest is told at its first start, where its template listens. */
export function CloudInitFields({ draft, faults, onChange }: CloudInitFieldsProps) {
  const area = (key: 'sshKey' | 'userData', id: string, rows: number) => {
    const fault = faults[key];
    return (
      <FormGroup label={t(`new.${key}`)} fieldId={id}>
        <TextArea
          id={id}
          rows={rows}
          className="bd-mono"
          resizeOrientation="vertical"
          spellCheck={false}
          value={draft[key]}
          validated={fault ? 'error' : 'default'}
          aria-invalid={fault ? true : undefined}
          aria-describedby={`${id}-hint`}
          onChange={(_event, text) => onChange({ [key]: text })}
        />
        <FormHelperText>
          <HelperText id={`${id}-hint`} {...(fault && { isLiveRegion: true })}>
            <HelperTextItem variant={fault ? 'error' : 'default'}>
              {fault ?? t(`new.${key}.help`)}
            </HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    );
  };
  return (
    <>
      {area('sshKey', 'new-ssh-key', 2)}
      {area('userData', 'new-user-data', 4)}
    </>
  );
}
