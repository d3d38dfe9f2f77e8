import { Migration } from '@mikro-orm/migrations';

export class Migration202611291045_TicketCredentials extends Migration {
  override up(): void {
    // They last for half a minute.
    this.addSql(`delete from \`console_ticket\``);
    this.addSql(`alter table \`console_ticket\` add \`credential\` varchar(64) not null`);
  }
}
