import { Migration } from '@mikro-orm/migrations';

export class Migration202611281733_Maintenance extends Migration {
  override up(): void {
    this.addSql(
      `create table \`cloud_state\` (\`id\` int unsigned not null, \`state\` varchar(24) not null, \`since\` datetime(3) not null, \`task_id\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`insert into \`cloud_state\` values (1, 'OPEN', utc_timestamp(3), null)`);
    this.addSql(
      `create table \`shut_host\` (\`host_id\` varchar(32) not null, \`maintenance\` tinyint(1) not null, \`task_id\` varchar(32) not null, \`since\` datetime(3) not null, primary key (\`host_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`kept_vm\` (\`vm_id\` varchar(32) not null, \`host_id\` varchar(32) not null, \`was\` varchar(24) not null, \`method\` varchar(24) not null, \`snapshot_id\` varchar(32) null, \`off\` tinyint(1) not null, \`task_id\` varchar(32) not null, \`since\` datetime(3) not null, primary key (\`vm_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`kept_vm\` add index \`kept_vm_host_id_index\` (\`host_id\`)`);
    this.addSql(
      `alter table \`shut_host\` add constraint \`shut_host_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`kept_vm\` add constraint \`kept_vm_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`kept_vm\` add constraint \`kept_vm_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
  }
}
