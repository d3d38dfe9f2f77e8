import { useMutation } from '@apollo/client/react';
import {
  Alert,
  Button,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  Radio,
} from '@patternfly/react-core';
import { type FormEvent, useState } from 'react';
import { faultOf } from '../../../api/api-fault.ts';
import {
  type HostDetailFieldsFragment,
  type PowerMethod,
  SetHostPowerDocument,
} from '../../../api/generated/graphql.ts';
import { remedyOf, titleOf } from '../../../components/fault-words.ts';
import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { showNote } from '../../../shell/toast-store.ts';

interface PowerMethodDialogProps {
  readonly host: HostDetailFieldsFragment;
  readonly onClose: () => void;
}

const methods: readonly PowerMethod[] = ['IPMI', 'WAKE_ON_LAN', 'NONE'];

/** How a host is switched on and off. */
export function PowerMethodDialog({ host, onClose }: PowerMethodDialogProps) {
  const { id, name, power } = host;
  const [method, setMethod] = useState<PowerMethod>(power.method);
  const [bmc, setBmc] = useState({
    ...{ bmcAddress: power.bmcAddress ?? '', bmcUsername: power.bmcUsername ?? '' },
    bmcPassword: '',
  });
  const [save, { loading, error }] = useMutation(SetHostPowerDocument);
  const fault = error && faultOf(error);
  const faults = new Map(fault?.fields.map(({ path, message }) => [path, message]));
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const { bmcAddress, bmcUsername, bmcPassword } = bmc;
    const access = {
      ...{ bmcAddress: bmcAddress.trim(), bmcUsername: bmcUsername.trim() },
      ...(bmcPassword && { bmcPassword }),
    };
    try {
      await save({ variables: { input: { id, method, ...(method === 'IPMI' && access) } } });
      showNote(t('power.method.saved', { name }));
      onClose();
    } catch {
      // The hook's own error is shown in the dialog.
    }
  };
  const field = (key: keyof typeof bmc, label: string, help?: string) => (
    <TextField
      id={`power-${key}`}
      label={label}
      value={bmc[key]}
      type={key === 'bmcPassword' ? 'password' : 'text'}
      autoComplete="off"
      spellCheck={false}
      help={help}
      fault={faults.get(key)}
      onChange={(value) => setBmc((old) => ({ ...old, [key]: value }))}
    />
  );
  return (
    <Modal isOpen variant="small" aria-labelledby="power-title" onClose={onClose}>
      <ModalHeader title={t('power.method.title', { name })} labelId="power-title" />
      <ModalBody>
        <Form id="power-form" noValidate onSubmit={(event) => void submit(event)}>
          {fault && fault.fields.length === 0 && (
            <Alert isInline variant="danger" title={titleOf(fault)}>
              {remedyOf(fault)}
            </Alert>
          )}
          <FormGroup role="radiogroup" label={t('power.method.label')} fieldId="power-method">
            {methods.map((each) => (
              <Radio
                key={each}
                id={`power-${each}`}
                name="power-method"
                label={t(`power.method.${each}`)}
                isChecked={method === each}
                onChange={() => setMethod(each)}
              />
            ))}
          </FormGroup>
          {method === 'IPMI' && (
            <>
              {field('bmcAddress', t('power.bmc'))}
              {field('bmcUsername', t('power.bmc.user'))}
              {field('bmcPassword', t('power.bmc.password'), t('power.bmc.password.help'))}
            </>
          )}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button type="submit" form="power-form" isLoading={loading} isDisabled={loading}>
          {t('action.save')}
        </Button>
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
