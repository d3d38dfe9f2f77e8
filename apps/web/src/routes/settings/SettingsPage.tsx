import { useMutation, useQuery } from '@apollo/client/react';
import {
  Button,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Switch,
} from '@patternfly/react-core';
import CogIcon from '@patternfly/react-icons/dist/esm/icons/cog-icon';
import { type FormEvent, useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import {
  type ConstantFieldsFragment,
  ConstantListDocument,
  SetConstantDocument,
} from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { EmptyFrame } from '../../components/EmptyFrame.tsx';
import { titleOf } from '../../components/fault-words.ts';
import { PageHeader } from '../../components/PageHeader.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';
import { ConstantHistory } from './ConstantHistory.tsx';
import { MailSection } from './MailSection.tsx';

/** What an admin may set, each with its range and meaning. */
export function Component() {
  const { data, error, refetch } = useQuery(ConstantListDocument);
  const [editing, setEditing] = useState<ConstantFieldsFragment>();
  return (
    <>
      <PageHeader title={t('settings.title')} />
      <DataTable
        label={t('settings.title')}
        columns={columns}
        rows={data?.constants}
        rowKey={(constant) => constant.name}
        rowName={(constant) => constant.name}
        skeletonRows={8}
        rowActions={(constant) => (
          <Button
            variant="link"
            isInline
            aria-label={t('settings.change', { name: constant.name })}
            onClick={() => setEditing(constant)}
          >
            {t('action.change')}
          </Button>
        )}
        error={error}
        errorTitle={t('settings.error')}
        onRetry={() => void refetch().catch(() => undefined)}
        empty={
          <EmptyFrame
            icon={<CogIcon />}
            title={t('settings.empty')}
            text={t('settings.empty.text')}
          />
        }
      />
      <MailSection />
      {editing && <EditConstant constant={editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}

function EditConstant(props: { constant: ConstantFieldsFragment; onClose: () => void }) {
  const { constant, onClose } = props;
  const [value, setValue] = useState(constant.value);
  const [save, { loading, error }] = useMutation(SetConstantDocument);
  const fault = error && faultOf(error);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    try {
      await save({ variables: { input: { name: constant.name, value } } });
      showNote(t('settings.saved', { name: constant.name }));
      onClose();
    } catch {
      // The hook's own error is shown at the field.
    }
  };
  return (
    <Modal
      isOpen
      variant="small"
      aria-labelledby="constant-title"
      onClose={onClose}
      elementToFocus="#constant-value"
    >
      <ModalHeader
        title={constant.name}
        labelId="constant-title"
        description={constant.description}
      />
      <ModalBody>
        <Form id="constant-form" noValidate onSubmit={(event) => void submit(event)}>
          {constant.type === 'BOOLEAN' ? (
            <Switch
              id="constant-value"
              label={t('settings.on')}
              isChecked={value === 'true'}
              onChange={(_event, on) => setValue(String(on))}
            />
          ) : (
            <TextField
              id="constant-value"
              label={
                constant.unit ? t('settings.valueIn', { unit: constant.unit }) : t('settings.value')
              }
              value={value}
              inputMode={constant.type === 'STRING' ? 'text' : 'decimal'}
              help={rangeOf(constant) ?? undefined}
              fault={fault && titleOf(fault)}
              onChange={setValue}
            />
          )}
        </Form>
        <ConstantHistory name={constant.name} />
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="constant-form" isLoading={loading} isDisabled={loading}>
          {t('action.save')}
        </Button>
        <Button variant="link" onClick={() => setValue(constant.default)}>
          {t('settings.toDefault')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function rangeOf({ min, max }: ConstantFieldsFragment): string | null {
  if (min !== null && max !== null) return t('settings.range', { min, max });
  if (min !== null) return t('settings.least', { min });
  if (max !== null) return t('settings.most', { max });
  return null;
}

const columns: readonly Column<ConstantFieldsFragment>[] = [
  {
    key: 'name',
    label: t('settings.name'),
    cell: (constant) => <span className="bd-mono">{constant.name}</span>,
  },
  { key: 'meaning', label: t('settings.meaning'), cell: (constant) => constant.description },
  {
    key: 'value',
    label: t('settings.value'),
    numeric: true,
    cell: (constant) => (
      <span className="bd-nowrap">
        {constant.value} <span className="bd-subtle">{constant.unit}</span>
      </span>
    ),
  },
  {
    key: 'default',
    label: t('settings.default'),
    numeric: true,
    cell: (constant) => <span className="bd-subtle">{constant.default}</span>,
  },
  {
    key: 'range',
    label: t('settings.rangeTitle'),
    cell: (constant) => <span className="bd-nowrap">{rangeOf(constant) ?? <Absent />}</span>,
  },
  {
    key: 'changed',
    label: t('settings.changed'),
    cell: (constant) =>
      constant.updatedAt ? <RelativeTime at={constant.updatedAt} /> : <Absent />,
  },
];
