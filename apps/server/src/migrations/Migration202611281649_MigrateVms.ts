import { Migration } from '@mikro-orm/migrations';

export class Migration202611281649_MigrateVms extends Migration {
  override up(): void {
    this.addSql(
      `create table \`host_migration\` (\`host_id\` varchar(32) not null, \`public_key\` text null, \`host_key\` text null, \`reached\` json not null, \`checked_at\` datetime(3) null, \`consented_at\` datetime(3) not null, \`consented_by\` varchar(32) null, primary key (\`host_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`vm_migration\` (\`vm_id\` varchar(32) not null, \`host_id\` varchar(32) not null, \`task_id\` varchar(32) not null, \`backwards\` tinyint(1) not null, \`created_at\` datetime(3) not null, primary key (\`vm_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`vm_migration\` add index \`vm_migration_host\` (\`host_id\`)`);
    this.addSql(`alter table \`task\` add \`progress_text\` varchar(255) null`);
    this.addSql(
      `alter table \`host_migration\` add constraint \`host_migration_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`vm_migration\` add constraint \`vm_migration_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`vm_migration\` add constraint \`vm_migration_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`)`,
    );
  }
}
