import { Migration } from '@mikro-orm/migrations';

export class Migration202611281705_MoveDisks extends Migration {
  override up(): void {
    this.addSql(`alter table \`disk\` add \`moving_to_id\` varchar(32) null`);
    this.addSql(
      `alter table \`disk\` add constraint \`disk_moving_to_id_foreign\` foreign key (\`moving_to_id\`) references \`datastore\` (\`id\`) on delete set null`,
    );
    this.addSql(`alter table \`disk\` add index \`disk_moving_to_id_index\` (\`moving_to_id\`)`);
  }
}
