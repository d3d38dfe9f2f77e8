import { Migration } from '@mikro-orm/migrations';

export class Migration202611282030_LateReleases extends Migration {
  override up(): void {
    this.addSql(`alter table \`disk\` add \`release_asked_at\` datetime(3) null`);
  }
}
