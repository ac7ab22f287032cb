import type { Secret } from '../../lib/secret.ts';
import { openCourier } from '../../world.ts';
import { type Check, type Finding, ok, type Patient, warning, wrong } from './check.ts';

const patienceMilliseconds = 10_000;

/** Whether one relay answers, asked as it is before each message: nothing is sent. */
async function answers({ config, clock }: Patient, url: Secret): Promise<boolean> {
  const courier = await openCourier({ ...config, smtpUrls: [url] }, clock);
  const late = new Promise<false>((resolve) =>
    setTimeout(() => resolve(false), patienceMilliseconds).unref(),
  );
  try {
    return await Promise.race([courier.ready(), late]);
  } finally {
    await courier.close();
  }
}

/** Each is asked by itself: while one carries nobody notices that another is silent. */
const relay: Check = {
  name: 'relay',
  async run(patient): Promise<Finding> {
    const { smtpUrls = [] } = patient.config;
    if (smtpUrls.length === 0) return warning('SMTP_URL is not set: messages go to a folder');
    const ready = await Promise.all(smtpUrls.map((url) => answers(patient, url)));
    const said = smtpUrls
      .map((url, place) => `${new URL(url.reveal()).host} ${ready[place] ? 'answers' : 'does not answer'}`)
      .join(', ');
    if (ready.every(Boolean)) return ok(said);
    return ready.some(Boolean)
      ? warning(`${said}: the others carry all`)
      : wrong(`${said}: no message goes out`);
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
