import { Migration } from '@mikro-orm/migrations';

export class Migration202611291600_TemplateImageSize extends Migration {
  override up(): void {
    this.addSql('alter table `template` add `image_gib` int null');
    // What an image is, was not kept: its disk is not made smaller than it is now.
    this.addSql(
      "update `template` set `image_gib` = `disk_gib` where `format` <> 'ISO' and `state` = 'READY'",
    );
  }
}
