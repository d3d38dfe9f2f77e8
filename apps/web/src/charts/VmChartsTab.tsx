import { useQuery } from '@apollo/client/react';
import { Label, LabelGroup } from '@patternfly/react-core';
import { useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { ComparedVmDocument } from '../api/generated/graphql.ts';
import { t } from '../messages/message.ts';
import { useVmPage } from '../routes/vms/VmPage.tsx';
import { ChartBoard } from './ChartBoard.tsx';
import { ComparePicker } from './ComparePicker.tsx';
import { parseCompared } from './chart-range.ts';
import { MarkList } from './MarkList.tsx';
import { useVmMarks } from './use-marks.ts';

/** A VM's charts, with those of others laid over them where one compares. */
export function Component() {
  const { vm } = useVmPage();
  const [query, setQuery] = useSearchParams();
  const compared = parseCompared(query).filter((id) => id !== vm.id);
  const names = useNames(compared);
  const marks = useVmMarks(vm.id);
  const compare = (ids: readonly string[]) =>
    setQuery(
      (old) => {
        const next = new URLSearchParams(old);
        if (ids.length > 0) next.set('with', ids.join(','));
        else next.delete('with');
        return next;
      },
      { replace: true },
    );
  const subjects = [
    { id: vm.id, kind: 'vm' as const, label: vm.name },
    ...compared.flatMap((id) => {
      const label = names.get(id);
      return label ? [{ id, kind: 'vm' as const, label }] : [];
    }),
  ];
  return (
    <>
      <ChartBoard
        subjects={subjects}
        marks={marks}
        tools={
          <>
            {compared.length > 0 && (
              <LabelGroup aria-label={t('charts.compared')}>
                {compared.map((id) => (
                  <Label
                    key={id}
                    variant="outline"
                    onClose={() => compare(compared.filter((each) => each !== id))}
                  >
                    {names.get(id) ?? '…'}
                  </Label>
                ))}
              </LabelGroup>
            )}
            <ComparePicker
              without={[vm.id, ...compared]}
              onPick={(id) => compare([...compared, id])}
            />
          </>
        }
      />
      <MarkList marks={marks} none={t('charts.noMarks')} />
    </>
  );
}

/** Names of the compared VMs; the address holds their ids alone. At most five. */
function useNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const slots = Array.from({ length: 5 }, (_, i) => ids[i]);
  const found = slots.map((id) =>
    // biome-ignore lint/correctness/useHookAtTopLevel: always as many, in the same order.
    useQuery(ComparedVmDocument, { variables: { id: id ?? '' }, skip: id === undefined }),
  );
  const key = JSON.stringify(found.map(({ data }) => [data?.vm?.id, data?.vm?.name]));
  return useMemo(
    () => new Map((JSON.parse(key) as [string, string][]).filter(([id]) => id)),
    [key],
  );
}
