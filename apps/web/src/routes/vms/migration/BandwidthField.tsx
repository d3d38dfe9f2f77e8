import { TextField } from '../../../components/TextField.tsx';
import { t } from '../../../messages/message.ts';
import { limitFault } from './migrate-form.ts';

interface BandwidthFieldProps {
  readonly id: string;
  readonly value: string;
  readonly help?: string;
  readonly onChange: (value: string) => void;
}

/** How fast a copy may go at most; empty: as fast as it goes. */
export function BandwidthField({
  help = t('migrate.bandwidth.help'),
  ...rest
}: BandwidthFieldProps) {
  return (
    <TextField
      {...rest}
      label={t('migrate.bandwidth')}
      help={help}
      inputMode="numeric"
      autoComplete="off"
      fault={limitFault(rest.value)}
    />
  );
}
