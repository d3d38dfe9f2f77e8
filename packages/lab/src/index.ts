export type { PoolAddress, VlanPlan } from './addressing.ts';
export { LabError, type LabErrorCode } from './errors.ts';
export type {
  LabDatastore,
  LabHost,
  LabInventory,
  LabMachine,
  LabSecurityDomain,
  LabTemplate,
} from './inventory.ts';
export {
  type Lab,
  type LabMachineStatus,
  type LabOptions,
  type LabStatus,
  labDown,
  labStatus,
  labUp,
  powerOff,
  powerOn,
  setLinks,
} from './lab.ts';
export type { LabLink } from './links.ts';
export { LAB_PACKAGES } from './packages.ts';
