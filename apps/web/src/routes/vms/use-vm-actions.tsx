import { useApolloClient } from '@apollo/client/react';
import type { DocumentNode } from 'graphql';
import { type ComponentType, lazy, type ReactNode, Suspense, useState } from 'react';
import { useNavigate } from 'react-router';
import { faultOf } from '../../api/api-fault.ts';
import {
  DeleteVmDocument,
  DestroyVmDocument,
  MigrateVmDocument,
  RebootVmDocument,
  ResumeVmDocument,
  ShutdownVmDocument,
  StartVmDocument,
  SuspendVmDocument,
  type TaskRowFragment,
  type VmAction,
} from '../../api/generated/graphql.ts';
import { requestKey } from '../../api/request-key.ts';
import { ConfirmDialog } from '../../components/ConfirmDialog.tsx';
import { type PlainKey, plural, t } from '../../messages/message.ts';
import { paths } from '../../paths.ts';
import { showFault, showTask } from '../../shell/toast-store.ts';
import { GraceTime } from './deleted/GraceTime.tsx';
import { actionWord } from './vm-words.ts';

/** Actions that a tab of the VM's page offers with all they need. */
const tabs = {
  CONSOLE: 'console',
  ATTACH_DISK: 'disks',
  DETACH_DISK: 'disks',
  RESIZE_DISK: 'disks',
  MOVE_DISKS: 'disks',
  CREATE_SNAPSHOT: 'snapshots',
  REVERT_TO_SNAPSHOT: 'snapshots',
  DELETE_SNAPSHOT: 'snapshots',
  SET_SNAPSHOT_SCHEDULE: 'snapshots',
  EDIT: 'settings',
  SHARE: 'settings',
  LOCK: 'settings',
  FLATTEN_DISK: 'overview',
  CHANGE_MEDIA: 'overview',
} as const satisfies Partial<Record<VmAction, string>>;
type TabAction = keyof typeof tabs;
type TaskAction = Exclude<VmAction, TabAction | Exclude<FormAction, 'MIGRATE'>>;

const isTabAction = (action: VmAction): action is TabAction => action in tabs;

/** Actions that ask for more than a yes, each with the dialog that asks; on one VM at a time. */
type FormAction = 'CLONE' | 'MIGRATE' | 'SAVE_AS_TEMPLATE';
type FormProps = { readonly vm: VmSubject; readonly onClose: () => void };

/** A VM as far as an action needs it. */
export interface VmSubject {
  readonly id: string;
  readonly name: string;
}

const documents: Readonly<Record<TaskAction, DocumentNode>> = {
  START: StartVmDocument,
  SHUTDOWN: ShutdownVmDocument,
  REBOOT: RebootVmDocument,
  SUSPEND: SuspendVmDocument,
  RESUME: ResumeVmDocument,
  DESTROY: DestroyVmDocument,
  DELETE: DeleteVmDocument,
  // Of many: each to the host that suits it best.
  MIGRATE: MigrateVmDocument,
};
const isTask = (action: VmAction): action is TaskAction => Object.hasOwn(documents, action);
/** Asked about first, since something is lost, or moves. */
const asked: readonly VmAction[] = ['DESTROY', 'DELETE', 'MIGRATE'];

/** Loaded when they are first asked for: the list of VMs is quick to load without them. */
const forms: Readonly<Record<FormAction, ComponentType<FormProps>>> = {
  CLONE: lazy(async () => ({ default: (await import('./CloneDialog.tsx')).CloneDialog })),
  MIGRATE: lazy(async () => ({
    default: (await import('./migration/MigrateDialog.tsx')).MigrateDialog,
  })),
  SAVE_AS_TEMPLATE: lazy(async () => ({
    default: (await import('./SaveAsTemplateDialog.tsx')).SaveAsTemplateDialog,
  })),
};
const isForm = (action: VmAction): action is FormAction => Object.hasOwn(forms, action);

interface Filling {
  readonly action: FormAction;
  readonly vm: VmSubject;
}

