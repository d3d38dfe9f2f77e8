/** The network between hosts. */
export const hostNetwork = {
  'vm.working.measure': 'Measuring',
} as const;
