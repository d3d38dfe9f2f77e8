import { Migration } from '@mikro-orm/migrations';

export class Migration202611281357_EditVms extends Migration {
  override up(): void {
    this.addSql(
      `alter table \`vm\` add \`max_vcpus\` int null, add \`max_ram_mib\` int null, add \`boot_order\` varchar(24) null, add \`active_vcpus\` int null, add \`active_ram_mib\` int null, add \`active_boot_order\` varchar(24) null, add \`expiry_told_at\` datetime(3) null`,
    );
    this.addSql(`alter table \`vm\` add index \`vm_expires\` (\`expires_at\`)`);
  }
}
