/** How soon it is there and how much room it takes. */
import { Visitor } from '../browser/visitor.ts';
import { ask } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import { memoryOf } from '../stand/process.ts';
import { startServer } from '../stand/server.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { type Row, rounded, type Section } from '../table.ts';

const starts = 5;
const longestStart = 1500;
const mostMemory = 150;
const asksForLoad = 2000;

type Started = { readonly took: number; readonly rss: number; readonly pss: number };

async function startOnce(environment: NodeJS.ProcessEnv): Promise<Started> {
  const server = await startServer(environment);
  const memory = memoryOf(server.pid);
  await server.stop();
  return { took: server.firstAnswer, ...memory };
}

/** With its own PostgreSQL, whose folder is there already: how most people run it. */
function ownDatabase({ environment, folder }: Stand): NodeJS.ProcessEnv {
  const { DATABASE_URL: _, ...rest } = environment;
  return { ...rest, RECLAVE_KEYS: undefined, RECLAVE_DATA: `${folder}/own` };
}

function rowsOf(name: string, found: readonly Started[]): Row[] {
  const took = median(found.map((one) => one.took));
  return [
    {
      what: `${name}: first answer`,
      found: `${rounded(took, 0)} ms`,
      beside: `under ${longestStart}; peers 510 to 2351`,
      holds: took < longestStart,
    },
  ];
}

const memoryRow = (when: string, { rss, pss }: { rss: number; pss: number }): Row => ({
  what: `memory ${when}, RSS / PSS`,
  found: `${rounded(rss, 0)} / ${rounded(pss, 0)} MB`,
  beside: `under ${mostMemory}; peers 81 to 351`,
  holds: rss < mostMemory,
});

export async function start(stand: Stand): Promise<Section> {
  const beside: Started[] = [];
  const embedded: Started[] = [];
  const own = ownDatabase(stand);
  await startOnce(own);
  for (let turn = 0; turn < starts; turn++) {
    beside.push(await startOnce(stand.environment));
    embedded.push(await startOnce(own));
  }
  const fresh = {
    rss: median(beside.map((one) => one.rss)),
    pss: median(beside.map((one) => one.pss)),
  };
  await crowd(stand.server.port, 8, asksForLoad, (connection) =>
    ask(new Visitor(connection), stand.people.known()),
  );
  return {
    title: `start: medians of ${starts}, compiled code cached, and memory of the server process`,
    rows: [
      ...rowsOf('beside a running PostgreSQL', beside),
      ...rowsOf('with its own PostgreSQL', embedded),
      memoryRow('after the start', fresh),
      memoryRow(`after ${asksForLoad} asks or more`, memoryOf(stand.server.pid)),
    ],
  };
}
