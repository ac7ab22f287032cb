/** Every column the key ring seals, to be counted and sealed anew. `test/store/sealed.test.ts` finds one that is missing here. */
import { type Runner, type Statement, statement } from '../database.ts';

type KeyColumn = { readonly name: string; readonly type: 'uuid' | 'bytea' | 'text' };

const id: readonly KeyColumn[] = [{ name: 'id', type: 'uuid' }];
const number: readonly KeyColumn[] = [{ name: 'name_hash', type: 'bytea' }];

/** By what a row is found: what its value is sealed to, and unique. */
const keys = {
  'accounts.personal': number,
  'standings.questions': number,
  'cases.typed': id,
  'challenges.code': id,
  'outbox.payload': [{ name: 'parcel_id', type: 'uuid' }],
  'contact_changes.contacts': id,
  'contact_changes.code': id,
  'letters.payload': id,
  'audit_person_keys.data_key': [{ name: 'subject', type: 'bytea' }],
  'staff.name': id,
  'staff_drafts.value': [
    { name: 'staff_id', type: 'uuid' },
    { name: 'page', type: 'text' },
  ],
  'tickets.phone': id,
  'desk_cases.sealed': id,
  'desk_cases.code': id,
  'break_glass.sealed': id,
} as const satisfies Record<string, readonly KeyColumn[]>;

export type SealedColumn = keyof typeof keys;

// Sound: the keys of an object of ours that nobody adds to.
export const sealedColumns = Object.keys(keys) as readonly SealedColumn[];

/** One sealed value, and the text of the columns that find its row: bytes in hex. */
export type SealedValue = { readonly key: readonly string[]; readonly sealed: Buffer };

type Said = {
  readonly count: Statement<{ head: Buffer; n: number }>;
  readonly page: Statement<SealedValue>;
  readonly one: Statement<SealedValue>;
  readonly write: Statement<never>;
};

/** Smaller than any row's: where a walk through a table begins. */
const least = { uuid: '00000000-0000-0000-0000-000000000000', bytea: '', text: '' } as const;

const read = (type: KeyColumn['type'], text: string): string =>
  type === 'bytea' ? `decode(${text}, 'hex')` : `${text}::${type}`;

function said(where: SealedColumn): Said {
  const [table = '', column = ''] = where.split('.');
  const key: readonly KeyColumn[] = keys[where];
  const names = key.map(({ name }) => name).join(', ');
  const texts = key.map(({ name, type }) => (type === 'bytea' ? `encode(${name}, 'hex')` : `${name}::text`));
  const after = key.map(({ type }, place) => read(type, `$${place + 2}`)).join(', ');
  const former = `select array[${texts.join(', ')}] as key, ${column} as sealed from ${table}
    where substring(${column} from 1 for octet_length($1)) <> $1::bytea and (${names}) > (${after}) order by ${names}`;
  const lists = key.map((_, place) => `$${place + 2}::text[]`).join(', ');
  const same = key.map(({ name, type }, place) => `t.${name} = ${read(type, `v.k${place}`)}`).join(' and ');
  return {
    count: statement(
      `count-seals ${where}`,
      // A value too short to name a key is its own head.
      `select case when octet_length(${column}) < 2 then ${column}
              else substring(${column} from 1 for 2 + get_byte(${column}, 1)) end as head, count(*)::int as n
       from ${table} where ${column} is not null group by 1`,
    ),
    page: statement(`former-seals ${where}`, `${former} limit 200 for update skip locked`),
    one: statement(`former-seal ${where}`, `${former} limit 1 for update`),
    write: statement(
      `seal-anew ${where}`,
      `update ${table} t set ${column} = v.sealed
       from unnest($1::bytea[], ${lists}) as v (sealed, ${key.map((_, place) => `k${place}`).join(', ')}) where ${same}`,
    ),
  };
}

const statements = new Map(sealedColumns.map((where) => [where, said(where)]));

function saidOf(where: SealedColumn): Said {
  const found = statements.get(where);
  if (!found) throw new TypeError(`${where} is no sealed column`);
  return found;
}

/** How many values of a column stand under each key, by the beginning that names it. */
export const countSeals = (on: Runner, where: SealedColumn): Promise<{ head: Buffer; n: number }[]> =>
  on.run(saidOf(where).count);

/** Whether the rows of a column may be named to an operator: hashes of numbers stand for somebody. */
export const namesNobody = (where: SealedColumn): boolean =>
  keys[where].every(({ type }) => type !== 'bytea');

/** Where a walk through a column begins. */
export const beforeFirst = (where: SealedColumn): readonly string[] =>
  keys[where].map(({ type }) => least[type]);

/**
 * The next values after a row that do not begin with `head`, locked. `patient` waits for a row somebody else holds, and so takes
 * one at a time, that nobody waits for us in turn; otherwise such rows are passed over.
 */
export function lockFormerSeals(
  tx: Runner,
  where: SealedColumn,
  { head, after, patient }: { head: Buffer; after: readonly string[]; patient: boolean },
): Promise<SealedValue[]> {
  const { page, one } = saidOf(where);
  return tx.run(patient ? one : page, [head, ...after]);
}

/** Writes values sealed anew; their rows are locked. */
export async function writeSeals(
  tx: Runner,
  where: SealedColumn,
  values: readonly SealedValue[],
): Promise<void> {
  const lists = keys[where].map((_, place) => values.map(({ key }) => key[place] ?? ''));
  await tx.run(saidOf(where).write, [values.map(({ sealed }) => sealed), ...lists]);
}
