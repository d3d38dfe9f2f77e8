/** Deadlines of everything that leaves the process, in milliseconds. */
export const TIMEOUTS = {
  /** Dialling SSH or a database. */
  connectMs: 10_000,
  /** One libvirt call; libvirt's own wait for a domain's job lock is 30 s. */
  libvirtCallMs: 40_000,
  /** Writing a guest's memory to a disk, or reading it: some 100 GiB at 100 MiB/s. */
  memoryToDiskMs: 30 * 60_000,
  /** One remote command. */
  commandMs: 60_000,
  /** A call made while a person waits for a page. */
  interactiveCallMs: 5_000,
} as const;
