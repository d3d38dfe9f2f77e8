import { Migration } from '@mikro-orm/migrations';

export class Migration202611281444_Alerts extends Migration {
  override up(): void {
    this.addSql(
      `create table \`alert\` (\`id\` varchar(32) not null, \`rule_id\` varchar(32) not null, \`rule_name\` varchar(100) not null, \`severity\` varchar(24) not null, \`subject_kind\` varchar(24) not null, \`subject_id\` varchar(32) not null, \`subject_name\` varchar(100) not null, \`active_key\` varchar(66) null, \`message\` varchar(255) not null, \`value\` double not null, \`raised_at\` datetime(3) not null, \`ended_at\` datetime(3) null, \`acknowledged_at\` datetime(3) null, \`acknowledged_by\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`alert\` add unique \`alert_active\` (\`active_key\`)`);
    this.addSql(`alter table \`alert\` add index \`alert_ended_at\` (\`ended_at\`, \`raised_at\`)`);
    this.addSql(
      `create table \`alert_rule\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`subject_kind\` varchar(24) not null, \`subject_id\` varchar(32) null, \`figure\` varchar(24) not null, \`comparison\` varchar(24) not null, \`threshold\` double not null, \`clear_at\` double not null, \`for_seconds\` int not null, \`severity\` varchar(24) not null, \`enabled\` tinyint(1) not null, \`built_in\` tinyint(1) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`alert_rule\` add unique \`alert_rule_name\` (\`name\`)`);
  }
}