interface Asking {
  readonly action: TaskAction;
  readonly vms: readonly VmSubject[];
}

/**
 * Runs actions on one or many VMs: asks first where something is lost, answers with a toast that
 * follows the task. `dialog` must be rendered by the caller; `pending` names VMs whose request is
 * on its way.
 */
export function useVmActions(onDone?: () => void) {
  const client = useApolloClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<Asking>();
  const [filling, setFilling] = useState<Filling>();
  const [pending, setPending] = useState<ReadonlySet<string>>(new Set());

  const send = async (action: TaskAction, vm: VmSubject): Promise<void> => {
    setPending((old) => new Set(old).add(vm.id));
    try {
      const { data } = await client.mutate<Record<string, TaskRowFragment>>({
        mutation: documents[action],
        variables: { input: { id: vm.id, clientMutationId: requestKey() } },
      });
      const task = Object.values(data ?? {})[0];
      if (task) showTask(task);
    } catch (error) {
      const fault = faultOf(error);
      const key = fault.code === 'OFFLINE' ? 'vm.action.unanswered' : 'vm.action.failed';
      showFault(t(key, { verb: actionWord(action), name: vm.name }), fault);
    } finally {
      setPending((old) => new Set([...old].filter((id) => id !== vm.id)));
    }
  };
  const sendAll = ({ action, vms }: Asking) => {
    setAsking(undefined);
    void Promise.all(vms.map((vm) => send(action, vm))).then(onDone);
  };
  const run = (action: VmAction, ...vms: readonly VmSubject[]): void => {
    const [first] = vms;
    if (!first) return;
    if (isTabAction(action)) void navigate(paths.vmTab(first.id, tabs[action]));
    else if (isForm(action) && (vms.length === 1 || !isTask(action)))
      setFilling({ action, vm: first });
    else if (!isTask(action)) return;
    else if (asked.includes(action)) setAsking({ action, vms });
    else sendAll({ action, vms });
  };
  const FormDialog = filling && forms[filling.action];
  const dialog: ReactNode = (
    <>
      {asking && (
        <AskFirst
          asking={asking}
          onConfirm={() => sendAll(asking)}
          onCancel={() => setAsking(undefined)}
        />
      )}
      {FormDialog && (
        <Suspense>
          <FormDialog vm={filling.vm} onClose={() => setFilling(undefined)} />
        </Suspense>
      )}
    </>
  );
  return { run, pending, dialog } as const;
}

const verbs: Readonly<Partial<Record<VmAction, PlainKey>>> = {
  DELETE: 'vm.verb.delete',
  DESTROY: 'vm.verb.destroy',
  MIGRATE: 'migrate.verb',
};

function AskFirst(props: { asking: Asking; onConfirm: () => void; onCancel: () => void }) {
  const { action, vms } = props.asking;
  const name = vms.length === 1 ? (vms[0]?.name ?? '') : plural(vms.length, 'vms.one', 'vms.many');
  const verb = t(verbs[action] ?? 'vm.verb.destroy');
  const subject = t('vm.confirm.button', { verb, name });
  return (
    <ConfirmDialog
      title={t('vm.confirm.title', { verb, name })}
      confirm={subject}
      {...(action === 'DELETE' && { typed: name })}
      danger={action !== 'MIGRATE'}
      onConfirm={props.onConfirm}
      onCancel={props.onCancel}
    >
      <p>
        {action === 'MIGRATE' && t('migrate.many')}
        {action === 'DESTROY' && t('vm.confirm.destroy', { name })}
        {action === 'DELETE' && (
          <>
            {t('vm.confirm.delete', { name })} <GraceTime />
          </>
        )}
      </p>
      {vms.length > 1 && (
        <ul>
          {vms.slice(0, 12).map((vm) => (
            <li key={vm.id}>{vm.name}</li>
          ))}
          {vms.length > 12 && <li>{t('vm.confirm.more', { count: vms.length - 12 })}</li>}
        </ul>
      )}
    </ConfirmDialog>
  );
}
