import { useQuery, useSubscription } from '@apollo/client/react';
import { useEffect } from 'react';
import {
  TaskChildrenDocument,
  TaskChildrenUpdatedDocument,
  type TaskRowFragment,
} from '../../api/generated/graphql.ts';
import { useSoon } from '../../components/use-soon.ts';

/**
 * The children of a group, oldest first, live; none asked for while there is no group. An answer
 * that was on its way while a child ended is older than what the group says of its children: they
 * are then asked for once more.
 */
export function useTaskChildren(
  parentId: string | undefined,
  counts: TaskRowFragment['childCounts'] | undefined,
) {
  const variables = { parentId: parentId ?? '' };
  const skip = parentId === undefined;
  const { data, error, refetch } = useQuery(TaskChildrenDocument, { variables, skip });
  const refresh = useSoon(refetch);
  const children = skip ? undefined : data?.tasks.nodes.toReversed();
  const succeeded = children?.filter((child) => child.status === 'SUCCEEDED').length;
  const isOld = counts != null && succeeded !== undefined && succeeded < counts.succeeded;
  useEffect(() => {
    if (isOld) refresh();
  }, [isOld, refresh]);
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
