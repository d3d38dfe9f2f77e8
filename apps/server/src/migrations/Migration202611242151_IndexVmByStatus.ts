import { Migration } from '@mikro-orm/migrations';

export class Migration202611242151_IndexVmByStatus extends Migration {
  override up(): void {
    this.addSql(`alter table \`vm\` add index \`vm_status_name\` (\`status\`, \`name\`, \`id\`)`);
  }
}
