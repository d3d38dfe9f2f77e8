import { useApolloClient } from '@apollo/client/react';
import { useState } from 'react';
import { faultOf } from '../../api/api-fault.ts';
import { type LeakRowFragment, RepairLeakDocument } from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { t } from '../../messages/message.ts';
import { showFault, showTask } from '../../shell/toast-store.ts';

/** The repairs that are under way, and how to ask for more. */
export interface Repairs {
  /** Task of each finding that is being repaired, by the finding's id. */
  readonly running: ReadonlyMap<string, string>;
  readonly repair: (findings: readonly LeakRowFragment[]) => void;
  /** Told by whoever watches a repair's task. */
  readonly ended: (findingId: string) => void;
}

/** Asks for repairs, one task each; several at once stay in order. */
export function useRepairs(): Repairs {
  const client = useApolloClient();
  const [running, setRunning] = useState<ReadonlyMap<string, string>>(new Map());
  const ask = async (finding: LeakRowFragment): Promise<void> => {
    try {
      const input = { id: finding.id, clientMutationId: requestKey() };
      const { data } = await client.mutate({ mutation: RepairLeakDocument, variables: { input } });
      if (!data) return;
      const { id, title } = data.repairLeak;
      showTask({ id, title });
      setRunning((old) => new Map(old).set(finding.id, id));
    } catch (error) {
      showFault(t('leaks.repair.failed', { subject: finding.subject }), faultOf(error));
    }
  };
  return {
    running,
    repair: (findings) => {
      void (async () => {
        for (const finding of findings) await ask(finding);
      })();
    },
    ended: (findingId) =>
      setRunning((old) => new Map([...old].filter(([finding]) => finding !== findingId))),
  };
}
