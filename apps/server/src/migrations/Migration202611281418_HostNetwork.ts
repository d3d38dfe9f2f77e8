import { Migration } from '@mikro-orm/migrations';

export class Migration202611281418_HostNetwork extends Migration {
  override up(): void {
    this.addSql(
      `create table \`host_link\` (\`source_id\` varchar(32) not null, \`target_id\` varchar(32) not null, \`kind\` varchar(24) not null, \`value\` double null, \`at\` datetime(3) not null, \`usual\` double null, \`degraded_since\` datetime(3) null, \`bad\` int not null, primary key (\`source_id\`, \`target_id\`, \`kind\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`host_link\` add index \`host_link_target_id_index\` (\`target_id\`)`,
    );
    this.addSql(
      `create table \`host_link_sample\` (\`id\` bigint unsigned not null auto_increment primary key, \`source_id\` varchar(32) not null, \`target_id\` varchar(32) not null, \`kind\` varchar(24) not null, \`span\` varchar(24) not null, \`at\` datetime(3) not null, \`value\` double not null) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add index \`host_link_sample_target_id_index\` (\`target_id\`)`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add index \`host_link_sample_kind\` (\`kind\`, \`at\`)`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add index \`host_link_sample_span\` (\`span\`, \`at\`)`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add unique \`host_link_sample_of\` (\`source_id\`, \`target_id\`, \`kind\`, \`span\`, \`at\`)`,
    );
    this.addSql(
      `alter table \`host_link\` add constraint \`host_link_source_id_foreign\` foreign key (\`source_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`host_link\` add constraint \`host_link_target_id_foreign\` foreign key (\`target_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add constraint \`host_link_sample_source_id_foreign\` foreign key (\`source_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`host_link_sample\` add constraint \`host_link_sample_target_id_foreign\` foreign key (\`target_id\`) references \`host\` (\`id\`) on delete cascade`,
    );
  }
}
