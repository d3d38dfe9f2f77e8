import { IsEnum, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, ObjectType, registerEnumType } from 'type-graphql';

/** The ways to see and type into a guest. */
export const ConsoleKind = { VNC: 'VNC', SERIAL: 'SERIAL' } as const;
export type ConsoleKind = (typeof ConsoleKind)[keyof typeof ConsoleKind];
registerEnumType(ConsoleKind, {
  name: 'ConsoleKind',
  description: 'The ways to see and type into a guest.',
  valuesConfig: {
    VNC: { description: 'The screen, keyboard and mouse (RFB).' },
    SERIAL: { description: 'The first serial port, as bytes.' },
  },
});

@InputType()
export class OpenConsoleInput {
  @Field(() => ID)
  vmId: string;

  @Field(() => ConsoleKind)
  @IsEnum(ConsoleKind)
  kind: ConsoleKind;

  @Field(() => String, {
    nullable: true,
    description: 'Has no effect: each call gives a ticket of its own, which only works once.',
  })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}

@ObjectType({
  description: 'The right to open one console once: whoever has the URL needs nothing else.',
  simpleResolvers: true,
})
export class ConsoleTicket {
  @Field(() => String, { description: 'Path of a WebSocket on this server.' })
  url: string;

  @Field(() => Date, { description: 'Open it before then.' })
  expiresAt: Date;
}
