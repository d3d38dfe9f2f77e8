import { Migration } from '@mikro-orm/migrations';

export class Migration202611281655_MailAndPreferences extends Migration {
  override up(): void {
    this.addSql(
      `create table \`mail_outbox\` (\`id\` varchar(32) not null, \`status\` varchar(24) not null, \`topic\` varchar(24) not null, \`recipient\` varchar(255) not null, \`subject\` varchar(255) not null, \`body\` text not null, \`once_key\` varchar(190) null, \`attempts\` int not null, \`due_at\` datetime(3) not null, \`created_at\` datetime(3) not null, \`ended_at\` datetime(3) null, \`fault\` varchar(255) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`mail_outbox\` add unique \`mail_outbox_once\` (\`once_key\`)`);
    this.addSql(
      `alter table \`mail_outbox\` add index \`mail_outbox_due\` (\`status\`, \`due_at\`)`,
    );
    this.addSql(
      `create table \`user_preference\` (\`user_id\` varchar(32) not null, \`name\` varchar(24) not null, \`value\` json not null, \`updated_at\` datetime(3) not null, primary key (\`user_id\`, \`name\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`user_preference\` add index \`user_preference_user_id_index\` (\`user_id\`)`,
    );
    this.addSql(
      `alter table \`user_preference\` add constraint \`user_preference_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`alert\` add index \`alert_subject\` (\`subject_id\`, \`raised_at\`)`,
    );
  }
}
