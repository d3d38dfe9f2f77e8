import { Migration } from '@mikro-orm/migrations';

export class Migration202611281400_GroupTasks extends Migration {
  override up(): void {
    this.addSql(
      `alter table \`task\` add \`parent_step\` varchar(64) null, add \`children_at_once\` int null, add \`waiting_for\` varchar(64) null`,
    );
  }
}
