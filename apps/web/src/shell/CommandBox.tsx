import { useQuery } from '@apollo/client/react';
import { Modal } from '@patternfly/react-core';
import { type KeyboardEvent, useId, useState } from 'react';
import { useNavigate } from 'react-router';
import {
  FindVmsDocument,
  HostListDocument,
  RecentTasksDocument,
} from '../api/generated/graphql.ts';
import { useDebounced } from '../components/use-debounced.ts';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { TaskState } from '../routes/tasks/TaskState.tsx';
import { VmState } from '../routes/vms/VmState.tsx';
import { useIsAdmin, useSignOut } from '../session/session.tsx';
import { chooseTheme } from '../theme/theme.ts';
import { type Command, matchCommands } from './commands.ts';
import './CommandBox.css';

/** One box over everything: actions first, then VMs, hosts and tasks by any of their names. */
export function CommandBox({ onClose }: { onClose: () => void }) {
  const id = useId();
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { groups, searching } = useCommands(text);
  const all = groups.flatMap((group) => group.commands);
  const at = Math.min(active, Math.max(0, all.length - 1));
  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      if (all.length > 0) setActive((at + step + all.length) % all.length);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      run(all[at]);
    }
  };
  return (
    <Modal
      isOpen
      variant="small"
      position="top"
      aria-label={t('command.label')}
      className="bd-command"
      elementToFocus={`#${CSS.escape(`${id}-input`)}`}
      onClose={onClose}
    >
      <input
        id={`${id}-input`}
        className="bd-command-input"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-label={t('command.label')}
        aria-activedescendant={all[at] ? `${id}-${all[at].key}` : undefined}
        placeholder={t('command.placeholder')}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        id={`${id}-list`}
        role="listbox"
        aria-label={t('command.results')}
        className="bd-command-list"
      >
        {all.length === 0 && !searching && (
          <p className="bd-command-none bd-subtle">{t('command.none', { text })}</p>
        )}
        {groups
          .filter((group) => group.commands.length > 0)
          .map((group) => (
            // biome-ignore lint/a11y/useSemanticElements: a group of options in a listbox; fieldset is for forms.
            <div key={group.title} role="group" aria-label={group.title}>
              <p className="bd-command-title" aria-hidden="true">
                {group.title}
              </p>
              {group.commands.map((command) => (
                <Option
                  key={command.key}
                  id={`${id}-${command.key}`}
                  command={command}
                  selected={all[at] === command}
                  onRun={() => run(command)}
                />
              ))}
            </div>
          ))}
      </div>
      <p className="bd-command-keys bd-subtle">{t('command.keys')}</p>
    </Modal>
  );
}

function Option(props: { id: string; command: Command; selected: boolean; onRun: () => void }) {
  const { command } = props;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the combobox that owns the list.
    <div
      id={props.id}
      role="option"
      tabIndex={-1}
      aria-selected={props.selected}
      className="bd-command-option"
      ref={(element) => {
        if (props.selected) element?.scrollIntoView?.({ block: 'nearest' });
      }}
      onClick={props.onRun}
    >
      <span>{command.label}</span>
      <span className="bd-subtle bd-command-hint">{command.hint}</span>
      {command.badge}
    </div>
  );
}

interface CommandGroup {
  readonly title: string;
  readonly commands: readonly Command[];
}

function useCommands(text: string): { groups: CommandGroup[]; searching: boolean } {
  const navigate = useNavigate();
  const isAdmin = useIsAdmin();
  const signOut = useSignOut();
  const search = useDebounced(text.trim(), 150);
  const vms = useQuery(FindVmsDocument, { variables: { search }, skip: search === '' });
  const hosts = useQuery(HostListDocument, {
    variables: { filter: { search } },
    skip: search === '' || !isAdmin,
  });
  const tasks = useQuery(RecentTasksDocument, { variables: { first: 20 } });
  const go = (path: string) => () => void navigate(path);
  const pages: Command[] = [
    { key: 'new-vm', label: t('command.newVm'), run: go(paths.newVm()) },
    { key: 'vms', label: t('command.go', { page: t('nav.vms') }), run: go(paths.vms()) },
    { key: 'tasks', label: t('command.go', { page: t('nav.tasks') }), run: go(paths.tasks()) },
    ...(isAdmin
      ? [{ key: 'hosts', label: t('command.go', { page: t('nav.hosts') }), run: go(paths.hosts()) }]
      : []),
    { key: 'light', label: t('command.light'), run: () => chooseTheme('light') },
    { key: 'dark', label: t('command.dark'), run: () => chooseTheme('dark') },
    { key: 'tokens', label: t('person.tokens'), run: go(paths.tokens()) },
    { key: 'sign-out', label: t('person.signOut'), run: () => void signOut() },
  ];
  const found = search === '' ? [] : (vms.data ?? vms.previousData)?.vms.nodes;
  const groups: CommandGroup[] = [
    { title: t('command.actions'), commands: matchCommands(pages, text) },
    {
      title: t('nav.vms'),
      commands: (found ?? []).map((vm) => ({
        key: vm.id,
        label: vm.name,
        hint: [vm.privateIp, vm.owner.username, vm.host?.name].filter(Boolean).join(' · '),
        badge: <VmState vm={vm} />,
        run: go(paths.vm(vm.id)),
      })),
    },
    {
      title: t('nav.hosts'),
      commands: (search === '' ? [] : (hosts.data?.hosts ?? [])).slice(0, 5).map((host) => ({
        key: host.id,
        label: host.name,
        hint: host.address,
        run: go(paths.host(host.id)),
      })),
    },
    {
      title: t('nav.tasks'),
      commands: matchCommands(
        (tasks.data?.tasks.nodes ?? []).map((task) => ({
          key: task.id,
          label: task.title,
          badge: <TaskState status={task.status} />,
          run: go(paths.task(task.id)),
        })),
        text,
      ).slice(0, text ? 5 : 3),
    },
  ];
  return { groups, searching: vms.loading || search !== text.trim() };
}
