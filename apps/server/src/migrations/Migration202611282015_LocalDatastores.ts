import { Migration } from '@mikro-orm/migrations';

export class Migration202611282015_LocalDatastores extends Migration {
  override up(): void {
    this.addSql(
      `alter table \`datastore\` add \`every_host\` tinyint(1) not null default true, add \`closed\` tinyint(1) not null default false`,
    );
    // Two hosts may have a directory of their own at one path.
    this.addSql(`alter table \`datastore\` add index \`datastore_path_index\` (\`path\`)`);
    this.addSql(`alter table \`datastore\` drop index \`datastore_path\``);
    this.addSql(
      `create table \`datastore_host\` (\`datastore_id\` varchar(32) not null, \`host_id\` varchar(32) not null, primary key (\`datastore_id\`, \`host_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`datastore_host\` add index \`datastore_host_datastore_id_index\` (\`datastore_id\`)`,
    );
    this.addSql(
      `alter table \`datastore_host\` add index \`datastore_host_host_id_index\` (\`host_id\`)`,
    );
    this.addSql(
      `alter table \`datastore_host\` add constraint \`datastore_host_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`datastore_host\` add constraint \`datastore_host_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on update cascade on delete cascade`,
    );
  }
}
