/** What the lists and subscriptions of the benches ask of a VM: 18 fields, host, owner, template. */
const VM_FIELDS = `id name identity status desiredStatus statusSince statusReason vcpus ramMiB
  diskGiB privateIp mac vncPort purpose createdAt
  host { id name status } owner { id username name } template { id name }`;

/** One page of the list, sorted by name, of the VMs that run. */
export const listQuery = (count: boolean) => `query ($first: Int!) {
  vms(first: $first, filter: { status: [RUNNING] }, orderBy: { field: NAME }) {
    nodes { ${VM_FIELDS} }
    pageInfo { hasNextPage endCursor }
    ${count ? 'totalCount' : ''}
  }
}`;

/** Every change of every VM. */
export const CHANGES = `subscription { vmUpdated { ${VM_FIELDS} } }`;
