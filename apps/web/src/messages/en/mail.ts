/** How mail goes out. */
export const mail = {
  'mail.title': 'Mail',
  'mail.error': 'The state of mail could not be loaded',
  'mail.off':
    'No mail is sent. To have alerts mailed to the admins, start the server with BAADAL_SMTP_URL and BAADAL_MAIL_FROM.',
  'mail.server': 'Server',
  'mail.sender': 'Sender',
  'mail.waiting': 'Waiting',
  'mail.failed': 'Given up in 30 days',
  'mail.lastSent': 'Last sent',
  'mail.lastFault': 'Last fault',
  'mail.failing': 'Mail does not go out',
  'mail.failing.why': 'The mail server {server} said last: {fault}',
  'mail.failing.counts': 'Waiting: {waiting}. Given up in 30 days: {failed}.',
  'mail.failing.settings': 'Mail on the settings page',
  'mail.none': 'None yet',
  'mail.test': 'Send a test mail',
  'mail.test.to': 'To',
  'mail.test.help': 'Empty: to your own address.',
  'mail.test.send': 'Send',
  'mail.test.remedy':
    'See that the mail server runs, and that BAADAL_SMTP_URL and BAADAL_MAIL_FROM are right.',
  'mail.test.sent': 'The mail server has taken the test mail',
  'mail.test.failed': 'The test mail was not sent',
} as const;
