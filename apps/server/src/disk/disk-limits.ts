/**
 * Most extra disks of a VM: each is a virtio device on a PCI port of its own, and a domain is defined
 * with so many ports to spare, since ports cannot be added to one that runs.
 */
export const EXTRA_DISKS_MAX = 8;

/** Largest extra disk; beyond it a size is a slip of the hand. qcow2 itself goes on to 64 TiB. */
export const DISK_GIB_MAX = 65_536;
