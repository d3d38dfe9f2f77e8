import type cytoscape from 'cytoscape';

let loading: Promise<typeof cytoscape> | undefined;

/** The library of the graph with its layout, loaded when the graph is first opened. */
export function loadGraph(): Promise<typeof cytoscape> {
  loading ??= Promise.all([import('cytoscape'), import('cytoscape-fcose')]).then(
    ([library, fcose]) => {
      library.default.use(fcose.default);
      return library.default;
    },
  );
  return loading;
}
