import { Migration } from '@mikro-orm/migrations';

export class Migration202611281700_AuditNames extends Migration {
  override up(): void {
    this.addSql('alter table `audit_entry` add `subject_name` varchar(255) null');
  }
}
