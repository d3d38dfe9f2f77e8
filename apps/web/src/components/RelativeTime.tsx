import { t } from '../messages/message.ts';
import { formatExact, formatSpan, useNow } from './moments.ts';

/** How long ago something was, with the exact time on hover. `bare` leaves out "ago". */
export function RelativeTime({ at, bare = false }: { at: string; bare?: boolean }) {
  // Server and reader's clocks may differ: never say "in -2 s".
  const span = Math.max(0, useNow() - Date.parse(at));
  const words = span < 3_000 && !bare ? t('time.now') : formatSpan(span);
  return (
    <time dateTime={at} title={formatExact(at)} className="bd-nowrap">
      {bare || span < 3_000 ? words : t('time.ago', { span: words })}
    </time>
  );
}
