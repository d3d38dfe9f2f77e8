import { Migration } from '@mikro-orm/migrations';

export class Migration202611291000_ExactClientIds extends Migration {
  override up(): void {
    this.addSql(
      `alter table \`mutation_result\` modify \`client_mutation_id\` varchar(100) collate utf8mb4_bin not null`,
    );
  }
}
