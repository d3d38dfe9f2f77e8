import { useQuery, useSubscription } from '@apollo/client/react';
import { useMemo } from 'react';
import { VmMarksDocument, VmUpdatedDocument } from '../api/generated/graphql.ts';
import { useSoon } from '../components/use-soon.ts';
import { t } from '../messages/message.ts';
import type { PlotMark } from './plot-options.ts';

/** Changes that explain nothing in a chart. */
const silent = new Set(['name', 'purpose', 'expiresAt', 'owner', 'collaborator', 'locked']);

/** What happened to a VM, newest first: starts, restarts, snapshots, resizes, migrations. */
export function useVmMarks(id: string): readonly PlotMark[] {
  const { data, refetch } = useQuery(VmMarksDocument, { variables: { id } });
  const refresh = useSoon(() => void refetch().catch(() => undefined), 1_000);
  useSubscription(VmUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: event }) => {
      if (event.data?.vmUpdated.id === id) refresh();
    },
  });
  const events = data?.vm?.events.nodes;
  return useMemo(
    () =>
      (events ?? [])
        .filter(({ attribute }) => !silent.has(attribute))
        .map(({ id: key, at, attribute, from, to }) => ({
          id: key,
          at: Date.parse(at) / 1000,
          text: t('charts.mark', { attribute, from: from ?? '–', to: to ?? '–' }),
          tone: 'event' as const,
        })),
    [events],
  );
}
