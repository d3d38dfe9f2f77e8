import type { Core, LayoutOptions } from 'cytoscape';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { t } from '../../../messages/message.ts';
import { useIsDark } from '../../../theme/theme.ts';
import { graphElements } from './graph-elements.ts';
import { loadGraph } from './graph-library.ts';
import { graphStyle } from './graph-style.ts';
import type { Network, NetworkEdge } from './network-model.ts';
import type { KeptPlaces, Places } from './use-places.ts';
import './network.css';

/** What can be done with the picture from outside. */
export interface GraphHandle {
  png(): string | null;
  fit(): void;
  /** Forgets where hosts were put, and lays them out anew. */
  arrange(): void;
}

interface HostGraphProps {
  readonly network: Network;
  readonly edges: readonly NetworkEdge[];
  /** Where the person put the hosts; known by now. */
  readonly places: KeptPlaces;
  readonly selected: string | null;
  readonly onSelect: (edgeId: string | null) => void;
  readonly onHost: (hostId: string) => void;
  readonly handle: Ref<GraphHandle>;
}

const largestFit = 1.15;

/** Near hosts near; hosts that a person put somewhere stay there. */
function layout(places: Places): LayoutOptions {
  return {
    name: 'fcose',
    quality: 'default',
    randomize: true,
    animate: false,
    padding: 36,
    nodeSeparation: 90,
    idealEdgeLength: (edge: { data(name: string): number }) => edge.data('ideal'),
    fixedNodeConstraint: Object.entries(places).map(([nodeId, position]) => ({ nodeId, position })),
  } as LayoutOptions;
}

/** The graph. It owns its canvas: what changes is drawn without a new layout while hosts stay. */
export function HostGraph(props: HostGraphProps) {
  const { network, edges, places, selected, handle } = props;
  const box = useRef<HTMLDivElement>(null);
  const graph = useRef<Core | null>(null);
  const latest = useRef(props);
  const isDark = useIsDark();
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let ended = false;
    void loadGraph().then((cytoscape) => {
      if (ended) return;
      const made = cytoscape({
        container: element,
        minZoom: 0.15,
        maxZoom: 3,
        wheelSensitivity: 0.3,
      });
      graph.current = made;
      listen(made, latest);
      draw(made, element, latest.current);
      arrange(made, places.now());
    });
    return () => {
      ended = true;
      graph.current?.destroy();
      graph.current = null;
    };
  }, [places.now]);
  useEffect(() => {
    const made = graph.current;
    if (!made || !box.current) return;
    const before = made.nodes().length;
    draw(made, box.current, { network, edges, selected });
    if (made.nodes().length !== before) arrange(made, places.now());
  }, [network, edges, selected, places.now, isDark]);
  useImperativeHandle(handle, () => ({
    png: () => pictureOf(graph.current, box.current),
    fit: () => {
      if (graph.current) fit(graph.current);
    },
    arrange: () => {
      places.keep({});
      if (graph.current) arrange(graph.current, {});
    },
  }));
  return <div ref={box} className="bd-graph" role="img" aria-label={t('network.graph')} />;
}

type Drawing = Pick<HostGraphProps, 'network' | 'edges' | 'selected'>;

/** Brings what is drawn to what is; positions stay. */
function draw(graph: Core, element: HTMLElement, { network, edges, selected }: Drawing): void {
  graph.batch(() => {
    graph.style(graphStyle(getComputedStyle(element)));
    const wanted = graphElements(network, edges);
    const ids = new Set(wanted.map(({ data }) => String(data.id)));
    graph
      .elements()
      .filter((each) => !ids.has(each.id()))
      .remove();
    for (const each of wanted) {
      const there = graph.getElementById(String(each.data.id));
      if (there.empty()) graph.add(each);
      else there.data(each.data);
    }
    graph.elements().unselect();
    if (selected) graph.getElementById(selected).select();
  });
}

function arrange(graph: Core, kept: Places): void {
  const places = Object.fromEntries(
    Object.entries(kept).filter(([id]) => graph.getElementById(id).nonempty()),
  );
  if (graph.nodes().nonempty()) graph.layout(layout(places)).run();
  if (Object.keys(places).length === 0) lieDown(graph);
  fit(graph);
}

/** Turns a tall arrangement on its side: the canvas is wide, and labels read along their lines. */
function lieDown(graph: Core): void {
  const { w, h } = graph.nodes().boundingBox({ includeLabels: false });
  if (h <= w) return;
  graph.nodes(':childless').positions((host) => {
    const { x, y } = host.position();
    return { x: y, y: x };
  });
}

/** All of it, but few hosts no larger than life. */
function fit(graph: Core): void {
  graph.fit(undefined, 36);
  if (graph.zoom() <= largestFit) return;
  graph.zoom(largestFit);
  graph.center();
}

function listen(graph: Core, latest: { readonly current: HostGraphProps }): void {
  graph.on('tap', 'edge', ({ target }) => latest.current.onSelect(target.id()));
  graph.on('tap', 'node:childless', ({ target }) => latest.current.onHost(target.id()));
  graph.on('tap', ({ target }) => {
    if (target === graph) latest.current.onSelect(null);
  });
  graph.on('dragfree', 'node:childless', ({ target }) => {
    const { places } = latest.current;
    const { x, y } = target.position();
    places.keep({ ...places.now(), [target.id()]: { x, y } });
  });
}

function pictureOf(graph: Core | null, element: HTMLElement | null): string | null {
  if (!graph || !element) return null;
  const bg = getComputedStyle(element).backgroundColor;
  return graph.png({ full: true, scale: 2, bg, output: 'base64uri' });
}
