import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { isoImage } from '../src/cloud-init/iso-image.ts';
import type { GraphqlClient } from './graphql-client.ts';

const run = promisify(execFile);

/** Makes a qcow2 image by the real tool. @returns its path */
export async function makeQcow2(
  dir: string,
  name: string,
  options: readonly string[] = [],
): Promise<string> {
  const file = path.join(dir, name);
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', ...options, file, '64M']);
  return file;
}

/** Fills a part of an image, so that it has something to be damaged. */
export async function writeInto(file: string): Promise<void> {
  await run('qemu-io', ['-f', 'qcow2', '-c', 'write -P 0x5a 1M 4M', file]);
}

/** Makes a small disc. @returns its path */
export async function makeIso(dir: string, name: string): Promise<string> {
  const file = path.join(dir, name);
  const content = Buffer.from('installed from here\n');
  await writeFile(file, isoImage('DISC', [{ name: 'readme', content }], new Date()));
  return file;
}

/** SHA-256 of a file in hex. */
export async function sha256(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex');
}

/** What the server said to a piece of an upload. */
export interface PieceAnswer {
  readonly status: number;
  readonly offset: number;
  readonly code: string | null;
}

/** Sends a piece of an upload. */
export async function sendPiece(
  client: GraphqlClient,
  url: string,
  offset: number | string,
  body: Buffer,
): Promise<PieceAnswer> {
  const { 'content-type': _type, ...headers } = client.headers;
  const response = await fetch(`${client.url}${url}`, {
    method: 'PATCH',
    headers: { ...headers, 'upload-offset': String(offset) },
    body: new Uint8Array(body),
  });
  const text = await response.text();
  const code = text ? (JSON.parse(text).errors[0].extensions.code as string) : null;
  return { status: response.status, offset: Number(response.headers.get('upload-offset')), code };
}

/** Asks how much of an upload has arrived. */
export async function arrived(client: GraphqlClient, url: string): Promise<number> {
  const response = await fetch(`${client.url}${url}`, { method: 'HEAD', headers: client.headers });
  return Number(response.headers.get('upload-offset'));
}

const CREATE =
  'mutation ($i: CreateUploadInput!) { createUpload(input: $i) { id url receivedBytes } }';

/** Sends a whole file. @returns the upload's id */
export async function upload(
  client: GraphqlClient,
  file: string,
  input: Record<string, unknown> = {},
): Promise<string> {
  const body = await readFile(file);
  const { createUpload } = await client.ask(CREATE, {
    i: { fileName: path.basename(file), sizeBytes: body.length, format: 'QCOW2', ...input },
  });
  const { status } = await sendPiece(client, createUpload.url, 0, body);
  if (status !== 204) throw new Error(`the upload was refused: ${status}`);
  return createUpload.id;
}
