import { useMutation } from '@apollo/client/react';
import { Button, Form } from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import { ChangePasswordDocument } from '../../api/generated/graphql.ts';
import { FormFault } from '../../components/FormFault.tsx';
import { PageHeader } from '../../components/PageHeader.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { useViewer } from '../../session/session.tsx';
import { showNote } from '../../shell/toast-store.ts';
import './account.css';

/** A person changes the own password. */
export function Component() {
  const viewer = useViewer();
  const navigate = useNavigate();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [tried, setTried] = useState(false);
  const [save, { loading, error }] = useMutation(ChangePasswordDocument);
  const fault = error && faultOf(error);
  const fieldFault = (path: string) => fault?.fields.find((each) => each.path === path)?.message;
  const showFault = useFaultInSight(fault);
  const submit = async (event: FormEvent<HTMLElement>): Promise<void> => {
    event.preventDefault();
    setTried(true);
    showFault(event);
    if (loading || next === '' || next !== again) return;
    try {
      await save({ variables: { input: { currentPassword: current, newPassword: next } } });
      showNote(t('password.changed'));
      void navigate(paths.overview());
    } catch {
      // The hook's own error is shown above.
    }
  };
  return (
    <>
      <PageHeader title={t('person.password')} />
      <Form className="bd-narrow-form" noValidate onSubmit={(event) => void submit(event)}>
        {fault && fault.fields.length === 0 && <FormFault fault={fault} />}
        <input
          type="hidden"
          name="username"
          autoComplete="username"
          value={viewer.username}
          readOnly
        />
        <TextField
          id="current-password"
          label={t('password.current')}
          type="password"
          autoComplete="current-password"
          value={current}
          fault={fieldFault('currentPassword')}
          onChange={setCurrent}
        />
        <TextField
          id="new-password"
          label={t('password.new')}
          type="password"
          autoComplete="new-password"
          value={next}
          fault={
            fieldFault('newPassword') ?? (tried && next === '' ? t('password.missing') : undefined)
          }
          onChange={setNext}
        />
        <TextField
          id="new-password-again"
          label={t('password.again')}
          type="password"
          autoComplete="new-password"
          value={again}
          fault={tried && next !== again ? t('password.differ') : undefined}
          onChange={setAgain}
        />
        <div>
          <Button type="submit" isLoading={loading} isAriaDisabled={loading}>
            {t('password.change')}
          </Button>
        </div>
      </Form>
    </>
  );
}
