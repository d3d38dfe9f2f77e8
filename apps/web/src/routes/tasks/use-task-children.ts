import { useQuery, useSubscription } from '@apollo/client/react';
import {
  TaskChildrenDocument,
  TaskChildrenUpdatedDocument,
  type TaskRowFragment,
} from '../../api/generated/graphql.ts';
import { useSoon } from '../../components/use-soon.ts';

/** The children of a group, oldest first, live; none asked for while there is no group. */
export function useTaskChildren(parentId: string | undefined) {
  const variables = { parentId: parentId ?? '' };
  const skip = parentId === undefined;
  const { data, error, refetch } = useQuery(TaskChildrenDocument, { variables, skip });
  const refresh = useSoon(() => void refetch());
  const children = skip ? undefined : data?.tasks.nodes.toReversed();
  useSubscription(TaskChildrenUpdatedDocument, {
    variables,
    skip,
    ignoreResults: true,
    onData: ({ data: event }) => {
      const id = event.data?.tasksUpdated.id;
      if (!children?.some((child) => child.id === id)) refresh();
    },
  });
  return { children, error, refetch } as const;
}

/** Puts the children of the open group below it. */
export function withChildren(
  tasks: readonly TaskRowFragment[],
  open: string | undefined,
  children: readonly TaskRowFragment[] | undefined,
): TaskRowFragment[] {
  return tasks.flatMap((task) => (task.id === open ? [task, ...(children ?? [])] : [task]));
}
