/** How fast waiting messages leave, beside the mail library by itself sending the same letters into the same relay. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { queueParcel } from '../../src/actions/outbox.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import type { World } from '../../src/actions/world.ts';
import { composeMail } from '../../src/courier/compose.ts';
import type { Parcel } from '../../src/courier/message.ts';
import { minutesAfter } from '../../src/lib/clock.ts';
import { openAside } from '../stand/aside.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { type Row, rounded, type Section } from '../table.ts';

const windows = 5;
const perWindow = 600;
const leastRatio = 0.7;
/** As many connections as the product keeps to its relay. */
const connections = 5;

const parcelTo = (serial: number, at: Date): Parcel => ({
  id: randomUUID(),
  to: { by: 'mail', address: `persona${serial}@buzon.example` },
  language: 'es',
  message: {
    kind: 'unlocked',
    firstName: 'Rosa',
    caseWords: 'farol canoa',
    device: 'android',
    at,
    link: 'http://localhost/n/0123456789012345678901234567890123456789012',
    linkUntil: minutesAfter(at, 14_400),
  },
});

async function queueAll(world: World): Promise<void> {
  const at = world.clock.now();
  await world.db.transaction(async (tx) => {
    for (let serial = 0; serial < perWindow; serial++)
      await queueParcel(world, tx, parcelTo(serial, at), {
        live: true,
        caseId: null,
        at,
        dropAfter: minutesAfter(at, 60),
      });
  });
}

async function handOver(world: World): Promise<number> {
  await queueAll(world);
  const start = performance.now();
  while ((await deliverDue(world)) > 0);
  return perWindow / ((performance.now() - start) / 1000);
}

/** The library and nothing else: one letter written beforehand, sent as often. */
async function bare({ world, sink }: Stand): Promise<number> {
  const { hostname, port } = new URL(sink.url);
  const pool = createTransport({
    pool: true,
    maxConnections: connections,
    host: hostname,
    port: Number(port),
    ignoreTLS: true,
  });
  const { mail, shortName, name, helpLine, timezone } = world.institution;
  const house = {
    institutionName: name,
    shortName,
    helpPhone: helpLine.phone,
    host: 'localhost',
    baseUrl: world.baseUrl,
    timezone,
  };
  const letter = composeMail(parcelTo(0, world.clock.now()), house);
  const start = performance.now();
  await Promise.all(
    Array.from({ length: perWindow }, (_, serial) =>
      pool.sendMail({
        from: mail.from,
        to: `persona${serial}@buzon.example`,
        ...letter,
        textEncoding: 'quoted-printable',
      }),
    ),
  );
  const perSecond = perWindow / ((performance.now() - start) / 1000);
  pool.close();
  return perSecond;
}

const smtpSource = '/usr/sbin/smtp-source';

/** Postfix's own load generator, where it is installed. */
async function bySmtpSource({ sink }: Stand): Promise<number | undefined> {
  if (!existsSync(smtpSource)) return undefined;
  const start = performance.now();
  await promisify(execFile)(smtpSource, [
    '-d',
    '-s',
    String(connections),
    '-m',
    String(perWindow),
    '-l',
    '4000',
    '-f',
    'a@localhost',
    '-t',
    'b@localhost',
    `inet:127.0.0.1:${new URL(sink.url).port}`,
  ]);
  return perWindow / ((performance.now() - start) / 1000);
}

export async function mail(stand: Stand): Promise<Section> {
  const aside = await openAside(stand, 1);
  const product: number[] = [];
  const library: number[] = [];
  const source: number[] = [];
  for (let window = 0; window < windows; window++) {
    product.push(await handOver(aside.world));
    library.push(await bare(stand));
    const generated = await bySmtpSource(stand);
    if (generated) source.push(generated);
  }
  await aside.close();
  const ratio = median(product.map((perSecond, window) => perSecond / (library[window] ?? Number.NaN)));
  const beside: Row[] =
    source.length === 0
      ? []
      : [
          {
            what: 'Postfix smtp-source',
            found: `${rounded(median(source), 0)} /s`,
            beside: `ratio ${rounded(median(product) / median(source), 2)}`,
          },
        ];
  return {
    title: `mail: ${perWindow} messages handed over through ${connections} connections, medians of ${windows} interleaved windows`,
    rows: [
      { what: 'product, from the outbox to the relay', found: `${rounded(median(product), 0)} /s` },
      {
        what: 'nodemailer by itself',
        found: `${rounded(median(library), 0)} /s`,
        beside: 'one letter written beforehand',
      },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      ...beside,
    ],
    notes: source.length > 0 ? [] : ['smtp-source is not installed (Debian: postfix)'],
  };
}
