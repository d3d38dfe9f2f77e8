import { Migration } from '@mikro-orm/migrations';

export class Migration202611242112_Initial extends Migration {
  override up(): void {
    this.addSql(
      `create table \`audit_entry\` (\`id\` varchar(32) not null, \`at\` datetime(3) not null, \`actor_id\` varchar(32) null, \`action\` varchar(64) not null, \`subject\` varchar(32) null, \`detail\` text null, \`address\` varchar(64) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`audit_entry\` add index \`audit_entry_at\` (\`at\`)`);
    this.addSql(
      `create table \`collector_process\` (\`name\` varchar(100) not null, \`lease_until\` datetime(3) not null, primary key (\`name\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`console_ticket\` (\`hash\` varchar(64) not null, \`vm_id\` varchar(32) not null, \`user_id\` varchar(32) not null, \`kind\` varchar(24) not null, \`expires_at\` datetime(3) not null, primary key (\`hash\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`console_ticket\` add index \`console_ticket_expiry\` (\`expires_at\`)`,
    );
    this.addSql(
      `create table \`constant\` (\`name\` varchar(100) not null, \`value\` varchar(255) not null, \`updated_at\` datetime(3) not null, \`updated_by\` varchar(32) null, primary key (\`name\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`datastore\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`path\` varchar(255) not null, \`mount_address\` varchar(255) null, \`capacity_gib\` int null, \`used_gib\` int null, \`checked_at\` datetime(3) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`datastore\` add unique \`datastore_name\` (\`name\`)`);
    this.addSql(`alter table \`datastore\` add unique \`datastore_path\` (\`path\`)`);
    this.addSql(
      `create table \`host\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`address\` varchar(255) not null, \`ssh_port\` int not null, \`ssh_user\` varchar(100) not null, \`host_key_fingerprint\` varchar(100) not null, \`mac\` varchar(17) null, \`type\` varchar(24) not null, \`cpus\` int not null, \`ram_mib\` int not null, \`disk_gib\` int not null, \`libvirt_version\` varchar(24) null, \`qemu_version\` varchar(24) null, \`kvm\` tinyint(1) not null, \`bridge\` varchar(24) not null, \`status\` varchar(24) not null, \`status_reason\` text null, \`maintenance\` tinyint(1) not null, \`last_seen_at\` datetime(3) null, \`ssh_ok_since\` datetime(3) null, \`libvirt_ok_since\` datetime(3) null, \`strangers\` json not null, \`boot_marker\` varchar(100) null, \`collector\` varchar(100) null, \`collector_lease_until\` datetime(3) null, \`created_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`host\` add unique \`host_name\` (\`name\`)`);
    this.addSql(
      `create table \`mutation_result\` (\`user_id\` varchar(32) not null, \`client_mutation_id\` varchar(100) not null, \`mutation\` varchar(64) not null, \`result_id\` varchar(32) not null, \`at\` datetime(3) not null, primary key (\`user_id\`, \`client_mutation_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`organisation\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`organisation\` add unique \`organisation_name\` (\`name\`)`);
    this.addSql(
      `create table \`task\` (\`seq\` bigint unsigned not null auto_increment primary key, \`id\` varchar(32) not null, \`type\` varchar(24) not null, \`lane\` varchar(32) not null, \`held_lane\` varchar(32) null, \`priority\` int not null, \`status\` varchar(24) not null, \`title\` varchar(255) not null, \`message\` text null, \`error_code\` varchar(24) null, \`error_message\` text null, \`input\` json not null, \`progress\` int not null, \`vm_id\` varchar(32) null, \`host_id\` varchar(32) null, \`requested_by\` varchar(32) null, \`parent_id\` varchar(32) null, \`attempt\` int not null, \`owner\` varchar(100) null, \`epoch\` int not null, \`lease_until\` datetime(3) null, \`run_at\` datetime(3) not null, \`step_index\` int not null, \`cancel_requested\` tinyint(1) not null, \`undoing\` tinyint(1) not null, \`restart\` tinyint(1) not null, \`leftovers\` json not null, \`created_at\` datetime(3) not null, \`started_at\` datetime(3) null, \`finished_at\` datetime(3) null) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`task\` add unique \`task_id\` (\`id\`)`);
    this.addSql(`alter table \`task\` add unique \`task_held_lane\` (\`held_lane\`)`);
    this.addSql(`alter table \`task\` add index \`task_parent\` (\`parent_id\`)`);
    this.addSql(`alter table \`task\` add index \`task_requested_by\` (\`requested_by\`, \`seq\`)`);
    this.addSql(`alter table \`task\` add index \`task_host\` (\`host_id\`, \`seq\`)`);
    this.addSql(`alter table \`task\` add index \`task_vm\` (\`vm_id\`, \`seq\`)`);
    this.addSql(
      `alter table \`task\` add index \`task_claim\` (\`status\`, \`priority\`, \`seq\`)`,
    );
    this.addSql(`alter table \`task\` add index \`task_lane\` (\`lane\`, \`status\`, \`seq\`)`);
    this.addSql(
      `create table \`task_event\` (\`task_seq\` bigint unsigned not null, \`seq\` int unsigned not null, \`at\` datetime(3) not null, \`level\` varchar(24) not null, \`step\` varchar(64) null, \`message\` text not null, primary key (\`task_seq\`, \`seq\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`task_step\` (\`task_seq\` bigint unsigned not null, \`position\` int unsigned not null, \`name\` varchar(64) not null, \`status\` varchar(24) not null, \`tries\` int not null, \`started_at\` datetime(3) null, \`finished_at\` datetime(3) null, \`error\` text null, \`result\` json null, primary key (\`task_seq\`, \`position\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `create table \`template\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`os\` varchar(100) not null, \`version\` varchar(100) null, \`arch\` varchar(24) not null, \`disk_gib\` int not null, \`format\` varchar(24) not null, \`datastore_id\` varchar(32) not null, \`file\` varchar(255) not null, \`kernel\` varchar(255) null, \`initrd\` varchar(255) null, \`cmdline\` text null, \`cloud_init\` tinyint(1) not null, \`min_ram_mib\` int not null, \`default_ram_mib\` int not null, \`default_vcpus\` int not null, \`position\` int not null, \`active\` tinyint(1) not null, \`created_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`template\` add unique \`template_name\` (\`name\`)`);
    this.addSql(
      `alter table \`template\` add index \`template_datastore_id_index\` (\`datastore_id\`)`,
    );
    this.addSql(
      `create table \`user\` (\`id\` varchar(32) not null, \`username\` varchar(100) not null, \`name\` varchar(100) not null, \`email\` varchar(255) null, \`password_hash\` varchar(255) null, \`password_change_suggested\` tinyint(1) not null, \`roles\` json not null, \`organisation_id\` varchar(32) not null, \`active\` tinyint(1) not null, \`created_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`user\` add unique \`user_username\` (\`username\`)`);
    this.addSql(
      `alter table \`user\` add index \`user_organisation_id_index\` (\`organisation_id\`)`,
    );
    this.addSql(
      `create table \`session\` (\`id\` varchar(64) not null, \`user_id\` varchar(32) not null, \`created_at\` datetime(3) not null, \`expires_at\` datetime(3) not null, \`address\` varchar(64) null, \`user_agent\` varchar(255) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`session\` add index \`session_user_id_index\` (\`user_id\`)`);
    this.addSql(`alter table \`session\` add index \`session_expires_at\` (\`expires_at\`)`);
    this.addSql(
      `create table \`api_token\` (\`id\` varchar(32) not null, \`user_id\` varchar(32) not null, \`name\` varchar(100) not null, \`hash\` varchar(64) not null, \`scopes\` json not null, \`created_at\` datetime(3) not null, \`expires_at\` datetime(3) null, \`last_used_at\` datetime(3) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`api_token\` add index \`api_token_user_id_index\` (\`user_id\`)`);
    this.addSql(`alter table \`api_token\` add unique \`api_token_hash\` (\`hash\`)`);
    this.addSql(
      `create table \`vlan\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`tag\` int not null, \`subnet\` varchar(43) not null, \`gateway\` varchar(39) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`vlan\` add unique \`vlan_name\` (\`name\`)`);
    this.addSql(`alter table \`vlan\` add unique \`vlan_tag\` (\`tag\`)`);
    this.addSql(
      `create table \`security_domain\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`vlan_id\` varchar(32) not null, \`visible_to_all\` tinyint(1) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`security_domain\` add unique \`security_domain_name\` (\`name\`)`);
    this.addSql(
      `alter table \`security_domain\` add index \`security_domain_vlan_id_index\` (\`vlan_id\`)`,
    );
    this.addSql(
      `create table \`vm\` (\`id\` varchar(32) not null, \`name\` varchar(100) not null, \`identity\` varchar(191) not null, \`uuid\` varchar(36) not null, \`owner_id\` varchar(32) not null, \`requester_id\` varchar(32) null, \`organisation_id\` varchar(32) not null, \`host_id\` varchar(32) null, \`template_id\` varchar(32) null, \`parent_id\` varchar(32) null, \`datastore_id\` varchar(32) not null, \`security_domain_id\` varchar(32) null, \`vcpus\` int not null, \`ram_mib\` int not null, \`disk_gib\` int not null, \`vnc_port\` int null, \`purpose\` text null, \`expires_at\` datetime(3) null, \`locked\` tinyint(1) not null, \`desired_status\` varchar(24) not null, \`status\` varchar(24) not null, \`status_since\` datetime(3) not null, \`status_reason\` text null, \`created_at\` datetime(3) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`vm\` add unique \`vm_identity\` (\`identity\`)`);
    this.addSql(`alter table \`vm\` add unique \`vm_uuid\` (\`uuid\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_owner_id_index\` (\`owner_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_requester_id_index\` (\`requester_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_organisation_id_index\` (\`organisation_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_host_id_index\` (\`host_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_template_id_index\` (\`template_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_parent_id_index\` (\`parent_id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_datastore_id_index\` (\`datastore_id\`)`);
    this.addSql(
      `alter table \`vm\` add index \`vm_security_domain_id_index\` (\`security_domain_id\`)`,
    );
    this.addSql(`alter table \`vm\` add unique \`vm_vnc_port\` (\`vnc_port\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_name\` (\`name\`, \`id\`)`);
    this.addSql(`alter table \`vm\` add index \`vm_created\` (\`created_at\`, \`id\`)`);
    this.addSql(`alter table \`vm\` add unique \`vm_owner_name\` (\`owner_id\`, \`name\`)`);
    this.addSql(
      `create table \`vm_collaborator\` (\`vm_id\` varchar(32) not null, \`user_id\` varchar(32) not null, primary key (\`vm_id\`, \`user_id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(
      `alter table \`vm_collaborator\` add index \`vm_collaborator_vm_id_index\` (\`vm_id\`)`,
    );
    this.addSql(
      `alter table \`vm_collaborator\` add index \`vm_collaborator_user_id_index\` (\`user_id\`)`,
    );
    this.addSql(
      `create table \`private_ip\` (\`id\` varchar(32) not null, \`address\` varchar(15) not null, \`number\` int unsigned not null, \`mac\` varchar(17) not null, \`vlan_id\` varchar(32) not null, \`vm_id\` varchar(32) null, \`host_id\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`private_ip\` add unique \`private_ip_address\` (\`address\`)`);
    this.addSql(`alter table \`private_ip\` add unique \`private_ip_mac\` (\`mac\`)`);
    this.addSql(`alter table \`private_ip\` add index \`private_ip_vlan_id_index\` (\`vlan_id\`)`);
    this.addSql(`alter table \`private_ip\` add index \`private_ip_vm_id_index\` (\`vm_id\`)`);
    this.addSql(`alter table \`private_ip\` add unique \`private_ip_vm\` (\`vm_id\`)`);
    this.addSql(`alter table \`private_ip\` add index \`private_ip_host_id_index\` (\`host_id\`)`);
    this.addSql(`alter table \`private_ip\` add index \`private_ip_vlan\` (\`vlan_id\`)`);
    this.addSql(
      `create table \`disk\` (\`id\` varchar(32) not null, \`vm_id\` varchar(32) not null, \`target\` varchar(24) not null, \`path\` varchar(255) not null, \`size_gib\` int not null, \`datastore_id\` varchar(32) not null, \`root\` tinyint(1) not null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`disk\` add index \`disk_vm_id_index\` (\`vm_id\`)`);
    this.addSql(`alter table \`disk\` add unique \`disk_path\` (\`path\`)`);
    this.addSql(`alter table \`disk\` add index \`disk_datastore_id_index\` (\`datastore_id\`)`);
    this.addSql(`alter table \`disk\` add unique \`disk_vm_target\` (\`vm_id\`, \`target\`)`);
    this.addSql(
      `create table \`vm_event\` (\`id\` varchar(32) not null, \`vm_id\` varchar(32) not null, \`at\` datetime(3) not null, \`actor_id\` varchar(32) null, \`attribute\` varchar(24) not null, \`from\` text null, \`to\` text null, \`task_id\` varchar(32) null, primary key (\`id\`)) default character set utf8mb4 collate utf8mb4_unicode_ci engine = InnoDB`,
    );
    this.addSql(`alter table \`vm_event\` add index \`vm_event_vm\` (\`vm_id\`, \`id\`)`);
    this.addSql(
      `alter table \`task_event\` add constraint \`task_event_task_seq_foreign\` foreign key (\`task_seq\`) references \`task\` (\`seq\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`task_step\` add constraint \`task_step_task_seq_foreign\` foreign key (\`task_seq\`) references \`task\` (\`seq\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`template\` add constraint \`template_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`user\` add constraint \`user_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`session\` add constraint \`session_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`api_token\` add constraint \`api_token_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`security_domain\` add constraint \`security_domain_vlan_id_foreign\` foreign key (\`vlan_id\`) references \`vlan\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_owner_id_foreign\` foreign key (\`owner_id\`) references \`user\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_requester_id_foreign\` foreign key (\`requester_id\`) references \`user\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_organisation_id_foreign\` foreign key (\`organisation_id\`) references \`organisation\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_template_id_foreign\` foreign key (\`template_id\`) references \`template\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_parent_id_foreign\` foreign key (\`parent_id\`) references \`vm\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`vm\` add constraint \`vm_security_domain_id_foreign\` foreign key (\`security_domain_id\`) references \`security_domain\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`vm_collaborator\` add constraint \`vm_collaborator_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`vm_collaborator\` add constraint \`vm_collaborator_user_id_foreign\` foreign key (\`user_id\`) references \`user\` (\`id\`) on update cascade on delete cascade`,
    );
    this.addSql(
      `alter table \`private_ip\` add constraint \`private_ip_vlan_id_foreign\` foreign key (\`vlan_id\`) references \`vlan\` (\`id\`)`,
    );
    this.addSql(
      `alter table \`private_ip\` add constraint \`private_ip_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`private_ip\` add constraint \`private_ip_host_id_foreign\` foreign key (\`host_id\`) references \`host\` (\`id\`) on delete set null`,
    );
    this.addSql(
      `alter table \`disk\` add constraint \`disk_vm_id_foreign\` foreign key (\`vm_id\`) references \`vm\` (\`id\`) on delete cascade`,
    );
    this.addSql(
      `alter table \`disk\` add constraint \`disk_datastore_id_foreign\` foreign key (\`datastore_id\`) references \`datastore\` (\`id\`)`,
    );
  }
}
