import { useMutation, useQuery, useSubscription } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  MailDocument,
  type MailFieldsFragment,
  MailUpdatedDocument,
  SendTestMailDocument,
} from '../../api/generated/graphql.ts';
import { FaultView } from '../../components/FaultView.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { PropertyList } from '../../components/PropertyList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { Section } from '../../components/Section.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';

/** Whether mail goes out, and a mail to try it. */
export function MailSection() {
  const { data, error, refetch } = useQuery(MailDocument);
  useSubscription(MailUpdatedDocument, { ignoreResults: true });
  const [testing, setTesting] = useState(false);
  const state = data?.mailState;
  return (
    <Section
      id="mail"
      title={t('mail.title')}
      action={
        state?.server && (
          <Button variant="secondary" onClick={() => setTesting(true)}>
            {t('mail.test')}
          </Button>
        )
      }
    >
      {!state && error && (
        <FaultView
          error={error}
          what={t('mail.error')}
          onRetry={() => void refetch().catch(() => undefined)}
        />
      )}
      {!state && !error && <span className="bd-skeleton" />}
      {state && !state.server && <p className="bd-subtle">{t('mail.off')}</p>}
      {state?.server && <PropertyList items={factsOf(state)} />}
      {testing && <TestMail onClose={() => setTesting(false)} />}
    </Section>
  );
}

function factsOf(state: MailFieldsFragment) {
  const { server, sender, waiting, failed, lastSentAt, lastFault } = state;
  return [
    { label: t('mail.server'), value: server },
    { label: t('mail.sender'), value: sender },
    {
      label: t('mail.lastSent'),
      value: lastSentAt ? <RelativeTime at={lastSentAt} /> : t('mail.none'),
    },
    { label: t('mail.waiting'), value: String(waiting) },
    { label: t('mail.failed'), value: String(failed) },
    ...(lastFault ? [{ label: t('mail.lastFault'), value: lastFault }] : []),
  ];
}

function TestMail({ onClose }: { onClose: () => void }) {
  const [to, setTo] = useState('');
  const [send, { loading, error }] = useMutation(SendTestMailDocument);
  const fault = error && faultOf(error);
  const submit = async (): Promise<void> => {
    try {
      const address = to.trim();
      await send({ variables: { input: address ? { to: address } : {} } });
      showNote(t('mail.test.sent'));
      onClose();
    } catch {
      // The hook's own error is shown at the field.
    }
  };
  return (
    <FormDialog
      title={t('mail.test')}
      focus="#mail-to"
      fault={fault}
      fields={['to']}
      remedy={t('mail.test.remedy')}
      submit={t('mail.test.send')}
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="mail-to"
        label={t('mail.test.to')}
        value={to}
        help={t('mail.test.help')}
        fault={fault?.fields[0]?.message}
        onChange={setTo}
      />
    </FormDialog>
  );
}
