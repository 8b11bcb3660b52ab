/**
 * The folder of pictures: what they are called, and, run as a program, the index that shows them all.
 * Pictures that no screen makes any more are deleted then.
 */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCHEMES, SIZES } from '../fixtures/axe.mjs';
import { AREAS } from './screens/index.mjs';

export const FOLDER = join(import.meta.dirname, '..', '..', '..', 'docs', 'screens');

/** The file of a screen's picture. */
export const fileOf = (name, { width }, scheme) => `${name.replace(/[ ,]+/g, '-')}-${width}-${scheme}.webp`;

const capital = (text) => text[0].toUpperCase() + text.slice(1);
const anchor = (title) =>
  title
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-');
const row = (cells) => `| ${cells.join(' | ')} |`;

function table(name) {
  const cell = (size, scheme) =>
    `[![${capital(name)}, ${size.width} px, ${scheme}](${fileOf(name, size, scheme)})](${fileOf(name, size, scheme)})`;
  return [
    row(['', ...SIZES.map(({ width, height }) => `${width} × ${height}`)]),
    row(['---', ...SIZES.map(() => '---')]),
    ...SCHEMES.map((scheme) => row([scheme, ...SIZES.map((size) => cell(size, scheme))])),
  ].join('\n');
}

function index() {
  const count = AREAS.flatMap(({ screens }) => screens).length;
  const list = AREAS.map(({ title, screens }) => `- [${title}](#${anchor(title)}): ${screens.length}`);
  const parts = AREAS.flatMap(({ title, screens }) => [
    `## ${title}`,
    ...screens.map(({ name }) => `### ${capital(name)}\n\n${table(name)}`),
  ]);
  return `${[
    '# Screens',
    `Every screen in every state, ${count} of them, on a desk and on a tablet held both ways, light and dark. \`cargo xtask screens\` makes the pictures and this page.`,
    list.join('\n'),
    ...parts,
  ].join('\n\n')}\n`;
}

/** The pictures that belong here. */
function wanted() {
  const screens = AREAS.flatMap(({ screens }) => screens);
  const files = screens.flatMap(({ name }) =>
    SIZES.flatMap((size) => SCHEMES.map((scheme) => fileOf(name, size, scheme))),
  );
  return new Set(files);
}

if (process.argv[1] === import.meta.filename) {
  const known = wanted();
  const there = readdirSync(FOLDER).filter((name) => /\.(png|webp)$/.test(name));
  for (const name of there.filter((name) => !known.has(name))) rmSync(join(FOLDER, name));
  writeFileSync(join(FOLDER, 'README.md'), index());
}
