import type { ElementDefinition } from 'cytoscape';
import { t } from '../../../messages/message.ts';
import {
  edgeLabel,
  edgeWidth,
  formatBandwidth,
  idealLength,
  type Network,
  type NetworkEdge,
  type NetworkNode,
  nodeLoad,
  nodeSize,
  placingEdges,
  toneOf,
  typicalLatency,
} from './network-model.ts';

/** Everything the graph is made of; racks are frames around their hosts. */
export function graphElements(
  network: Network,
  drawn: readonly NetworkEdge[],
): ElementDefinition[] {
  const typical = typicalLatency(network.edges);
  const racks = [...new Set(network.nodes.flatMap(({ host }) => host.rack ?? []))];
  const ids = new Set(drawn.map(({ id }) => id));
  return [
    ...racks.map((rack) => ({
      data: { id: `rack ${rack}`, label: t('network.rack', { rack }), size: 1 },
      selectable: false,
    })),
    ...network.nodes.map(nodeElement),
    ...drawn.map((edge) => edgeElement(edge, toneOf(edge, typical), false)),
    ...placingEdges(network, ids).map((edge) => edgeElement(edge, 'unknown', true)),
  ];
}

function nodeElement(node: NetworkNode): ElementDefinition {
  const { host, nicBandwidthMbps } = node;
  const bandwidth = nicBandwidthMbps ? `\n${formatBandwidth(nicBandwidthMbps)}` : '';
  return {
    data: {
      id: host.id,
      label: `${host.name}${bandwidth}`,
      size: nodeSize(node),
      load: nodeLoad(node),
      ...(host.rack && { parent: `rack ${host.rack}` }),
    },
  };
}

function edgeElement(edge: NetworkEdge, tone: string, placing: boolean): ElementDefinition {
  return {
    data: {
      id: edge.id,
      source: edge.source.id,
      target: edge.target.id,
      label: placing ? '' : edgeLabel(edge),
      width: edgeWidth(edge),
      ideal: idealLength(edge),
      tone,
      placing,
    },
    selectable: !placing,
  };
}
