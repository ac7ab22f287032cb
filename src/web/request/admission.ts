/**
 * Lets so many requests work at once and so many wait for so long; whoever is too many is told so at once. Without it an
 * overload makes everybody wait until nobody is served.
 */

/** Who is inside a walk or an account goes before who comes anew, and is not refused while a newcomer waits. */
export type Rank = 'inside' | 'new';

/** Who asks for a place, and the widest network their address is counted under. */
export type Caller = { readonly rank: Rank; readonly network: string };

export type AdmissionLimits = {
  readonly atOnce: number;
  readonly longestLine: number;
  /** How many of one network may wait in each rank: the rest of the line is for others, however many come from there. */
  readonly mostOfNetwork: Readonly<Record<Rank, number>>;
  readonly longestWaitMilliseconds: number;
  /** Whether the process cannot keep up: then nobody new is let in. Absent, it always can. */
  readonly isBehind?: () => boolean;
};

export type Admission = {
  /** Works when its turn comes. Nothing when there was no place in time. */
  pass<T>(caller: Caller, work: () => Promise<T>): Promise<{ readonly done: T } | undefined>;
};

/** Who is inside is believed, since nobody has time to look: so every so many places are a newcomer's, whoever pretends. */
const newcomersTurn = 4;

type Waiting = { readonly network: string; readonly answer: (admitted: boolean) => void };

type Lines = Record<Rank, Waiting[]>;

/** Stands in the line of a rank until a place is given, or the time is up. */
const waitIn = (lines: Lines, { rank, network }: Caller, milliseconds: number): Promise<boolean> =>
  new Promise((resolve) => {
    const tooLong = setTimeout(() => waiting.answer(false), milliseconds);
    const waiting: Waiting = {
      network,
      answer(admitted) {
        clearTimeout(tooLong);
        lines[rank] = lines[rank].filter((one) => one !== waiting);
        resolve(admitted);
      },
    };
    lines[rank].push(waiting);
  });

/** One door for one process. */
export function createAdmission({
  atOnce,
  longestLine,
  mostOfNetwork,
  longestWaitMilliseconds,
  isBehind = () => false,
}: AdmissionLimits): Admission {
  const lines: Lines = { inside: [], new: [] };
  let working = 0;

  const waitingWith = ({ rank, network }: Caller): number =>
    lines[rank].filter((one) => one.network === network).length;
  const enter = async (caller: Caller): Promise<boolean> => {
    const { rank } = caller;
    if (rank === 'new' && isBehind()) return false;
    if (working < atOnce) {
      working += 1;
      return true;
    }
    if (waitingWith(caller) >= mostOfNetwork[rank]) return false;
    if (lines.inside.length + lines.new.length >= longestLine) {
      // Who is inside takes the place of the newcomer who came last, if there is one.
      const last = rank === 'inside' ? lines.new.at(-1) : undefined;
      if (!last) return false;
      last.answer(false);
    }
    return waitIn(lines, caller, longestWaitMilliseconds);
  };
  let handedOn = 0;
  // The place is handed on and never freed between: nobody new can slip in before who waits.
  const leave = (): void => {
    const [inside, newcomer] = [lines.inside[0], lines.new[0]];
    handedOn += 1;
    const next = handedOn % newcomersTurn === 0 ? (newcomer ?? inside) : (inside ?? newcomer);
    if (next) next.answer(true);
    else working -= 1;
  };
  return {
    async pass(caller, work) {
      if (!(await enter(caller))) return undefined;
      try {
        return { done: await work() };
      } finally {
        leave();
      }
    },
  };
}
