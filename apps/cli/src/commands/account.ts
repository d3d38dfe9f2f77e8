import { hostname } from 'node:os';
import type { Command } from 'commander';
import { formatAgo, formatTime } from '../amounts.ts';
import { ApiClient } from '../api/api-client.ts';
import {
  ApiTokensDocument,
  CreateApiTokenDocument,
  LoginDocument,
  LogoutDocument,
  RevokeApiTokenDocument,
  type TokenScope,
  WhoamiDocument,
} from '../api/generated/graphql.ts';
import { CliError, EXIT, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { removeSettings, writeSettings } from '../settings.ts';
import { formatFields } from '../table.ts';
import { ask, obtainPassword } from '../terminal.ts';

const DAY_MS = 24 * 3600 * 1000;

/** A number of days from now, as a time. */
function inDays(days: string | undefined): string | null {
  if (days === undefined) return null;
  const count = Number(days);
  if (!(Number.isInteger(count) && count > 0)) throw usageError(`Not a number of days: ${days}`);
  return new Date(Date.now() + count * DAY_MS).toISOString();
}

interface LoginOptions {
  readonly user?: string;
  readonly expiresDays?: string;
}

/** Signs in with the password once, keeps a token of its own, and ends the session again. */
async function login(context: CommandContext, options: LoginOptions): Promise<void> {
  const expiresAt = inDays(options.expiresDays);
  const username = options.user ?? (await ask(context.terminal, 'Username: '));
  const password = await obtainPassword(context.terminal, username);
  const api = new ApiClient({ url: context.url, token: null });
  const answer = await api.requestWithCookies(LoginDocument, { input: { username, password } });
  const cookie = answer.cookies.map((header) => header.split(';', 1)[0]).join('; ');
  try {
    const name = `baadal CLI on ${hostname()}`.slice(0, 100);
    const input = { name, expiresAt };
    const { createApiToken } = await api.request(CreateApiTokenDocument, { input }, { cookie });
    writeSettings(context.settingsPath, {
      url: context.url,
      token: createApiToken.token,
      tokenId: createApiToken.apiToken.id,
      username: answer.data.login.username,
    });
  } finally {
    await api.request(LogoutDocument, {}, { cookie });
  }
  if (context.json) context.printJson({ url: context.url, ...answer.data.login });
  else context.print(`Signed in at ${context.url} as ${answer.data.login.username}`);
}

/** Revokes the stored token and forgets it; forgotten also when the server is away. */
async function logout(context: CommandContext): Promise<void> {
  const { settings } = context;
  if (!settings.token || !settings.url) {
    context.note('Not signed in');
    return;
  }
  const api = new ApiClient({ url: settings.url, token: settings.token });
  removeSettings(context.settingsPath);
  try {
    if (settings.tokenId)
      await api.request(RevokeApiTokenDocument, { input: { id: settings.tokenId } });
  } catch (error) {
    if (error instanceof CliError && ['UNAUTHENTICATED', 'NOT_FOUND'].includes(error.code)) return; // revoked already
    context.note(`Signed out here, but the token ${settings.tokenId} could not be revoked:`);
    throw error;
  }
  context.note(`Signed out at ${settings.url}`);
}

async function whoami(context: CommandContext): Promise<void> {
  const { viewer } = await context.api().request(WhoamiDocument, {});
  if (!viewer) {
    throw new CliError('UNAUTHENTICATED', `${context.url} does not accept the token`, {
      exitCode: EXIT.auth,
      remedy: 'Sign in with: baadal login',
    });
  }
  if (context.json) return context.printJson({ url: context.url, ...viewer });
  context.print(
    formatFields([
      ['User', viewer.username],
      ['Name', viewer.name],
      ['E-mail', viewer.email],
      ['Roles', viewer.roles.join(', ')],
      ['Organisation', viewer.organisation?.name],
      ['Server', context.url],
    ]),
  );
}

interface TokenCreateOptions {
  readonly expiresDays?: string;
  readonly readOnly?: boolean;
}

async function createToken(
  context: CommandContext,
  name: string,
  options: TokenCreateOptions,
): Promise<void> {
  const scopes: TokenScope[] = options.readOnly ? ['READ'] : ['READ', 'WRITE'];
  const input = { name, scopes, expiresAt: inDays(options.expiresDays) };
  const { createApiToken } = await context.api().request(CreateApiTokenDocument, { input });
  if (context.json) return context.printJson(createApiToken);
  context.print(createApiToken.token);
  context.note('This is the only time it is shown.');
}

async function listTokens(context: CommandContext): Promise<void> {
  const { apiTokens } = await context.api().request(ApiTokensDocument, {});
  context.printRows(
    [
      { head: 'ID', cell: ({ id }) => id },
      { head: 'NAME', cell: ({ name }) => name },
      { head: 'SCOPES', cell: ({ scopes }) => scopes.join(' ') },
      { head: 'CREATED', cell: ({ createdAt }) => formatTime(createdAt) },
      { head: 'EXPIRES', cell: ({ expiresAt }) => formatTime(expiresAt) },
      { head: 'LAST USED', cell: ({ lastUsedAt }) => formatAgo(lastUsedAt) },
    ],
    apiTokens,
    'No tokens',
  );
}

async function revokeToken(context: CommandContext, id: string): Promise<void> {
  const { revokeApiToken } = await context.api().request(RevokeApiTokenDocument, { input: { id } });
  if (context.json) return context.printJson(revokeApiToken);
  context.note(`Revoked ${revokeApiToken.name}`);
}

/** `login`, `logout`, `whoami` and `token …`. */
export function addAccountCommands(program: Command, act: Act): void {
  program
    .command('login')
    .description('sign in; the password is asked, or taken from BAADAL_PASSWORD or standard input')
    .option('-u, --user <username>', 'who signs in; asked when left out')
    .option('--expires-days <days>', 'how long the stored token lives; without it, until logout')
    .action(act(login));
  program
    .command('logout')
    .description('revoke the stored token and forget it')
    .action(act((context) => logout(context)));
  program
    .command('whoami')
    .description('show who the token belongs to')
    .action(act((context) => whoami(context)));
  const token = program.command('token').description('API tokens for scripts and monitors');
  token
    .command('create <name>')
    .description('make a token and print it, once')
    .option('--expires-days <days>', 'without it, the token does not expire')
    .option('--read-only', 'queries and subscriptions only')
    .action(act(createToken));
  token
    .command('list')
    .description('list your tokens')
    .action(act((context) => listTokens(context)));
  token.command('revoke <id>').description('end a token').action(act(revokeToken));
}
