/** How far an import has come, for whoever waits: a bar on a terminal, a line now and then anywhere else. */

export type Meter = {
  /** Where in the file it stands, and how many rows were brought since it began. */
  move(place: number, rows: number): void;
  stop(): void;
};

const barWidth = 28;
const every = { terminal: 200, elsewhere: 5000 };

const whole = new Intl.NumberFormat('en-US');

function timeLeft(seconds: number): string {
  if (seconds >= 90) return `${Math.round(seconds / 60)} min left`;
  return `${Math.max(1, Math.round(seconds))} s left`;
}

/** One state of the meter in words. The rate is that of this run: one that goes on has not read what came before. */
function meterText(
  { place, size, rows, from }: { place: number; size: number; rows: number; from: number },
  seconds: number,
): string {
  const share = size === 0 ? 1 : place / size;
  const rate = seconds > 0 ? rows / seconds : 0;
  const left = place > from ? ((size - place) / (place - from)) * seconds : undefined;
  const parts = [
    `${Math.floor(share * 100)} %`,
    `${whole.format(rows)} rows`,
    `${whole.format(Math.round(rate))} rows/s`,
  ];
  return [...parts, ...(left === undefined ? [] : [timeLeft(left)])].join(', ');
}

function bar(share: number): string {
  const done = Math.floor(share * barWidth);
  return `[${'#'.repeat(done)}${'.'.repeat(barWidth - done)}]`;
}

/** Begins at a place of a file of `size` bytes. It writes beside the result, so that the result can be kept in a file. */
export function startMeter(size: number, from: number): Meter {
  const { stderr } = process;
  const began = performance.now();
  let state = { place: from, size, rows: 0, from };
  const show = (): void => {
    const text = meterText(state, (performance.now() - began) / 1000);
    if (stderr.isTTY) stderr.write(`\r${bar(size === 0 ? 1 : state.place / size)} ${text}\x1b[K`);
    else console.error(text);
  };
  const timer = setInterval(show, stderr.isTTY ? every.terminal : every.elsewhere);
  timer.unref();
  return {
    move(place, rows) {
      state = { ...state, place, rows };
    },
    stop() {
      clearInterval(timer);
      if (stderr.isTTY) stderr.write('\r\x1b[K');
    },
  };
}
