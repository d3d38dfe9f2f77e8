// The types published for noVNC are of another version's layout; this is what is used of 1.7.
declare module '@novnc/novnc' {
  /** @see https://github.com/novnc/noVNC/blob/v1.7.0/docs/API.md */
  // biome-ignore lint/style/noDefaultExport: the package's only export is its default.
  export default class RFB extends EventTarget {
    constructor(
      target: HTMLElement,
      urlOrChannel: string | WebSocket,
      options?: { readonly shared?: boolean; readonly wsProtocols?: readonly string[] },
    );
    background: string;
    clipViewport: boolean;
    focusOnClick: boolean;
    scaleViewport: boolean;
    showDotCursor: boolean;
    viewOnly: boolean;
    disconnect(): void;
    focus(options?: FocusOptions): void;
    sendCtrlAltDel(): void;
    sendKey(keysym: number, code: string | null, down?: boolean): void;
  }
}
