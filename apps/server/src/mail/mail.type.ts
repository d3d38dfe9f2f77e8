import { IsEmail, IsOptional, MaxLength } from 'class-validator';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';

@ObjectType({ description: 'Whether mail is set up, and how it goes.', simpleResolvers: true })
export class MailState {
  @Field(() => ID, { description: 'Always `mail`: there is one.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Host and port; null: mail is not set up.' })
  server: string | null;

  @Field(() => String, { nullable: true })
  sender: string | null;

  @Field(() => Int, { description: 'Mails that wait for their next attempt.' })
  waiting: number;

  @Field(() => Int, { description: 'Mails that were given up in the last 30 days.' })
  failed: number;

  @Field(() => Date, { nullable: true })
  lastSentAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why the newest of those was not taken.' })
  lastFault: string | null;
}

@InputType()
export class SendTestMailInput {
  @Field(() => String, { nullable: true, description: "The viewer's own address unless given." })
  @IsOptional()
  @IsEmail({}, { message: 'This is not an e-mail address.' })
  to?: string;

  @Field(() => String, { nullable: true })
  @IsOptional()
  @MaxLength(100, { message: 'clientMutationId has at most 100 characters.' })
  clientMutationId?: string;
}
