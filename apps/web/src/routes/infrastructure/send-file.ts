/** Pieces of a file, so that a cut costs little and progress outlives a reload. */
const PIECE_BYTES = 32 * 1024 * 1024;

/** A file to send, and where. */
export interface Sending {
  readonly url: string;
  readonly file: Blob;
  readonly signal: AbortSignal;
  /** Told as bytes leave, and as they have arrived. */
  readonly onProgress: (bytes: number) => void;
}

/** Why a file could not be sent, in words. */
export class SendFault extends Error {}

/**
 * Sends a file from where it was left: what has arrived is asked first.
 * @throws {SendFault} when the server refuses or is lost; the signal's reason when aborted
 */
export async function sendFile({ url, file, signal, onProgress }: Sending): Promise<void> {
  let offset = await arrivedBytes(url, signal);
  while (offset < file.size) {
    onProgress(offset);
    const start = offset;
    const piece = file.slice(start, Math.min(file.size, start + PIECE_BYTES));
    offset = await sendPiece(url, piece, {
      offset: start,
      signal,
      onSent: (bytes) => onProgress(start + bytes),
    });
  }
  onProgress(offset);
}

/** How much has arrived. @throws {SendFault} */
async function arrivedBytes(url: string, signal: AbortSignal): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', signal }).catch((error: unknown) => {
    signal.throwIfAborted();
    throw new SendFault('', { cause: error });
  });
  const offset = Number(response.headers.get('Upload-Offset') ?? Number.NaN);
  if (!response.ok || !Number.isSafeInteger(offset)) throw new SendFault(`HTTP ${response.status}`);
  return offset;
}

interface Piece {
  readonly offset: number;
  readonly signal: AbortSignal;
  readonly onSent: (bytes: number) => void;
}

/** By XMLHttpRequest, since fetch tells nothing of what has left. */
function sendPiece(url: string, body: Blob, piece: Piece): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PATCH', url);
    request.setRequestHeader('Upload-Offset', String(piece.offset));
    request.setRequestHeader('Content-Type', 'application/offset+octet-stream');
    request.upload.onprogress = (event) => piece.onSent(event.loaded);
    const abort = () => request.abort();
    piece.signal.addEventListener('abort', abort, { once: true });
    request.onloadend = () => {
      piece.signal.removeEventListener('abort', abort);
      if (piece.signal.aborted) reject(piece.signal.reason as Error);
      else if (request.status === 204) resolve(Number(request.getResponseHeader('Upload-Offset')));
      else reject(new SendFault(reasonOf(request)));
    };
    request.send(body);
  });
}

function reasonOf(request: XMLHttpRequest): string {
  try {
    const { errors } = JSON.parse(request.responseText) as { errors: { message: string }[] };
    return errors[0]?.message ?? `HTTP ${request.status}`;
  } catch {
    // No answer, or a proxy's page.
    return request.status > 0 ? `HTTP ${request.status}` : '';
  }
}
