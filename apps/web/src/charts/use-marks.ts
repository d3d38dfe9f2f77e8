import { useQuery, useSubscription } from '@apollo/client/react';
import { useMemo } from 'react';
import {
  AlertMarkedDocument,
  AlertMarksDocument,
  HostDetailUpdatedDocument,
  HostMarksDocument,
  VmMarksDocument,
  VmUpdatedDocument,
} from '../api/generated/graphql.ts';
import { useSoon } from '../components/use-soon.ts';
import { marksOf } from './chart-marks.ts';
import type { PlotMark } from './plot-options.ts';

const delayMs = 1_000;

function useAlerts(id: string) {
  const { data, refetch } = useQuery(AlertMarksDocument, { variables: { subject: id } });
  const refresh = useSoon(refetch);
  useSubscription(AlertMarkedDocument, {
    variables: { subject: id },
    ignoreResults: true,
    onData: refresh,
  });
  return data?.alertsOf;
}

/** What happened to a VM, newest first: starts, restarts, snapshots, resizes, migrations, alerts. */
export function useVmMarks(id: string): readonly PlotMark[] {
  const { data, refetch } = useQuery(VmMarksDocument, { variables: { id } });
  const refresh = useSoon(refetch, delayMs);
  useSubscription(VmUpdatedDocument, {
    ignoreResults: true,
    onData: ({ data: event }) => {
      if (event.data?.vmUpdated.id === id) refresh();
    },
  });
  const alerts = useAlerts(id);
  const events = data?.vm?.events.nodes;
  return useMemo(() => marksOf(events ?? [], alerts ?? []), [events, alerts]);
}

/** What happened to a host, newest first: power, states, alerts. */
export function useHostMarks(id: string): readonly PlotMark[] {
  const { data, refetch } = useQuery(HostMarksDocument, { variables: { id } });
  const refresh = useSoon(refetch, delayMs);
  useSubscription(HostDetailUpdatedDocument, {
    variables: { id },
    ignoreResults: true,
    onData: refresh,
  });
  const alerts = useAlerts(id);
  const events = data?.host?.events;
  return useMemo(() => marksOf(events ?? [], alerts ?? []), [events, alerts]);
}
