import { Migration } from '@mikro-orm/migrations';

export class Migration202611281346_Images extends Migration {
  override up(): void {
    this.addSql(
      `create table \`upload\` (\`id\` varchar(32) not null, \`owner_id\` varchar(32) not null, \`file_name\` varchar(255) not null, \`format\` varchar(24) not null, \`size_bytes\` bigint not null, \`received_bytes\` bigint not null, \`sha256\` varchar(64) null, \`datastore_id\` varchar(32) not null, \`writer\` varchar(24) null, \`writer_until\` datetime(3) null, \`task_id\` varchar(32) null, \`created_at\` datetime(3) not null, \`updated_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`upload\` add index \`upload_owner_id_index\` (\`owner_id\`)`);
    this.addSql(
      `alter table \`upload\` add index \`upload_datastore_id_index\` (\`datastore_id\`)`,
    );
    this.addSql(`alter table \`template\` drop index \`template_name\``);
    this.addSql(
      `alter table \`template\` add \`name_scope\` varchar(32) not null default '', add \`owner_id\` varchar(32) null, add \`public\` tinyint(1) not null default true, add \`description\` text null, add \`state\` varchar(24) not null default 'READY', add \`disk_mode\` varchar(24) not null default 'OVERLAY', add \`size_bytes\` bigint null, add \`sha256\` varchar(64) null`,
    );
    this.addSql(
      `alter table \`template\` add constraint \`template_owner_id_foreign\` foreign key (\`owner_id\`) references \`user\` (\`id\`) on delete set null`,
    );
    this.addSql(`alter table \`template\` add index \`template_owner_id_index\` (\`owner_id\`)`);
    this.addSql(
      `alter table \`template\` add unique \`template_scope_name\` (\`name_scope\`, \`name\`)`,
    );
    this.addSql(
      `alter table \`vm\` add \`seed_file\` varchar(255) null, add \`media_template_id\` varchar(32) null`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_media_template_id_foreign\` foreign key (\`media_template_id\`) references \`template\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm\` add index \`vm_media_template_id_index\` (\`media_template_id\`)`,
    );
    this.addSql(`alter table \`disk\` add \`flat\` tinyint(1) not null default false`);
    this.addSql(
      `alter table \`upload\` add constraint \`upload_owner_id_foreign\` foreign key (\`owner_id\`) references \`user\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`upload\` add constraint \`upload_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`)`,
    );
  }
}
