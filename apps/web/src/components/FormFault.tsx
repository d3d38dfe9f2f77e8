import { Alert } from '@patternfly/react-core';
import type { ApiFault } from '../api/api-fault.ts';
import { FaultDetails } from './FaultView.tsx';
import { remedyOf, titleOf } from './fault-words.ts';

interface FormFaultProps {
  readonly fault: ApiFault;
  /** What to do next, where the form knows better than the code of the fault. */
  readonly remedy?: string | undefined;
}

/** Why a form was refused, above its fields: what happened, what to do, details folded away. */
export function FormFault({ fault, remedy }: FormFaultProps) {
  return (
    <Alert
      className="bd-form-fault"
      component="h3"
      isInline
      variant="danger"
      title={titleOf(fault)}
    >
      <p>{remedy ?? remedyOf(fault)}</p>
      <FaultDetails fault={fault} />
    </Alert>
  );
}
