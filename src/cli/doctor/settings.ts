import { openCourier } from '../../world.ts';
import { type Check, type Finding, ok, warning, wrong } from './check.ts';

const patienceMilliseconds = 10_000;

/** The relay is asked as it is before each message: nothing is sent. */
const relay: Check = {
  name: 'relay',
  async run({ config }): Promise<Finding> {
    if (!config.smtpUrl) return warning('SMTP_URL is not set: messages go to a folder');
    const courier = await openCourier(config);
    const late = new Promise<false>((resolve) =>
      setTimeout(() => resolve(false), patienceMilliseconds).unref(),
    );
    try {
      return (await Promise.race([courier.ready(), late]))
        ? ok('the relay answers')
        : wrong('the relay does not answer: no message goes out');
    } finally {
      await courier.close();
    }
  },
};

/** What stands in the settings and needs nobody to be asked. */
export const settingChecks: readonly Check[] = [
  {
    name: 'keys',
    run: ({ config: { keys } }) =>
      keys.kind === 'given'
        ? ok(`the ring has ${keys.ring.reveal().length} of them, current is ${keys.ring.reveal()[0]?.id}`)
        : warning(`none yet: the first start makes ${keys.file}`),
  },
  {
    name: 'base URL',
    run: ({ config: { baseUrl, institution } }) => {
      if (baseUrl.startsWith('https:')) return ok(baseUrl);
      const said = `${baseUrl} is not https: right on this machine only`;
      return institution.fictional ? warning(said) : wrong(said);
    },
  },
  {
    name: 'trusted proxies',
    run({ config: { baseUrl, trustedProxies } }) {
      if (trustedProxies.length > 0) return ok(trustedProxies.join(', '));
      return baseUrl.startsWith('https:')
        ? wrong('TRUSTED_PROXIES is not set: all visitors count as one network, the proxy’s')
        : ok('none, and no proxy is needed on this machine');
    },
  },
  relay,
  {
    name: 'SMS gateway',
    run: ({ config: { sms } }) => (sms ? ok('is set') : ok('none: no SMS is sent')),
  },
  {
    name: 'sink of the log',
    run: ({ config: { auditSink } }) =>
      auditSink ? ok('is set') : warning('RECLAVE_AUDIT_SINK is not set: seals stay in the database'),
  },
];
