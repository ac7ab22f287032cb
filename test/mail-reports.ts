/** Reports as relays write them (RFC 3464), and what comes back beside them. */

const head = (to: string, type: string): string[] => [
  'From: MAILER-DAEMON@relay.example (Mail Delivery System)',
  `To: ${to}`,
  'Subject: Undelivered Mail Returned to Sender',
  'Auto-Submitted: auto-replied',
  'MIME-Version: 1.0',
  `Content-Type: ${type}`,
  '',
];

/** A report on one message, returned to an address. */
export const reportTo = (to: string, action: string, status: string): string =>
  [
    ...head(to, 'multipart/report; report-type=delivery-status;\r\n\tboundary="b/1"'),
    '--b/1',
    'Content-Type: text/plain; charset=us-ascii',
    '',
    'Action: delivered',
    'Status: 2.0.0',
    '',
    '--b/1',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; relay.example',
    '',
    'Final-Recipient: rfc822; alguien@correo.example',
    'Original-Recipient: rfc822;alguien@correo.example',
    `Action: ${action}`,
    `Status: ${status}`,
    'Diagnostic-Code: smtp; 550 5.1.1 <alguien@correo.example>:',
    '    Recipient address rejected',
    '',
    '--b/1',
    'Content-Type: message/rfc822',
    '',
    'From: clave@clave.ceibo.example',
    'Subject: CANOA FAROL',
    '',
    '--b/1--',
    '',
  ].join('\r\n');

/** What comes back and is no report: an absence, a person, half a report, noise. */
export const notReports = (to: string): readonly string[] => {
  const report = reportTo(to, 'failed', '5.1.1');
  return [
    [...head(to, 'text/plain'), 'Estoy de vacaciones.', 'Action: failed', 'Status: 5.1.1', ''].join('\r\n'),
    report.replace('multipart/report; report-type=delivery-status', 'multipart/mixed'),
    report.replace('report-type=delivery-status', 'report-type=feedback-report'),
    report.replace('message/delivery-status', 'text/plain'),
    report.replace('Status: 5.1.1', 'Status: cinco'),
    report.replace('Action: failed\r\n', ''),
    report.replace('Status: 5.1.1\r\n', 'Status: 5.1.1\r\n\r\nAction: failed\r\nStatus: 5.1.1\r\n'),
    report.slice(0, 120),
    'no header at all',
    '',
    '\0\r\n\r\n--',
    report.replace('Action: failed', 'Action: delivered'),
  ];
};
