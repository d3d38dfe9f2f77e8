import { Button, type ButtonProps, Tooltip } from '@patternfly/react-core';

interface ReasonedButtonProps extends Omit<ButtonProps, 'ref' | 'isAriaDisabled' | 'onClick'> {
  /** Why it cannot be pressed now. */
  readonly reason: string | undefined;
  readonly onClick: () => void;
}

/** A button that, while it cannot be pressed, is still reached, and says why: to mouse, key and thumb. */
export function ReasonedButton({ reason, onClick, ...button }: ReasonedButtonProps) {
  const isOff = reason !== undefined;
  return (
    <Tooltip content={reason} {...(!isOff && { trigger: 'manual', isVisible: false })}>
      <Button {...button} isAriaDisabled={isOff} onClick={() => !isOff && onClick()} />
    </Tooltip>
  );
}
