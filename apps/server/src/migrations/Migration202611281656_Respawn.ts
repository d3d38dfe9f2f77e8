import { Migration } from '@mikro-orm/migrations';

export class Migration202611281656_Respawn extends Migration {
  override up(): void {
    this.addSql(
      `create table \`stale_domain\` (\`host_id\` varchar(32) not null, \`uuid\` varchar(36) not null, \`vm_id\` varchar(32) not null, \`task_id\` varchar(32) null, \`created_at\` datetime(3) not null, primary key (\`host_id\`, \`uuid\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`stale_domain\` add index \`stale_domain_host_id_index\` (\`host_id\`)`,
    );
    this.addSql(
      `alter table \`stale_domain\` add constraint \`stale_domain_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
    this.addSql(`alter table \`vm\` add \`start_priority\` int not null default 5`);
  }
}
