import { Migration } from '@mikro-orm/migrations';

export class Migration202611281341_ArchiveDeletedVms extends Migration {
  override up(): void {
    this.addSql(
      `create table \`periodic_job\` (\`name\` varchar(100) not null, \`next_at\` datetime(3) not null, primary key (\`name\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`archived_vm\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`identity\` varchar(191) not null, \`owner_id\` varchar(32) not null, \`organisation_id\` varchar(32) not null, \`template_id\` varchar(32) null, \`datastore_id\` varchar(32) not null, \`host_id\` varchar(32) null, \`vcpus\` int not null, \`ram_mib\` int not null, \`disk_gib\` int not null, \`private_ip\` varchar(45) null, \`locked\` tinyint(1) not null, \`state\` varchar(24) not null, \`deleted_at\` datetime(3) not null, \`deleted_by\` varchar(32) null, \`purge_at\` datetime(3) not null, \`content\` json not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`archived_vm\` add unique \`archived_vm_identity\` (\`identity\`)`);
    this.addSql(
      `alter table \`archived_vm\` add index \`archived_vm_owner_id_index\` (\`owner_id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add index \`archived_vm_organisation_id_index\` (\`organisation_id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add index \`archived_vm_template_id_index\` (\`template_id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add index \`archived_vm_datastore_id_index\` (\`datastore_id\`)`,
    );
    this.addSql(`alter table \`archived_vm\` add index \`archived_vm_purge\` (\`purge_at\`)`);
    this.addSql(
      `alter table \`archived_vm\` add index \`archived_vm_deleted\` (\`deleted_at\`, \`id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add constraint \`archived_vm_owner_id_foreign\` foreign key (\`owner_id\`) references \`user\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add constraint \`archived_vm_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`archived_vm\` add constraint \`archived_vm_template_id_foreign\` foreign key (\`template_id\`) references \`template\` (\`id\`) on delete restrict`,
    );
    this.addSql(
      `alter table \`archived_vm\` add constraint \`archived_vm_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`)`,
    );
  }
}
