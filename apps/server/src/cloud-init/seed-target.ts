/** Where a guest has cloud-init's seed: the last name of a SCSI disk with one letter; a drive is `sda`. */
export const SEED_TARGET = 'sdz';
