import { Migration } from '@mikro-orm/migrations';

export class Migration202611281349_ExtraDisksAndDatastores extends Migration {
  override up(): void {
    this.addSql(`alter table \`datastore\` add \`reserve_gib\` int null`);
    this.addSql(
      `alter table \`disk\` add \`attached\` tinyint(1) not null default true, add \`owner_id\` varchar(32) null, add \`kept_from\` varchar(100) null, add \`kept_at\` datetime(3) null`,
    );
    this.addSql(
      `alter table \`disk\` add constraint \`disk_owner_id_foreign\` foreign key (\`owner_id\`) references \`user\` (\`id\`) on delete set null`,
    );
    this.addSql(`alter table \`disk\` modify \`vm_id\` varchar(32) null`);
    this.addSql(`alter table \`disk\` modify \`target\` varchar(24) null`);
    this.addSql(`alter table \`disk\` add index \`disk_owner_id_index\` (\`owner_id\`)`);
  }
}
