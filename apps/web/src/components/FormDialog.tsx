import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from '@patternfly/react-core';
import { type FormEvent, type ReactNode, useId } from 'react';
import type { ApiFault } from '../api/api-fault.ts';
import { t } from '../messages/message.ts';
import { FormFault } from './FormFault.tsx';
import { useFaultInSight } from './use-fault-in-sight.ts';

interface DialogFormProps {
  /** Why it was refused; told above the fields, unless one of `fields` tells it. */
  readonly fault?: ApiFault | undefined;
  /** Paths whose faults are told where they are typed. */
  readonly fields?: readonly string[];
  readonly remedy?: string | undefined;
  /** The verb on the button. */
  readonly submit: string;
  /** Something is lost by it. */
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly isDisabled?: boolean;
  readonly onSubmit: () => Promise<void> | void;
  readonly onClose: () => void;
  readonly children: ReactNode;
  /** What stands below the fields, and is no part of the form. */
  readonly below?: ReactNode;
  /** Another button, between the verb and the way out. */
  readonly more?: ReactNode;
}

interface FormDialogProps extends DialogFormProps {
  readonly title: string;
  readonly description?: string | undefined;
  readonly size?: 'small' | 'medium';
  /** Selector of the field that has the focus first. */
  readonly focus?: string;
  /** Where it is drawn, when not over the whole page. */
  readonly into?: HTMLElement | null;
}

/** A dialog with a form: why it was refused stands above the fields, the verb and a way out below. */
export function FormDialog({ title, description, size = 'small', ...rest }: FormDialogProps) {
  const id = useId();
  const { focus, into, ...form } = rest;
  return (
    <Modal
      isOpen
      variant={size}
      aria-labelledby={`${id}-title`}
      {...(description && { 'aria-describedby': `${id}-text` })}
      {...(focus && { elementToFocus: focus })}
      {...(into && { appendTo: into })}
      onClose={form.onClose}
    >
      <ModalHeader
        title={title}
        labelId={`${id}-title`}
        description={description}
        descriptorId={`${id}-text`}
      />
      <DialogForm {...form} />
    </Modal>
  );
}

/** The inside of a {@link FormDialog}, for one whose frame is there before what it asks about. */
export function DialogForm({ fault, busy = false, submit, children, ...props }: DialogFormProps) {
  const id = useId();
  const { danger, isDisabled = false, fields = [], onSubmit, onClose } = props;
  const isToldAbove = fault?.fields.every(({ path }) => !fields.includes(path)) ?? false;
  const showFault = useFaultInSight(fault);
  const send = (event: FormEvent<HTMLElement>): void => {
    event.preventDefault();
    showFault(event);
    // Enter in a field sends the form even while the button cannot be pressed.
    if (!busy && !isDisabled) void onSubmit();
  };
  return (
    <>
      <ModalBody>
        <Form id={id} noValidate onSubmit={send}>
          {fault && isToldAbove && <FormFault fault={fault} remedy={props.remedy} />}
          {children}
        </Form>
        {props.below}
      </ModalBody>
      <ModalFooter>
        <Button
          type="submit"
          form={id}
          variant={danger ? 'danger' : 'primary'}
          isLoading={busy}
          isDisabled={busy || isDisabled}
        >
          {submit}
        </Button>
        {props.more}
        <Button variant="link" onClick={onClose}>
          {t('action.cancel')}
        </Button>
      </ModalFooter>
    </>
  );
}
