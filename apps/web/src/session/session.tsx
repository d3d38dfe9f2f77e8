import { useApolloClient, useQuery } from '@apollo/client/react';
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { Navigate, useLocation } from 'react-router';
import {
  LogoutDocument,
  type Role,
  ViewerDocument,
  type ViewerFieldsFragment,
} from '../api/generated/graphql.ts';
import { forgetDrafts } from '../components/draft-store.ts';
import { FaultView } from '../components/FaultView.tsx';
import { t } from '../messages/message.ts';
import { paths } from '../paths.ts';
import { ShellSkeleton } from '../shell/ShellSkeleton.tsx';

const ViewerContext = createContext<ViewerFieldsFragment | null>(null);

/** Shows its children to a signed-in person; sends others to sign in and back again. */
export function RequireSession({ children }: { children: ReactNode }) {
  const location = useLocation();
  const { data, error, refetch } = useQuery(ViewerDocument);
  if (!data) {
    if (!error) return <ShellSkeleton />;
    return (
      <main className="bd-lone">
        <FaultView error={error} what={t('session.error')} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (!data.viewer) {
    return <Navigate replace to={paths.login(location.pathname + location.search)} />;
  }
  return <ViewerContext value={data.viewer}>{children}</ViewerContext>;
}

/**
 * The signed-in person.
 * @throws Error outside of `RequireSession`, which is a fault of the program
 */
export function useViewer(): ViewerFieldsFragment {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs RequireSession');
  return viewer;
}

/** Whether the signed-in person has a role; what may be done is still the server's answer. */
function useHasRole(role: Role): boolean {
  return useViewer().roles.includes(role);
}

/** Whether the signed-in person sees the admin's pages. */
export const useIsAdmin = (): boolean => useHasRole('ADMIN');

/** Whether the signed-in person sees the people of their organisation. */
export const useIsOrgAdmin = (): boolean => useHasRole('ORGADMIN');

/** Ends the session on the server and forgets everything here. */
export function useSignOut(): () => Promise<void> {
  const client = useApolloClient();
  return useMemo(
    () => async () => {
      try {
        await client.mutate({ mutation: LogoutDocument });
      } finally {
        forgetDrafts();
        // A fresh page: nothing of this session stays in memory.
        location.assign(paths.login());
      }
    },
    [client],
  );
}
