import { useMutation, useQuery } from '@apollo/client/react';
import { Alert, Button, Form } from '@patternfly/react-core';
import { type FormEvent, useEffect, useState } from 'react';
import { Navigate, useSearchParams } from 'react-router';
import { type ApiFault, faultOf } from '../../api/api-fault.ts';
import { resetSession } from '../../api/client.ts';
import { setConnection } from '../../api/connection.ts';
import { LoginDocument, ViewerDocument } from '../../api/generated/graphql.ts';
import { FaultDetails } from '../../components/FaultView.tsx';
import { remedyOf, titleOf } from '../../components/fault-words.ts';
import { TextField } from '../../components/TextField.tsx';
import { useFaultInSight } from '../../components/use-fault-in-sight.ts';
import { type PlainKey, t } from '../../messages/message.ts';
import { safeNext } from '../../paths.ts';
import { Mark } from '../../shell/Mark.tsx';
import './LoginPage.css';

/** Local sign-in; afterwards the place a person came from. */
export function Component() {
  const [params] = useSearchParams();
  const viewer = useQuery(ViewerDocument);
  const { fault, waitSeconds, loading, signIn } = useSignIn();
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [tried, setTried] = useState(false);
  const showFault = useFaultInSight(fault);
  if (viewer.data?.viewer) return <Navigate replace to={safeNext(params.get('next'))} />;
  const submit = (event: FormEvent<HTMLElement>) => {
    event.preventDefault();
    setTried(true);
    showFault(event);
    if (loading || waitSeconds > 0 || username === '' || password === '') return;
    void signIn(username, password);
  };
  const missing = (value: string, text: PlainKey) => (tried && value === '' ? t(text) : undefined);
  return (
    <main className="bd-login">
      <title>{`${t('login.title')} · ${t('product.name')}`}</title>
      <div className="bd-login-box">
        <h1>
          <Mark />
          {t('login.heading')}
        </h1>
        {params.has('next') && !fault && <p className="bd-subtle">{t('login.back')}</p>}
        {fault && <LoginFault fault={fault} waitSeconds={waitSeconds} />}
        <Form onSubmit={submit} noValidate>
          <TextField
            id="username"
            label={t('login.username')}
            value={username}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            fault={missing(username, 'login.username.missing')}
            onChange={setUsername}
          />
          <TextField
            id="password"
            label={t('login.password')}
            type="password"
            value={password}
            autoComplete="current-password"
            fault={missing(password, 'login.password.missing')}
            onChange={setPassword}
          />
          <Button
            type="submit"
            isBlock
            isLoading={loading}
            isAriaDisabled={loading || waitSeconds > 0}
          >
            {waitSeconds > 0 ? t('login.wait', { seconds: waitSeconds }) : t('login.submit')}
          </Button>
        </Form>
      </div>
    </main>
  );
}

function LoginFault({ fault, waitSeconds }: { fault: ApiFault; waitSeconds: number }) {
  if (fault.code === 'UNAUTHENTICATED' || fault.code === 'BAD_USER_INPUT') {
    return (
      <Alert component="h2" isInline isLiveRegion variant="danger" title={t('login.wrong')}>
        {t('login.wrong.text')}
      </Alert>
    );
  }
  if (fault.code === 'RATE_LIMITED') {
    const text =
      waitSeconds > 0 ? t('login.limited.text', { seconds: waitSeconds }) : t('login.limited.over');
    return (
      <Alert component="h2" isInline isLiveRegion variant="warning" title={t('login.limited')}>
        {text}
      </Alert>
    );
  }
  return (
    <Alert component="h2" isInline isLiveRegion variant="danger" title={titleOf(fault)}>
      <p>{remedyOf(fault)}</p>
      <FaultDetails fault={fault} />
    </Alert>
  );
}

function useSignIn() {
  const [login, { loading, error }] = useMutation(LoginDocument);
  const [waitSeconds, setWaitSeconds] = useState(0);
  useEffect(() => {
    if (waitSeconds <= 0) return;
    const timer = setTimeout(() => setWaitSeconds(waitSeconds - 1), 1000);
    return () => clearTimeout(timer);
  }, [waitSeconds]);
  const signIn = async (username: string, password: string): Promise<void> => {
    try {
      const { data } = await login({ variables: { input: { username, password } } });
      if (!data) return;
      setConnection('online');
      await resetSession();
    } catch (thrown) {
      // Shown from the hook's own error; only the wait is worked out here.
      setWaitSeconds(Math.ceil((faultOf(thrown).retryAfterMs ?? 0) / 1000));
    }
  };
  return { fault: error && faultOf(error), waitSeconds, loading, signIn } as const;
}
