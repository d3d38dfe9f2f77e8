import {
  Alert,
  Button,
  Form,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
} from '@patternfly/react-core';
import { type FormEvent, type ReactNode, useId } from 'react';
import type { ApiFault } from '../../../api/api-fault.ts';
import { FaultDetails } from '../../../components/FaultView.tsx';
import { remedyOf, titleOf } from '../../../components/fault-words.ts';
import { t } from '../../../messages/message.ts';

interface DiskFormDialogProps {
  readonly title: string;
  readonly text: string;
  readonly submit: string;
  readonly danger?: boolean;
  readonly sending: boolean;
  readonly blocked?: boolean;
  /** A refusal that no field tells of. */
  readonly fault?: ApiFault | undefined;
  /** CSS selector of what gets the focus. */
  readonly focus: string;
  readonly children: ReactNode;
  readonly onSubmit: () => void;
  readonly onClose: () => void;
}

/** A small form about one disk. */
export function DiskFormDialog(props: DiskFormDialogProps) {
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!props.sending && !props.blocked) props.onSubmit();
  };
  return (
    <Modal
      isOpen
      variant="small"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onClose={props.onClose}
      elementToFocus={props.focus}
    >
      <ModalHeader title={props.title} labelId={`${id}-title`} />
      <ModalBody>
        <Form id={`${id}-form`} noValidate onSubmit={submit}>
          <p id={`${id}-text`} className="bd-subtle">
            {props.text}
          </p>
          {props.fault && (
            <Alert component="h3" isInline variant="danger" title={titleOf(props.fault)}>
              <p>{remedyOf(props.fault)}</p>
              <FaultDetails fault={props.fault} />
            </Alert>
          )}
          {props.children}
        </Form>
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={`${id}-form`}
          variant={props.danger ? 'danger' : 'primary'}
          isLoading={props.sending}
          isDisabled={props.sending || (props.blocked ?? false)}
        >
          {props.submit}
        </Button>
        <Button variant="link" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
