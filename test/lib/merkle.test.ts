/** The tree under the seals of the log (RFC 6962), held to the RFC's own recursive definition and to its known answers. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { inclusionPath, leafHash, rootByPath, rootOf } from '../../src/lib/audit/merkle.ts';
import { sha256 } from '../../src/lib/digest.ts';

const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.concat([Buffer.of(1), left, right]));

/** The definition, word for word: split at the largest power of two below the size. */
function byDefinition(leaves: readonly Buffer[]): Buffer {
  const [first] = leaves;
  if (!first) return sha256('');
  if (leaves.length === 1) return first;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return node(byDefinition(leaves.slice(0, split)), byDefinition(leaves.slice(split)));
}

const leavesOf = (texts: readonly string[]): Buffer[] => texts.map(leafHash);
const someTexts = fc.array(fc.string(), { minLength: 1, maxLength: 70 });

test('the hash of nothing, and of an empty leaf, are those every log of RFC 6962 has', () => {
  assert.equal(
    rootOf([]).toString('hex'),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  );
  assert.equal(
    leafHash('').toString('hex'),
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  );
});

test('the root is the one the RFC defines, whatever the size', () => {
  fc.assert(
    fc.property(someTexts, (texts) => {
      assert.deepEqual(rootOf(leavesOf(texts)), byDefinition(leavesOf(texts)));
    }),
  );
});

test('every leaf has a path that leads to the root, and no other place, leaf or path leads there', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 70 }), fc.nat(), (texts, pick) => {
      const leaves = leavesOf(texts);
      const size = leaves.length;
      const position = pick % size;
      const path = inclusionPath(leaves, position);
      const leaf = leaves[position];
      assert.ok(path && leaf);
      const root = rootOf(leaves);
      assert.deepEqual(rootByPath(leaf, { position, size }, path), root);
      assert.notDeepEqual(rootByPath(leafHash(`${texts[position]}.`), { position, size }, path), root);
      for (let other = 0; other < size; other++)
        if (other !== position) assert.notDeepEqual(rootByPath(leaf, { position: other, size }, path), root);
      assert.equal(rootByPath(leaf, { position, size }, [...path, leaf]), undefined);
      if (path.length > 0) assert.equal(rootByPath(leaf, { position, size }, path.slice(1)), undefined);
    }),
  );
});

test('there is no path for a place outside the tree', () => {
  const leaves = leavesOf(['a', 'b', 'c']);
  for (const position of [-1, 3, 0.5]) {
    assert.equal(inclusionPath(leaves, position), undefined);
    assert.equal(rootByPath(leafHash('a'), { position, size: 3 }, []), undefined);
  }
});

test('two trees of different leaves have different roots: changed, left out, added or swapped', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 40 }), fc.nat(), (texts, pick) => {
      const root = rootOf(leavesOf(texts));
      const at = pick % (texts.length - 1);
      const swapped = texts.toSpliced(at, 2, texts[at + 1] ?? '', texts[at] ?? '');
      for (const other of [
        texts.toSpliced(at, 1),
        texts.toSpliced(at, 0, 'added'.repeat(9)),
        texts.toSpliced(at, 1, `${texts[at]}.`),
        swapped,
      ])
        assert.notDeepEqual(rootOf(leavesOf(other)), root);
    }),
  );
});
