import { Migration } from '@mikro-orm/migrations';

export class Migration202611281402_Snapshots extends Migration {
  override up(): void {
    this.addSql(
      `create table \`network_box\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`address\` varchar(255) not null, \`ssh_port\` int not null, \`ssh_user\` varchar(100) not null, \`host_key_fingerprint\` varchar(100) not null, \`roles\` json not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`network_box\` add unique \`network_box_name\` (\`name\`)`);
    this.addSql(
      `create table \`snapshot_schedule\` (\`vm_id\` varchar(32) not null, \`type\` varchar(24) not null, \`keep\` int not null, \`hour\` int not null, \`memory\` tinyint(1) not null, \`next_at\` datetime(3) not null, \`last_at\` datetime(3) null, \`last_skipped\` varchar(255) null, primary key (\`vm_id\`, \`type\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`snapshot_schedule\` add index \`snapshot_schedule_vm_id_index\` (\`vm_id\`)`,
    );
    this.addSql(
      `alter table \`snapshot_schedule\` add index \`snapshot_schedule_due\` (\`next_at\`)`,
    );
    this.addSql(
      `create table \`snapshot\` (\`id\` varchar(32) not null, \`vm_id\` varchar(32) not null, \`name\` varchar(100) not null, \`description\` text null, \`type\` varchar(24) not null, \`state\` varchar(24) not null, \`created_at\` datetime(3) not null, \`created_by\` varchar(32) null, \`parent_id\` varchar(32) null, \`current\` tinyint(1) not null, \`memory\` tinyint(1) not null, \`quiesced\` tinyint(1) not null, \`vm_status\` varchar(24) not null, \`vcpus\` int not null, \`ram_mib\` int not null, \`size_bytes\` bigint null, \`disks\` json not null, \`definition\` longtext null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`snapshot\` add index \`snapshot_vm_id_index\` (\`vm_id\`)`);
    this.addSql(`alter table \`snapshot\` add index \`snapshot_parent_id_index\` (\`parent_id\`)`);
    this.addSql(
      `alter table \`snapshot\` add index \`snapshot_vm\` (\`vm_id\`, \`created_at\`, \`id\`)`,
    );
    this.addSql(
      `alter table \`snapshot_schedule\` add constraint \`snapshot_schedule_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`snapshot\` add constraint \`snapshot_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`snapshot\` add constraint \`snapshot_parent_id_foreign\` foreign key (\`parent_id\`) references \`snapshot\` (\`id\`) on delete set null`,
    );
  }
}
