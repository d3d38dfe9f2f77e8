import { Migration } from '@mikro-orm/migrations';

export class Migration202611281349_UsageSamples extends Migration {
  override up(): void {
    this.addSql(
      `create table \`usage_sample\` (\`id\` varchar(32) not null, \`host_id\` varchar(32) not null, \`at\` datetime(3) not null, \`figures\` json not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`usage_sample\` add index \`usage_sample_host_id_index\` (\`host_id\`)`,
    );
  }
}
