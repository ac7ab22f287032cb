type Waiting<Asked, Answer> = {
  readonly asked: Asked;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (reason: unknown) => void;
};

/**
 * Lets those who ask while an answer is under way share the next one, where asking for many costs little more than for one.
 * `answerAll` gives as many answers as were asked for, in their order; its failure is everybody's who shared it.
 */
export function together<Asked, Answer>(
  answerAll: (all: readonly Asked[]) => Promise<readonly Answer[]>,
): (asked: Asked) => Promise<Answer> {
  let waiting: Waiting<Asked, Answer>[] = [];
  let busy = false;
  const answer = async (all: readonly Waiting<Asked, Answer>[]): Promise<void> => {
    const answers = await answerAll(all.map(({ asked }) => asked));
    if (answers.length !== all.length) throw new Error(`${answers.length} answers for ${all.length}`);
    // Sound: there are as many as were asked for.
    for (const [index, { resolve }] of all.entries()) resolve(answers[index] as Answer);
  };
  const work = async (): Promise<void> => {
    busy = true;
    while (waiting.length > 0) {
      const all = waiting;
      waiting = [];
      await answer(all).catch((reason: unknown) => {
        for (const { reject } of all) reject(reason);
      });
    }
    busy = false;
  };
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject });
      if (!busy) void work();
    });
}
