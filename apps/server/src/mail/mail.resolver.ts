import { Arg, Ctx, Mutation, Query, Resolver, Root, Subscription } from 'type-graphql';
import type { Context } from '../context.ts';
import { loadMailState, MAIL, sendTestMail } from './mail.service.ts';
import { MailState, SendTestMailInput } from './mail.type.ts';

/** The policy lets admins in alone. */
@Resolver()
export class MailResolver {
  @Query(() => MailState)
  mailState(@Ctx() ctx: Context): Promise<MailState> {
    return loadMailState(ctx.em, ctx.services.config.mail);
  }

  @Mutation(() => MailState, {
    description: 'Sends a mail now. UNAVAILABLE with the words of a mail server that refuses it.',
  })
  sendTestMail(
    @Ctx() ctx: Context,
    @Arg('input', () => SendTestMailInput) input: SendTestMailInput,
  ): Promise<MailState> {
    return sendTestMail(ctx, input);
  }

  @Subscription(() => MailState, {
    description: 'The state now, and again after each attempt.',
    subscribe: ({ context }) =>
      (context as Context).services.feeds.mail.subscribe({
        ...{ id: MAIL, accept: () => true, initial: true },
      }),
  })
  mailStateUpdated(@Root() state: MailState): MailState {
    return state;
  }
}
