import { Migration } from '@mikro-orm/migrations';

export class Migration202611281338_HostsGrow extends Migration {
  override up(): void {
    this.addSql(
      `create table \`constant_change\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`from\` varchar(255) not null, \`to\` varchar(255) not null, \`at\` datetime(3) not null, \`actor_id\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`constant_change\` add index \`constant_change_name\` (\`name\`, \`id\`)`,
    );
    this.addSql(
      `create table \`host_event\` (\`id\` varchar(32) not null, \`host_id\` varchar(32) not null, \`at\` datetime(3) not null, \`actor_id\` varchar(32) null, \`attribute\` varchar(24) not null, \`from\` text null, \`to\` text null, \`reason\` text null, \`task_id\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`host_event\` add index \`host_event_host\` (\`host_id\`, \`id\`)`);
    this.addSql(
      `create table \`host_power\` (\`host_id\` varchar(32) not null, \`method\` varchar(24) not null, \`bmc_address\` varchar(255) null, \`bmc_username\` varchar(100) null, \`bmc_password\` text null, \`state\` varchar(24) null, \`checked_at\` datetime(3) null, \`switched_at\` datetime(3) null, \`idle_since\` datetime(3) null, \`off_by\` varchar(24) null, primary key (\`host_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`host_affinity\` (\`vm_id\` varchar(32) not null, \`host_id\` varchar(32) not null, \`kind\` varchar(24) not null, primary key (\`vm_id\`, \`host_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`host_affinity\` add index \`host_affinity_vm_id_index\` (\`vm_id\`)`,
    );
    this.addSql(
      `alter table \`host_affinity\` add index \`host_affinity_host_id_index\` (\`host_id\`)`,
    );
    this.addSql(
      `create table \`vm_group\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`policy\` varchar(24) not null, \`created_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`vm_group\` add unique \`vm_group_name\` (\`name\`)`);
    this.addSql(
      `create table \`vm_group_member\` (\`group_id\` varchar(32) not null, \`vm_id\` varchar(32) not null, primary key (\`group_id\`, \`vm_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`vm_group_member\` add index \`vm_group_member_group_id_index\` (\`group_id\`)`,
    );
    this.addSql(
      `alter table \`vm_group_member\` add index \`vm_group_member_vm_id_index\` (\`vm_id\`)`,
    );
    this.addSql(
      `alter table \`host\` add \`cpu_model\` varchar(255) null, add \`machine_id\` varchar(100) null, add \`host_uuid\` varchar(36) null, add \`hardware\` json null, add \`health\` json null, add \`rack\` varchar(100) null, add \`slot\` int null`,
    );
    this.addSql(
      `alter table \`host_event\` add constraint \`host_event_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`host_power\` add constraint \`host_power_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`host_affinity\` add constraint \`host_affinity_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`host_affinity\` add constraint \`host_affinity_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`vm_group_member\` add constraint \`vm_group_member_group_id_foreign\` foreign key (\`group_id\`) references \`vm_group\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`vm_group_member\` add constraint \`vm_group_member_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on update cascade on delete cascade`,
    );
  }
}
