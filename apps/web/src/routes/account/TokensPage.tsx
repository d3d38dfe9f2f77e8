import { useMutation, useQuery } from '@apollo/client/react';
import {
  Alert,
  Button,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core';
import KeyIcon from '@patternfly/react-icons/dist/esm/icons/key-icon';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  CreateApiTokenDocument,
  RevokeApiTokenDocument,
  type TokenFieldsFragment,
  TokenListDocument,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { CopyText } from '../../components/CopyText.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { FormDialog } from '../../components/FormDialog.tsx';
import { formatDay } from '../../components/moments.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { PickOne } from '../../components/PickList.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';
import './account.css';

/** Tokens for scripts and monitors; a token's text is shown once. */
export function Component() {
  const { data, error, refetch } = useQuery(TokenListDocument);
  const [making, setMaking] = useState(false);
  const [revoking, setRevoking] = useState<TokenFieldsFragment>();
  const [revoke] = useMutation(RevokeApiTokenDocument);
  const again = () => void refetch().catch(() => undefined);
  const revokeNow = async (token: TokenFieldsFragment): Promise<void> => {
    setRevoking(undefined);
    try {
      await revoke({ variables: { input: { id: token.id } } });
      showNote(t('tokens.revoked', { name: token.name }));
    } catch (refused) {
      showFault(t('tokens.revoke.failed', { name: token.name }), faultOf(refused));
    }
    again();
  };
  const newToken = <Button onClick={() => setMaking(true)}>{t('tokens.new')}</Button>;
  return (
    <>
      <PageHeader title={t('tokens.title')} actions={newToken} />
      <DataTable
        label={t('tokens.title')}
        columns={columns}
        rows={data?.apiTokens}
        rowKey={(token) => token.id}
        rowName={(token) => token.name}
        skeletonRows={3}
        rowActions={(token) => (
          <Button
            variant="link"
            isDanger
            isInline
            aria-label={t('tokens.revokeOne', { name: token.name })}
            onClick={() => setRevoking(token)}
          >
            {t('tokens.revoke')}
          </Button>
        )}
        error={error}
        errorTitle={t('tokens.error')}
        onRetry={again}
        empty={
          <EmptyFrame
            icon={<KeyIcon />}
            title={t('tokens.empty')}
            text={t('tokens.empty.text')}
            action={newToken}
          />
        }
      />
      {making && <NewToken onClose={() => setMaking(false)} onMade={again} />}
      {revoking && (
        <ConfirmDialog
          title={t('tokens.revokeOne', { name: revoking.name })}
          confirm={t('tokens.revokeOne', { name: revoking.name })}
          onCancel={() => setRevoking(undefined)}
          onConfirm={() => void revokeNow(revoking)}
        >
          {t('tokens.revoke.text')}
        </ConfirmDialog>
      )}
    </>
  );
}

type Days = '30' | '90' | '365' | 'never';
type Scope = 'READ' | 'WRITE';
const dayMs = 86_400_000;

function NewToken({ onClose, onMade }: { onClose: () => void; onMade: () => void }) {
  const [name, setName] = useState('');
  const [days, setDays] = useState<Days>('90');
  const [scope, setScope] = useState<Scope>('WRITE');
  const [create, { data, loading, error }] = useMutation(CreateApiTokenDocument, {
    // The token's text must not stay in the cache.
    fetchPolicy: 'no-cache',
  });
  const fault = error && faultOf(error);
  const token = data?.createApiToken.token;
  const submit = async (): Promise<void> => {
    const expiresAt =
      days === 'never' ? null : new Date(Date.now() + Number(days) * dayMs).toISOString();
    const scopes: Scope[] = scope === 'WRITE' ? ['READ', 'WRITE'] : ['READ'];
    try {
      await create({ variables: { input: { name, expiresAt, scopes } } });
      onMade();
    } catch {
      // The hook's own error is shown at the field.
    }
  };
  if (token) return <MadeToken name={name} token={token} onClose={onClose} />;
  return (
    <FormDialog
      title={t('tokens.new')}
      focus="#token-name"
      fault={fault}
      fields={['name']}
      submit={t('tokens.create')}
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextField
        id="token-name"
        label={t('tokens.name')}
        value={name}
        autoComplete="off"
        help={t('tokens.name.help')}
        fault={fault?.fields.find(({ path }) => path === 'name')?.message}
        onChange={setName}
      />
      <FormGroup label={t('tokens.scope')} fieldId="token-scope">
        <PickOne
          id="token-scope"
          fullWidth
          label={t('tokens.scope')}
          value={scope}
          choices={[
            { value: 'WRITE', label: t('tokens.write') },
            { value: 'READ', label: t('tokens.read') },
          ]}
          onPick={setScope}
        />
      </FormGroup>
      <FormGroup label={t('tokens.expires')} fieldId="token-days">
        <PickOne
          id="token-days"
          fullWidth
          label={t('tokens.expires')}
          value={days}
          choices={[
            { value: '30', label: t('tokens.days', { count: 30 }) },
            { value: '90', label: t('tokens.days', { count: 90 }) },
            { value: '365', label: t('tokens.days', { count: 365 }) },
            { value: 'never', label: t('tokens.never') },
          ]}
          onPick={setDays}
        />
      </FormGroup>
    </FormDialog>
  );
}

interface MadeTokenProps {
  readonly name: string;
  readonly token: string;
  readonly onClose: () => void;
}

function MadeToken({ name, token, onClose }: MadeTokenProps) {
  return (
    <Modal isOpen variant="small" aria-labelledby="token-title" onClose={onClose}>
      <ModalHeader title={t('tokens.made', { name })} labelId="token-title" />
      <ModalBody>
        <div className="bd-token-shown">
          <Alert isInline isLiveRegion variant="warning" title={t('tokens.once')} />
          <CopyText text={token} what={t('tokens.token')} />
        </div>
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('tokens.done')}</Button>
      </ModalFooter>
    </Modal>
  );
}

const columns: readonly Column<TokenFieldsFragment>[] = [
  { key: 'name', label: t('tokens.name'), cell: (token) => token.name },
  {
    key: 'scopes',
    label: t('tokens.scope'),
    cell: (token) => (token.scopes.includes('WRITE') ? t('tokens.write') : t('tokens.read')),
  },
  {
    key: 'created',
    label: t('vm.column.created'),
    cell: (token) => <RelativeTime at={token.createdAt} />,
  },
  {
    key: 'used',
    label: t('tokens.used'),
    cell: (token) => (token.lastUsedAt ? <RelativeTime at={token.lastUsedAt} /> : <Absent />),
  },
  {
    key: 'expires',
    label: t('tokens.expires'),
    cell: (token) => (token.expiresAt ? formatDay(token.expiresAt) : t('tokens.never')),
  },
];
