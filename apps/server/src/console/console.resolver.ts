import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { openConsole } from './console.service.ts';
import { ConsoleTicket, OpenConsoleInput } from './console.type.ts';

@Resolver()
export class ConsoleResolver {
  @Mutation(() => ConsoleTicket, {
    description: 'Gives the URL of a WebSocket to a console; open it once, within 30 s.',
  })
  openConsole(
    @Ctx() ctx: Context,
    @Arg('input', () => OpenConsoleInput) input: OpenConsoleInput,
  ): Promise<ConsoleTicket> {
    return openConsole(ctx, input);
  }
}
