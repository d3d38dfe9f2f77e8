import { useMemo, useState } from 'react';
import type { VmRowFragment } from '../../api/generated/graphql.ts';
import type { Selection } from '../../components/DataTable.tsx';

/** Ticked VMs of the shown page; live updates keep them, removed rows fall out. */
export function useSelection(rows: readonly VmRowFragment[] | undefined) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const picked = useMemo(() => rows?.filter((vm) => keys.has(vm.id)) ?? [], [rows, keys]);
  const forTable: Selection = {
    keys,
    onToggle: (key, on) =>
      setKeys((old) => {
        const next = new Set(old);
        if (on) next.add(key);
        else next.delete(key);
        return next;
      }),
    onAll: (on) => setKeys(new Set(on ? rows?.map((vm) => vm.id) : [])),
  };
  return { picked, forTable, clear: () => setKeys(new Set()) } as const;
}
