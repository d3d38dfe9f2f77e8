import { Migration } from '@mikro-orm/migrations';

export class Migration202611281411_PlacementRules extends Migration {
  override up(): void {
    this.addSql(`alter table \`host\` add \`missing_datastores\` text null`);
    this.addSql(
      `alter table \`vm\` add index \`vm_host_size\` (\`host_id\`, \`vcpus\`, \`ram_mib\`, \`active_vcpus\`, \`active_ram_mib\`)`,
    );
  }
}
