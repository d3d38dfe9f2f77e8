import { Migration } from '@mikro-orm/migrations';

export class Migration202611281735_MutationAnswers extends Migration {
  override up(): void {
    this.addSql(`alter table \`mutation_result\` add \`answer\` json null`);
  }
}
