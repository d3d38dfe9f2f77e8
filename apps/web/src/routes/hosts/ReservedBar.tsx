import { Bar } from '../../components/Bar.tsx';
import { type Quantity, quantityText } from '../../components/byte-size.ts';
import { t } from '../../messages/message.ts';
import './ReservedBar.css';

interface ReservedBarProps {
  readonly what: string;
  readonly reserved: number;
  readonly total: number;
  readonly format: (value: number) => Quantity;
}

const nearlyFull = 0.9;

/** What is promised to VMs of what a host has, as a bar and in figures. */
export function ReservedBar({ what, reserved, total, format }: ReservedBarProps) {
  const [part, whole] = [quantityText(format(reserved)).trim(), quantityText(format(total)).trim()];
  const tone = total > 0 && reserved / total > nearlyFull ? 'warn' : 'accent';
  return (
    <span className="bd-reserved">
      <Bar
        parts={[{ value: reserved, tone }]}
        total={total}
        label={t('host.bar', { what, part, whole })}
      />
      <span className="bd-reserved-figures">
        {part} <span className="bd-subtle">/ {whole}</span>
      </span>
    </span>
  );
}
