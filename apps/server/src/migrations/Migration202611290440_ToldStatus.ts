import { Migration } from '@mikro-orm/migrations';

export class Migration202611290440_ToldStatus extends Migration {
  override up(): void {
    this.addSql(`alter table \`vm\` add \`told_status\` varchar(24) null`);
    this.addSql(`update vm set told_status = coalesce((select e.\`to\` from vm_event e
      where e.vm_id = vm.id and e.attribute = 'status' order by e.id desc limit 1), status)`);
    this.addSql(`alter table \`vm\` modify \`told_status\` varchar(24) not null`);
  }
}
