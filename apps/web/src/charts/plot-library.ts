import type uPlot from 'uplot';

let loading: Promise<typeof uPlot> | undefined;

/** The library of the charts, loaded with the first of them. */
export function loadPlot(): Promise<typeof uPlot> {
  loading ??= Promise.all([import('uplot'), import('uplot/dist/uPlot.min.css')]).then(
    ([library]) => library.default,
  );
  return loading;
}
