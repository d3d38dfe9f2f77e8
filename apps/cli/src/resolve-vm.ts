import type { ApiClient } from './api/api-client.ts';
import { VmNamesDocument, type VmNamesQuery } from './api/generated/graphql.ts';
import { CliError } from './cli-error.ts';

const ID = /^vm_[0-9a-z]+$/;
const PAGES_MAX = 20;

/**
 * The id of a VM given by id or by name.
 *
 * @throws {CliError} NOT_FOUND, or AMBIGUOUS when several VMs one may see have the name
 */
export async function resolveVm(api: ApiClient, given: string): Promise<string> {
  if (ID.test(given)) return given;
  const found: Array<{ readonly id: string; readonly owner: { readonly username: string } }> = [];
  let after: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { vms }: VmNamesQuery = await api.request(VmNamesDocument, {
      filter: { search: given },
      after,
    });
    found.push(...vms.nodes.filter(({ name }) => name === given));
    if (!vms.pageInfo.hasNextPage) break;
    after = vms.pageInfo.endCursor ?? null;
  }
  const [only, ...others] = found;
  if (!only) {
    throw new CliError('NOT_FOUND', `There is no VM ${given}`, {
      remedy: 'See them with: baadal vm list',
    });
  }
  if (others.length === 0) return only.id;
  const choices = found.map(({ id, owner }) => `${id} (of ${owner.username})`).join(', ');
  throw new CliError('AMBIGUOUS', `${found.length} VMs are named ${given}: ${choices}`, {
    remedy: 'Give the id.',
  });
}
