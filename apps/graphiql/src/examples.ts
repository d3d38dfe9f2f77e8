/** A tab of the playground. */
export interface Example {
  readonly query: string;
  readonly variables?: string;
}

/** What one would try first, ready to run; the ids come from the first tab's answer. */
export const examples: readonly Example[] = [
  {
    query: `# The VMs you may see, newest first. Run it with Ctrl-Enter.
query Vms {
  vms(first: 20, orderBy: { field: CREATED_AT, direction: DESC }) {
    totalCount
    nodes {
      id
      name
      status
      privateIp
      vcpus
      ramMiB
      owner { username }
      host { name }
      actions { action allowed reason }
    }
  }
  templates { id name os version }
}
`,
  },
  {
    query: `# Creates a VM. It answers at once with the task that does the work;
# put the id of a template (first tab) into the variables below.
mutation CreateVm($input: CreateVmInput!) {
  createVm(input: $input) {
    id
    title
    status
    vm { id name }
  }
}
`,
    variables: `{
  "input": {
    "name": "from-playground",
    "templateId": "put a template's id here"
  }
}
`,
  },
  {
    query: `# Follows a task to its end: first its present state, then every change.
# Put the id of the task (second tab) into the variables below.
subscription FollowTask($id: ID!) {
  taskUpdated(id: $id) {
    status
    progress
    message
    steps { name status startedAt finishedAt error }
  }
}
`,
    variables: `{
  "id": "put a task's id here"
}
`,
  },
  {
    query: `# Every change of every VM, as it happens. Stop it with the button.
subscription VmChanges {
  vmUpdated {
    name
    status
    statusSince
    activeTask { title progress }
  }
}
`,
  },
];
