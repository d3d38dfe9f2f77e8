import { useMutation } from '@apollo/client/react';
import { Button, Switch } from '@patternfly/react-core';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { type ConstantFieldsFragment, SetConstantDocument } from '../../api/generated/graphql.ts';
import { FormDialog } from '../../components/FormDialog.tsx';
import { TextField } from '../../components/TextField.tsx';
import { t } from '../../messages/message.ts';
import { showNote } from '../../shell/toast-store.ts';
import { ConstantHistory } from './ConstantHistory.tsx';
import { isSwitch, rangeOf, valueWords } from './setting-list.ts';

interface EditSettingDialogProps {
  readonly setting: ConstantFieldsFragment;
  readonly onClose: () => void;
}

/** Changes a setting, beside who changed it before. */
export function EditSettingDialog({ setting, onClose }: EditSettingDialogProps) {
  const { name, unit } = setting;
  const [value, setValue] = useState(setting.value);
  const [save, { loading, error }] = useMutation(SetConstantDocument);
  const fault = error && faultOf(error);
  const submit = async (): Promise<void> => {
    try {
      await save({ variables: { input: { name, value } } });
      showNote(t('settings.saved', { name }));
      onClose();
    } catch {
      // The hook's own error is shown at the field.
    }
  };
  return (
    <FormDialog
      title={name}
      description={setting.description}
      focus="#setting-value"
      fault={fault}
      fields={['value']}
      submit={t('action.save')}
      more={
        <Button variant="link" onClick={() => setValue(setting.default)}>
          {t('settings.toDefault')}
        </Button>
      }
      busy={loading}
      onSubmit={submit}
      onClose={onClose}
      below={<ConstantHistory name={name} />}
    >
      {isSwitch(setting) ? (
        <Switch
          id="setting-value"
          label={valueWords(setting, value)}
          aria-label={name}
          isChecked={Number(value) === 1}
          onChange={(_, on) => setValue(on ? '1' : '0')}
        />
      ) : (
        <TextField
          id="setting-value"
          label={unit ? t('settings.valueIn', { unit }) : t('settings.value')}
          value={value}
          inputMode="decimal"
          help={rangeOf(setting)}
          fault={fault?.fields[0]?.message}
          onChange={setValue}
        />
      )}
    </FormDialog>
  );
}
