import { registerEnumType } from 'type-graphql';

/** What is measured between two hosts. */
export const LinkKind = { LATENCY: 'LATENCY', THROUGHPUT: 'THROUGHPUT' } as const;
export type LinkKind = (typeof LinkKind)[keyof typeof LinkKind];
registerEnumType(LinkKind, {
  name: 'HostLinkKind',
  description: 'What is measured between two hosts.',
  valuesConfig: {
    LATENCY: { description: 'Round trip, in ms.' },
    THROUGHPUT: { description: 'What arrives one way, in 10⁶ bits a second.' },
  },
});

/** How much time one sample stands for. */
export const SampleSpan = { RAW: 'RAW', HOUR: 'HOUR', DAY: 'DAY' } as const;
export type SampleSpan = (typeof SampleSpan)[keyof typeof SampleSpan];
