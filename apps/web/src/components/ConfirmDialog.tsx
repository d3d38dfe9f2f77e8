import {
  Button,
  Form,
  FormGroup,
  Modal,
  ModalBody,
  ModalFooter,
  ModalHeader,
  TextInput,
} from '@patternfly/react-core';
import { type ReactNode, useId, useState } from 'react';
import { t } from '../messages/message.ts';
import './ConfirmDialog.css';

interface ConfirmDialogProps {
  readonly title: string;
  /** Names the object and says what is lost. */
  readonly children: ReactNode;
  /** The verb and the name, e.g. "Destroy web-1". */
  readonly confirm: string;
  /** When given, this must be typed first: for what is gone for good. */
  readonly typed?: string;
  readonly danger?: boolean;
  /** It cannot be done now; the children say why. */
  readonly impossible?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Asks once before something is lost. The focus is on the harmless way out. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { typed } = props;
  const id = useId();
  const [text, setText] = useState('');
  const ready = !props.impossible && (typed === undefined || text === typed);
  return (
    <Modal
      isOpen
      variant="small"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
      onClose={props.onCancel}
      elementToFocus={`[data-cancel="${CSS.escape(id)}"]`}
    >
      <ModalHeader title={props.title} labelId={`${id}-title`} />
      <ModalBody id={`${id}-body`}>
        {props.children}
        {typed !== undefined && (
          <Form
            className="bd-confirm-typed"
            onSubmit={(event) => {
              event.preventDefault();
              if (ready) props.onConfirm();
            }}
          >
            <FormGroup label={t('confirm.type', { name: typed })} fieldId={`${id}-name`}>
              <TextInput
                id={`${id}-name`}
                value={text}
                autoComplete="off"
                onChange={(_event, value) => setText(value)}
              />
            </FormGroup>
          </Form>
        )}
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" data-cancel={id} onClick={props.onCancel}>
          {t('action.cancel')}
        </Button>
        <Button
          variant={props.danger === false ? 'primary' : 'danger'}
          isDisabled={!ready}
          onClick={props.onConfirm}
        >
          {props.confirm}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
