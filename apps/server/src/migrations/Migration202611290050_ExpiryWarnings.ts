import { Migration } from '@mikro-orm/migrations';

export class Migration202611290050_ExpiryWarnings extends Migration {
  override up(): void {
    this.addSql(`alter table \`vm\` add \`expiry_warned_at\` datetime(3) null`);
  }
}
