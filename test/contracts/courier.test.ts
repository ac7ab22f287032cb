import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openFolder } from '../../src/courier/folder.ts';
import { openGateway } from '../../src/courier/gateway.ts';
import type { Courier, Message, Parcel } from '../../src/courier/message.ts';
import { openPostOffice } from '../../src/courier/post-office.ts';
import { openSmtp } from '../../src/courier/smtp.ts';
import { badAddresses, badPhones, house, messages, parcelTo, smtpOptions } from './courier-cases.ts';
import { startGateway, startRelay } from './courier-sinks.ts';

/** An implementation beside a way to see what really arrived: who got it, and its text. */
type Bench = {
  readonly courier: Courier;
  readonly to: Parcel['to'];
  readonly bad: readonly Parcel['to'][];
  arrived(): readonly { readonly to: string; readonly text: string }[];
  close(): Promise<void>;
};

const mailTo = (address: string): Parcel['to'] => ({ by: 'mail', address });
const smsTo = (phone: string): Parcel['to'] => ({ by: 'sms', phone });

async function smtpBench(): Promise<Bench> {
  const relay = await startRelay();
  const courier = openSmtp(smtpOptions(relay.url), house);
  return {
    courier,
    to: mailTo('ana@correo.example'),
    bad: badAddresses.map(mailTo),
    arrived: () => relay.mails.flatMap(({ rcpt, text }) => rcpt.map((to) => ({ to, text }))),
    close: async () => {
      await courier.close();
      await relay.stop();
    },
  };
}

async function gatewayBench(): Promise<Bench> {
  const gateway = await startGateway();
  const courier = openGateway({ url: gateway.url, body: '{"to":"{to}","text":"{text}"}' }, house);
  return {
    courier,
    to: smsTo('+593987654321'),
    bad: badPhones.map(smsTo),
    arrived: () => gateway.bodies.map(({ to, text }) => ({ to: String(to), text: String(text) })),
    close: gateway.stop,
  };
}

async function folderBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-folder-'));
  return {
    courier: await openFolder(folder, house),
    to: mailTo('ana@correo.example'),
    bad: [...badAddresses.map(mailTo), ...badPhones.map(smsTo)],
    arrived: () =>
      readdirSync(folder).map((name) => {
        const { to, letter } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
        return { to: to.address ?? to.phone, text: letter.text ?? letter.sms };
      }),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

async function postOfficeBench(): Promise<Bench> {
  const [mail, sms] = [await smtpBench(), await gatewayBench()];
  return {
    ...mail,
    courier: openPostOffice({ mail: mail.courier, sms: sms.courier }),
    bad: [...mail.bad, ...sms.bad],
    close: async () => {
      await mail.close();
      await sms.close();
    },
  };
}

const benches = {
  smtp: smtpBench,
  gateway: gatewayBench,
  folder: folderBench,
  'post office': postOfficeBench,
};

for (const [name, open] of Object.entries(benches)) {
  describe(`courier: ${name}`, () => {
    let bench: Bench;
    const kinds: readonly Message['kind'][] = ['recover', 'key-changed', 'someone-tried'];

    before(async () => {
      bench = await open();
    });
    after(() => bench.close());

    test('rehearses every message and delivers nothing', async () => {
      for (const kind of kinds) await bench.courier.rehearse(parcelTo(bench.to, kind));
      assert.deepEqual(bench.arrived(), []);
    });

    test('rehearses even what it would refuse', async () => {
      for (const to of bench.bad) await bench.courier.rehearse(parcelTo(to, 'recover'));
      assert.deepEqual(bench.arrived(), []);
    });

    test('a planted bad destination is refused, and nobody gets anything (EM-02, EM-03)', async () => {
      for (const to of bench.bad) {
        const receipt = await bench.courier.carry(parcelTo(to, 'recover'));
        assert.equal(receipt.outcome, 'refused', JSON.stringify(to));
      }
      assert.deepEqual(bench.arrived(), []);
    });

    test('carries every message in every language to the one destination, as written', async () => {
      for (const language of ['es', 'en'] as const) {
        for (const kind of kinds) {
          const before = bench.arrived().length;
          const parcel = { ...parcelTo(bench.to, kind), language };
          assert.deepEqual(await bench.courier.carry(parcel), { outcome: 'carried' });
          assert.equal(bench.arrived().length, before + 1);
        }
      }
      const destinations = new Set(bench.arrived().map(({ to }) => to));
      assert.deepEqual([...destinations], [bench.to.by === 'mail' ? bench.to.address : bench.to.phone]);
    });

    test('the recovery message holds the code', async () => {
      const { code } = messages.recover;
      const texts = bench.arrived().map(({ text }) => text.replaceAll(' ', ''));
      assert.ok(texts.some((text) => text.includes(code)));
    });
  });
}

test('a post office without a gateway refuses SMS', async () => {
  const bench = await folderBench();
  const office = openPostOffice({ mail: bench.courier });
  const receipt = await office.carry(parcelTo(smsTo('+593987654321'), 'recover'));
  assert.equal(receipt.outcome, 'refused');
  await bench.close();
});
