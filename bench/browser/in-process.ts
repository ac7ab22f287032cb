import type { App } from '../../src/web/request/visit.ts';
import type { Line } from './connection.ts';

/** The application itself as the other end of the line: no socket and no second process, for writing down what it asks. */
export const inProcess = (app: App): Line => ({
  async send(method, path, fields, body) {
    const { 'x-forwarded-for': ip = '192.0.2.1', ...headers } = fields;
    const url = new URL(path, 'http://localhost');
    const asked = new Request(url, {
      method,
      headers: { host: url.host, ...headers },
      ...(method === 'POST' && { body: body ?? '' }),
    });
    const answer = await app.fetch(asked, { ip });
    const lines = [...answer.headers].map(([name, value]) => `${name}: ${value}\r\n`);
    const head = `HTTP/1.1 ${answer.status} \r\n${lines.join('')}`;
    return { status: answer.status, head, body: Buffer.from(await answer.arrayBuffer()) };
  },
});
