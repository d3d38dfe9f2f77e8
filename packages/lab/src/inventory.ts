import type { VlanPlan } from './addressing.ts';

/** A machine of the lab that is reached by SSH. */
export interface LabMachine {
  readonly name: string;
  readonly address: string;
  readonly sshPort: number;
  readonly sshUser: string;
  /** `SHA256:…`, as ssh-keygen prints it. */
  readonly hostKeyFingerprint: string;
}

/** A host: a machine with libvirt whose guests hang on the bridge. */
export interface LabHost extends LabMachine {
  readonly mac: string;
  /** Open vSwitch bridge for guests' NICs, for which a VLAN tag is to be given. */
  readonly bridge: string;
  readonly cpus?: number;
  /** Its BMC, which speaks IPMI over the network. */
  readonly bmc: { readonly address: string; readonly username: string; readonly password: string };
}

/** A template; files are relative to the datastore's path. */
export interface LabTemplate {
  readonly name: string;
  readonly os: string;
  readonly version: string;
  readonly arch: string;
  readonly diskGiB: number;
  readonly format: 'QCOW2' | 'RAW';
  readonly file: string;
  readonly kernel?: string;
  readonly initrd?: string;
  readonly cmdline?: string;
  readonly cloudInit: boolean;
  readonly minRamMiB: number;
  readonly defaultRamMiB: number;
  readonly defaultVcpus: number;
}

/** A datastore, at the path at which all hosts see it. */
export interface LabDatastore {
  readonly name: string;
  readonly path: string;
  readonly mountAddress: string;
}

/** Guests that may see each other: one VLAN under a name for users. */
export interface LabSecurityDomain {
  readonly name: string;
  /** Name of the VLAN. */
  readonly vlan: string;
  readonly visibleToAll: boolean;
}

/** What a lab offers to a controller; written to `inventory.json` in the state directory. */
export interface LabInventory {
  readonly name: string;
  /** The controller's private key (OpenSSH, ed25519), authorised on all machines. */
  readonly sshKeyFile: string;
  /** The hosts are there to be used in full: their VMs may move between them. */
  readonly migration: boolean;
  readonly hosts: readonly LabHost[];
  readonly gateway: LabMachine;
  /** The gateway again, as a controller's inventory names such machines. */
  readonly networkBoxes: readonly (LabMachine & { readonly roles: readonly string[] })[];
  readonly datastores: readonly LabDatastore[];
  readonly templates: readonly LabTemplate[];
  readonly vlans: readonly VlanPlan[];
  readonly securityDomains: readonly LabSecurityDomain[];
}
