import { useMutation } from '@apollo/client/react';
import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { Link } from 'react-router';
import { faultOf } from '../../../api/api-fault.ts';
import { ReturnVmsDocument, type TaskRowFragment } from '../../../api/generated/graphql.ts';
import { requestKey } from '../../../api/request-key.ts';
import { ConfirmDialog } from '../../../components/ConfirmDialog.tsx';
import { ProgressLine } from '../../../components/ProgressLine.tsx';
import { Section } from '../../../components/Section.tsx';
import { t } from '../../../messages/message.ts';
import { paths } from '../../../paths.ts';
import { showFault, showTask } from '../../../shell/toast-store.ts';
import { TaskButtons } from '../../tasks/TaskActions.tsx';
import { TaskChildren } from '../../tasks/TaskChildren.tsx';
import { TaskState } from '../../tasks/TaskState.tsx';
import { isUnderWay } from '../../tasks/task-words.ts';

interface BoardProps {
  readonly task: TaskRowFragment;
  readonly host: { readonly id: string; readonly name: string; readonly maintenance?: boolean };
}

/** The evacuation that goes on, or the last one: each VM with its progress, live. */
export function EvacuationBoard({ task, host }: BoardProps) {
  const underWay = isUnderWay(task.status);
  const canReturn =
    task.type === 'EVACUATE_HOST' && (host.maintenance || (task.childCounts?.succeeded ?? 0) > 0);
  return (
    <>
      <Section
        title={underWay ? t('evacuation.board') : t('evacuation.last')}
        action={
          <>
            <TaskButtons task={task} />
            {!underWay && canReturn && <ReturnButton task={task} name={host.name} />}
          </>
        }
      >
        <div>
          <TaskState status={task.status} />
        </div>
        <div>
          <Link className="bd-link" to={paths.task(task.id)}>
            {task.title}
          </Link>
        </div>
        {task.message && <p className="bd-gap-below">{task.message}</p>}
        {underWay && <ProgressLine percent={task.progress} label={task.title} />}
      </Section>
      <TaskChildren task={task} />
    </>
  );
}

function ReturnButton({ task, name }: { task: TaskRowFragment; name: string }) {
  const [asking, setAsking] = useState(false);
  const [bringBack, { loading }] = useMutation(ReturnVmsDocument);
  const go = async (): Promise<void> => {
    setAsking(false);
    try {
      const input = { id: task.id, clientMutationId: requestKey() };
      const { data } = await bringBack({ variables: { input } });
      if (data) showTask(data.returnVms);
    } catch (error) {
      showFault(t('evacuation.back.failed', { name }), faultOf(error));
    }
  };
  return (
    <>
      <Button variant="secondary" isLoading={loading} onClick={() => setAsking(true)}>
        {t('evacuation.back')}
      </Button>
      {asking && (
        <ConfirmDialog
          title={t('evacuation.back.title', { name })}
          confirm={t('evacuation.back.confirm', { name })}
          danger={false}
          onConfirm={() => void go()}
          onCancel={() => setAsking(false)}
        >
          {t('evacuation.back.text', { name })}
        </ConfirmDialog>
      )}
    </>
  );
}
