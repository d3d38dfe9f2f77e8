import { useMutation } from '@apollo/client/react';
import { Button, Label } from '@patternfly/react-core';
import { faultOf } from '../../api/api-fault.ts';
import { type ConstantFieldsFragment, SetConstantDocument } from '../../api/generated/graphql.ts';
import { Absent } from '../../components/Amount.tsx';
import { type Column, DataTable } from '../../components/DataTable.tsx';
import { RelativeTime } from '../../components/RelativeTime.tsx';
import { t } from '../../messages/message.ts';
import { showFault, showNote } from '../../shell/toast-store.ts';
import { differs, rangeOf, valueWords } from './setting-list.ts';

type Setting = ConstantFieldsFragment;

interface SettingGroupProps {
  readonly label: string;
  readonly settings: readonly Setting[] | undefined;
  readonly error: unknown;
  readonly onRetry: () => void;
  readonly onEdit: (setting: Setting) => void;
}

/** Settings about one thing, each with its range and meaning, and the way back to its default. */
export function SettingGroup({ label, settings, error, onRetry, onEdit }: SettingGroupProps) {
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={settings}
      rowKey={(setting) => setting.name}
      rowName={(setting) => setting.name}
      rowActions={(setting) => (
        <span className="bd-setting-acts">
          {differs(setting) && <ResetButton setting={setting} />}
          <Button
            variant="link"
            isInline
            aria-label={t('settings.change', { name: setting.name })}
            onClick={() => onEdit(setting)}
          >
            {t('action.change')}
          </Button>
        </span>
      )}
      error={error}
      errorTitle={t('settings.error')}
      onRetry={onRetry}
      empty={null}
    />
  );
}

function ResetButton({ setting }: { setting: Setting }) {
  const { name } = setting;
  const value = valueWords(setting, setting.default);
  const [save, { loading }] = useMutation(SetConstantDocument);
  const reset = async (): Promise<void> => {
    try {
      await save({ variables: { input: { name, value: setting.default } } });
      showNote(t('settings.wasReset', { name, value }));
    } catch (error) {
      showFault(t('settings.reset.failed', { name }), faultOf(error));
    }
  };
  return (
    <Button
      variant="link"
      isInline
      isDisabled={loading}
      aria-label={t('settings.resetOne', { name, value })}
      onClick={() => void reset()}
    >
      {t('settings.reset')}
    </Button>
  );
}

const columns: readonly Column<Setting>[] = [
  {
    key: 'name',
    label: t('settings.name'),
    cell: (setting) => (
      <span className="bd-setting-name">
        <span className="bd-mono">{setting.name}</span>
        {differs(setting) && (
          <Label isCompact variant="outline" color="teal">
            {t('settings.differs')}
          </Label>
        )}
      </span>
    ),
  },
  { key: 'meaning', label: t('settings.meaning'), cell: ({ description }) => description },
  {
    key: 'value',
    label: t('settings.value'),
    numeric: true,
    cell: (setting) => (
      <span className="bd-nowrap">
        {valueWords(setting, setting.value)} <span className="bd-subtle">{setting.unit}</span>
      </span>
    ),
  },
  {
    key: 'default',
    label: t('settings.default'),
    numeric: true,
    cell: (setting) => <span className="bd-subtle">{valueWords(setting, setting.default)}</span>,
  },
  {
    key: 'range',
    label: t('settings.rangeTitle'),
    cell: (setting) => rangeOf(setting) ?? <Absent />,
  },
  {
    key: 'changed',
    label: t('settings.changed'),
    cell: ({ updatedAt }) => (updatedAt ? <RelativeTime at={updatedAt} /> : <Absent />),
  },
];
