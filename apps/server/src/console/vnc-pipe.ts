import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { bytesOf, ConsoleClose, ConsoleEnd, closeViewer } from './console-close.ts';

/** Bytes that wait for a slow viewer before the host's side is paused, and resumed again. */
const PAUSE_ABOVE = 512 * 1024;
const RESUME_BELOW = 128 * 1024;

/**
 * Joins a viewer with the VNC server of a guest until either ends. Neither side is read faster than
 * the other takes it.
 */
export function joinVnc(viewer: WebSocket, vnc: Duplex): void {
  if (viewer.readyState !== WebSocket.OPEN) {
    vnc.destroy(); // left while the way to the guest was opened
    return;
  }
  viewer.on('message', (data) => {
    if (vnc.destroyed || vnc.write(bytesOf(data))) return;
    viewer.pause();
    vnc.once('drain', () => viewer.resume());
  });
  vnc.on('data', (chunk: Buffer) => {
    if (viewer.readyState !== WebSocket.OPEN) return;
    viewer.send(chunk, () => {
      if (vnc.isPaused() && viewer.bufferedAmount < RESUME_BELOW) vnc.resume();
    });
    if (viewer.bufferedAmount > PAUSE_ABOVE) vnc.pause();
  });
  vnc.once('error', (error) =>
    closeViewer(
      viewer,
      new ConsoleEnd(ConsoleClose.HOST_UNREACHABLE, 'The connection to the host was lost.', error),
    ),
  );
  vnc.once('close', () =>
    closeViewer(viewer, new ConsoleEnd(ConsoleClose.OFF, 'The VM has stopped.')),
  );
  viewer.once('close', () => vnc.destroy());
  viewer.resume();
}
