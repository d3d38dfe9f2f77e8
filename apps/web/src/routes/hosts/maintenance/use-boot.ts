import { BootCloudDocument, BootHostsDocument } from '../../../api/generated/graphql.ts';
import { t } from '../../../messages/message.ts';
import { useTaskRequest } from '../../../shell/use-task-request.ts';

/** The way back: boots the cloud, or a host. */
export function useBoot() {
  const cloud = useTaskRequest(BootCloudDocument);
  const hosts = useTaskRequest(BootHostsDocument);
  return {
    bootCloud: () => cloud.send({}, t('cloud.boot.failed')),
    bootHost: ({ id, name }: { readonly id: string; readonly name: string }) =>
      hosts.send({ ids: [id] }, t('hostShut.boot.failed', { name })),
  } as const;
}
