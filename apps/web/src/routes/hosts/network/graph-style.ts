import type { StylesheetJson } from 'cytoscape';

type Colour = (token: string) => string;

/** The look of the graph, from the page's own tokens. */
export function graphStyle(style: CSSStyleDeclaration): StylesheetJson {
  const colour: Colour = (token) => style.getPropertyValue(token).trim();
  return [...hosts(style, colour), ...links(style, colour)] as StylesheetJson;
}

function hosts(style: CSSStyleDeclaration, colour: Colour) {
  const load = (name: string, token: string) => ({
    selector: `node[load = "${name}"]`,
    style: { 'border-color': colour(token) },
  });
  return [
    {
      selector: 'node',
      style: {
        ...{ width: 'data(size)', height: 'data(size)', 'border-width': 4 },
        'background-color': colour('--pf-t--global--background--color--secondary--default'),
        'border-color': colour('--bd-neutral'),
        ...{ label: 'data(label)', 'text-wrap': 'wrap', 'text-valign': 'bottom' },
        ...{ 'text-margin-y': 5, 'font-size': 12, 'font-family': style.fontFamily },
        color: colour('--pf-t--global--text--color--regular'),
        'text-background-color': colour('--pf-t--global--background--color--primary--default'),
        ...{ 'text-background-opacity': 0.8, 'text-background-padding': '1px' },
      },
    },
    {
      selector: 'node:parent',
      style: {
        ...{ shape: 'round-rectangle', padding: '18px', 'background-opacity': 0.35 },
        ...{ 'border-width': 1, 'border-style': 'dashed', 'text-valign': 'top' },
        'border-color': colour('--pf-t--global--border--color--default'),
        color: colour('--pf-t--global--text--color--subtle'),
      },
    },
    load('calm', '--bd-running'),
    load('busy', '--bd-attention'),
    load('full', '--bd-failed'),
  ];
}

function links(style: CSSStyleDeclaration, colour: Colour) {
  const tone = (name: string, token: string, line: 'solid' | 'dashed' = 'solid') => ({
    selector: `edge[tone = "${name}"]`,
    style: { 'line-color': colour(token), 'line-style': line },
  });
  return [
    {
      selector: 'edge',
      style: {
        ...{ width: 'data(width)', 'curve-style': 'haystack', label: 'data(label)' },
        ...{ 'font-size': 10, 'min-zoomed-font-size': 8, 'font-family': style.fontFamily },
        color: colour('--pf-t--global--text--color--regular'),
        'text-background-color': colour('--pf-t--global--background--color--primary--default'),
        ...{ 'text-background-opacity': 0.9, 'text-background-padding': '2px' },
        'text-rotation': 'autorotate',
      },
    },
    tone('good', '--bd-running'),
    tone('far', '--bd-attention'),
    tone('degraded', '--bd-failed', 'dashed'),
    tone('unknown', '--bd-neutral', 'dashed'),
    { selector: 'edge[?placing]', style: { visibility: 'hidden' } },
    {
      selector: ':selected',
      style: {
        'overlay-color': colour('--pf-t--global--color--brand--default'),
        'overlay-opacity': 0.18,
      },
    },
  ];
}
