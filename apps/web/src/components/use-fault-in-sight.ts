import { type FormEvent, useEffect, useRef, useState } from 'react';

/**
 * Brings what was refused into sight once a form was sent: the first faulty field gets the focus, and
 * where none is at fault, what is said above the fields is scrolled to.
 *
 * @param fault the server's refusal; looked at again when it changes
 * @returns to be called with the event of each attempt to send
 */
export function useFaultInSight(fault: unknown): (event: FormEvent<HTMLElement>) => void {
  const form = useRef<HTMLElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries === 0) return;
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (field) field.focus();
    else if (fault) form.current?.querySelector('.bd-form-fault')?.scrollIntoView?.();
  }, [tries, fault]);
  return (event) => {
    form.current = event.currentTarget;
    setTries((count) => count + 1);
  };
}
