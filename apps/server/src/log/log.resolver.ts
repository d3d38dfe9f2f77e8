import { Arg, Ctx, Field, ID, InputType, Int, ObjectType, Query, Resolver } from 'type-graphql';
import type { Context } from '../context.ts';
import { BadUserInputError } from '../platform/errors.ts';
import { checkFirst } from '../platform/graphql/connection.ts';
import { type LogEntry as LoggedLine, readLogs } from '../platform/logging/read-logs.ts';
import { LogLevel } from '../task/task-enums.ts';

@ObjectType({ description: "A line of the server's log.", simpleResolvers: true })
class LogEntry {
  @Field(() => String, { description: 'Send it as `before` for older lines.' })
  cursor: string;

  @Field(() => Date)
  at: Date;

  @Field(() => LogLevel)
  level: LogLevel;

  @Field(() => String)
  message: string;

  @Field(() => String, { description: 'All other fields, as JSON; secrets are taken out.' })
  fields: string;

  @Field(() => ID, { nullable: true })
  taskId: string | null;

  @Field(() => ID, { nullable: true })
  vmId: string | null;

  @Field(() => ID, { nullable: true })
  hostId: string | null;

  @Field(() => String, { nullable: true })
  requestId: string | null;
}

@InputType()
class LogFilter {
  @Field(() => LogLevel, { nullable: true, description: 'This level and above.' })
  level?: LogLevel;

  @Field(() => String, { nullable: true })
  text?: string;

  @Field(() => ID, { nullable: true })
  taskId?: string;

  @Field(() => ID, { nullable: true })
  vmId?: string;

  @Field(() => ID, { nullable: true })
  hostId?: string;

  @Field(() => String, { nullable: true, description: 'Cursor of a line: only older ones.' })
  before?: string;
}

/** Levels of files that the API does not name apart. */
const SHOWN_LEVEL: Readonly<Record<LoggedLine['level'], LogLevel>> = {
  trace: 'DEBUG',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  fatal: 'ERROR',
};

function entryOf(line: LoggedLine): LogEntry {
  const { taskId, vmId, hostId, requestId, ...fields } = line.fields;
  const id = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    cursor: line.cursor,
    at: new Date(line.at),
    level: SHOWN_LEVEL[line.level],
    message: line.message,
    fields: JSON.stringify(fields),
    taskId: id(taskId),
    vmId: id(vmId),
    hostId: id(hostId),
    requestId: id(requestId),
  };
}

@Resolver()
export class LogResolver {
  @Query(() => [LogEntry], { description: "Lines of the server's log, newest first." })
  async logs(
    @Ctx() ctx: Context,
    @Arg('first', () => Int, { defaultValue: 200, description: '1 to 1000.' }) first: number,
    @Arg('filter', () => LogFilter, { nullable: true }) filter?: LogFilter,
  ): Promise<LogEntry[]> {
    const { before, level, ...rest } = filter ?? {};
    try {
      const page = await readLogs({
        dir: ctx.services.config.logDir,
        file: 'main',
        limit: checkFirst(first),
        level: level ? (level.toLowerCase() as LoggedLine['level']) : undefined,
        before,
        ...rest,
      });
      return page.entries.map(entryOf);
    } catch (error) {
      if (error instanceof RangeError)
        throw new BadUserInputError([{ path: 'filter.before', message: error.message }]);
      throw error;
    }
  }
}
