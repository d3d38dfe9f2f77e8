import type { ReactNode } from 'react';

/** Something the command box can do or open. */
export interface Command {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  readonly badge?: ReactNode;
  readonly run: () => void;
}

/** The commands whose label has every word of the text, in their own order. */
export function matchCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter((command) => {
    const label = command.label.toLowerCase();
    return words.every((word) => label.includes(word));
  });
}
