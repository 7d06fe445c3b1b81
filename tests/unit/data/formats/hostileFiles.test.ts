import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Imported } from '../../../../src-main/data/formats/imported';
import { readFiles } from '../../../../src-main/data/formats/readFiles';
import { temporaryFolder, writeFiles } from '../temporaryProject';
import { readImported, refused, timed } from './readImported';

const eaf = (body: string, head = '') =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${head}<ANNOTATION_DOCUMENT>\n${body}\n</ANNOTATION_DOCUMENT>\n`;

describe('hostile XML', () => {
  it('is refused where it defines entities, which are never expanded', async () => {
    const laughs = Array.from(
      { length: 9 },
      (_, i) => `<!ENTITY a${i + 1} "&a${i};&a${i};&a${i};&a${i};&a${i};&a${i};">`,
    );
    const bomb = eaf('<TIER>&a9;</TIER>', `<!DOCTYPE x [<!ENTITY a0 "ha">${laughs.join('')}]>\n`);
    const found = refused(await readImported('x.eaf', bomb));
    expect(found).toEqual([[4, expect.stringMatching(/^Invalid x\.eaf: no well-formed XML in line 4: .*&a9;/)]]);
  });

  it('reads no other file', async () => {
    const outside = eaf('<TIER>&secret;</TIER>', '<!DOCTYPE x [<!ENTITY secret SYSTEM "secret.txt">]>\n');
    const found = await readImported('x.eaf', outside, { 'secret.txt': 'secret' });
    expect(refused(found)).toEqual([[4, expect.stringContaining('&secret;')]]);
  });

  it('is refused where it is nested beyond reason, cut off, or something else', async () => {
    const deep = eaf(`${'<a>'.repeat(200_000)}${'</a>'.repeat(200_000)}`);
    expect(refused(await readImported('x.eaf', deep))).toEqual([
      [null, 'Invalid x.eaf: its elements are nested too deeply.'],
    ]);
    expect(refused(await readImported('x.eaf', eaf('').slice(0, 60)))[0]?.[0]).toBe(2);
    expect(refused(await readImported('x.eaf', '<html></html>'))).toEqual([
      [1, 'Invalid x.eaf: found <html>, expected <ANNOTATION_DOCUMENT>.'],
    ]);
  });

  it('names the line of an annotation without times, and of one without a class', async () => {
    const found = await readImported(
      'talk.eaf',
      eaf(
        [
          '<TIME_ORDER><TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="0"/><TIME_SLOT TIME_SLOT_ID="t2" TIME_VALUE="900"/>',
          '<TIME_SLOT TIME_SLOT_ID="t3"/></TIME_ORDER>',
          '<TIER TIER_ID="hand" LINGUISTIC_TYPE_REF="x">',
          '<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t3"/></ANNOTATION>',
          '<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE> </ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>',
          '<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>wave &amp; nod</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>',
          '<ANNOTATION><REF_ANNOTATION ANNOTATION_REF="a1"/></ANNOTATION></TIER>',
        ].join('\n'),
      ),
    );
    expect(refused(found)).toEqual([
      [6, 'Its time slot "t3" has no time.'],
      [7, 'Found "", expected the name of a class.'],
    ]);
    expect(found.warnings.map((w) => w.message)).toEqual([
      '1 annotations of the tier "hand" refer to others and are not read.',
    ]);
    expect(timed(found)).toEqual([['talk', 0, 0.9, 'wave & nod']]);
  });
});

describe('hostile JSON', () => {
  it('is told where it is nested beyond reason, whole or cut off', async () => {
    const text = `{"database": {"x": ${'['.repeat(100_000)}${']'.repeat(100_000)}}}`;
    expect(refused(await readImported('x.json', text))).toEqual([
      [1, 'Found what is nested too deeply, expected "annotations".'],
    ]);
    expect(refused(await readImported('x.json', text.slice(0, 90_000)))[0]?.[1]).toMatch(/not JSON at line 1/);
  });

  it('may name anything as its keys, and numbers beyond all bounds are refused', async () => {
    const steps = [{ segment: [1, 2], label: 'constructor' }];
    const coin = `{"database": {"__proto__": ${JSON.stringify({ class: 'tea', annotation: steps })}}}`;
    expect(timed(await readImported('x.json', coin))).toEqual([['__proto__', 1, 2, 'constructor']]);
    const times = ['[1, 1e400]', '[-1, 2]', '[2, 1]', '[1, 1]', '[null, 1]', '["1", "2"]', '[true, 2]'];
    const annotations = times.map((one) => `{"label": "a", "segment": ${one}}`).join(',');
    const found = await readImported('y.json', `{"database": {"v": {"annotations": [${annotations}]}}}`);
    expect(found.refusals.map((r) => r.message)).toEqual([
      'Found Infinity, expected a number of seconds.',
      'Starts before 0: found -1 seconds.',
      'Ends before it starts: 2 to 1 seconds.',
      'Has no length: 1 to 1 seconds.',
      'Found null, expected a number of seconds.',
      'Found "1", expected a number of seconds.',
      'Found true, expected a number of seconds.',
    ]);
  });
});

describe('text in other encodings', () => {
  const table = 'video,start,end,class\r\na,0,1,Äpfel schälen\r\n';

  it('is read with a byte order mark, in UTF-16 too, and with any line ends', async () => {
    const utf16 = (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le');
    const expected = [['a', 0, 1, 'Äpfel schälen']];
    expect(timed(await readImported('x.csv', `\uFEFF${table}`))).toEqual(expected);
    expect(timed(await readImported('x.csv', utf16(table)))).toEqual(expected);
    expect(timed(await readImported('x.csv', utf16(table).swap16()))).toEqual(expected);
    expect(timed(await readImported('x.tsv', utf16(table.replaceAll(',', '\t'))))).toEqual(expected);
    const srt = '\uFEFF1\r00:00:00,000 --> 00:00:01,000\rÄpfel schälen\r';
    expect(timed(await readImported('a.srt', srt))).toEqual(expected);
  });

  it('is refused with its line where it is not UTF-8, or no text', async () => {
    expect(refused(await readImported('x.csv', Buffer.from(table, 'latin1')))).toEqual([
      [2, 'Invalid x.csv: found bytes that are not UTF-8 in line 2, expected text in UTF-8.'],
    ]);
    expect(refused(await readImported('x.srt', 'one\ntwo\0'))).toEqual([
      [2, 'Invalid x.srt: found a zero byte in line 2, expected text in UTF-8.'],
    ]);
  });

  it('is refused where it is too large to be a list of labels, without being read', async () => {
    const dir = temporaryFolder();
    const path = join(dir, 'x.csv');
    writeFileSync(path, table);
    truncateSync(path, 3 * 2 ** 30);
    const [found] = await readFiles([path]);
    expect(refused(found as Imported)).toEqual([
      [null, 'Unsupported x.csv: found 3072 MiB, expected at most 256 MiB of text.'],
    ]);
  });
});

describe('rows that do not fit', () => {
  it.each<[string, string, [number | null, string][]]>([
    [
      'x.csv',
      'video,start,end,class\na,2,1,cut\na,x,1,cut\na,0,1\n,0,1,cut\na,0,1,\n',
      [
        [2, 'Ends before it starts: 2 to 1 seconds.'],
        [3, 'Found "x", expected a number of seconds.'],
        [4, 'Found 3 cells, expected at least 4.'],
        [5, 'Names no video.'],
        [6, 'Found "", expected the name of a class.'],
      ],
    ],
    [
      'x.csv',
      'a,b\n1,2\n',
      [[1, 'Invalid x.csv: found the columns "a", "b", expected start, end and class among them.']],
    ],
    ['x.csv', '', [[1, 'Invalid x.csv: found the columns nothing, expected start, end and class among them.']]],
    ['x.srt', '1\n00:00:02,000 -> 00:00:03,000\ncut\n', [[1, 'Found "1", expected start --> end.']]],
    [
      'x.srt',
      '1\n00:00:99,000 --> 00:00:03,000\ncut\n',
      [[2, 'Found "00:00:99,000 --> 00:00:03,000", expected start --> end.']],
    ],
    ['x.vtt', 'hello\n', [[null, 'Invalid x.vtt: found "hello", expected WEBVTT in its first line.']]],
    ['x.vtt', 'WEBVTT\n\n00:03.000 --> 00:01.000\ncut\n', [[3, 'Ends before it starts: 3 to 1 seconds.']]],
    ['16815_a.csv', '1,0,1\n', [[null, 'Could be CrossTask csv or csv table: its format has to be said.']]],
    ['x.boris', '{}', [[null, expect.stringMatching(/^Invalid x\.boris: field behaviors_conf/) as string]]],
  ])('%s: %j', async (name, content, expected) => {
    expect(refused(await readImported(name, content))).toEqual(expected);
  });
});

describe('what foreign files say', () => {
  it('CrossTask: steps by number, a step that is none', async () => {
    const tasks = '16815\nMake Jello\nhttp://x\n2\npour water,stir mixture\n\n';
    const found = await readImported('16815_abc_d.csv', '2,1.5,3\n3,4,5\n', { 'tasks_primary.txt': tasks });
    expect(timed(found)).toEqual([['abc_d', 1.5, 3, 'stir mixture']]);
    expect(found.videos[0]).toMatchObject({ task: 'Make Jello' });
    expect(refused(found)).toEqual([[2, 'Found step "3", expected 1 to 2 of "Make Jello".']]);
  });

  it('WebVTT: voices are lanes, other tags are taken off, notes and styles are no cues', async () => {
    const text =
      'WEBVTT - x\n\nNOTE hello\n\nSTYLE\n::cue {}\n\nid\n00:01.000 --> 01:00:02.000 align:start\n<v Anna>cut &lt;<i>bread</i>&gt;\n';
    const found = await readImported('clip.vtt', text);
    expect(found.segments).toMatchObject([{ video: 'clip', start: 1, end: 3602, label: 'cut <bread>', lane: 'Anna' }]);
  });

  it('tables: semicolons with decimal commas, clock times, frames, a chosen mapping', async () => {
    expect(timed(await readImported('clip.csv', 'Start (s);End (s);Label\n1,5;2,25;cut\n'))).toEqual([
      ['clip', 1.5, 2.25, 'cut'],
    ]);
    expect(timed(await readImported('x.csv', 'file,begin,stop,action\na.mp4,1:02.5,1:00:00,cut\n'))).toEqual([
      ['a', 62.5, 3600, 'cut'],
    ]);
    const frames = await readImported('x.csv', 'video,start_frame,end_frame,verb,noun\na,5,9,cut,bread\n');
    expect(frames.videos).toMatchObject([{ timebase: 'steps', rate: null }]);
    expect(frames.segments).toMatchObject([{ start: 5, end: 9, label: 'cut bread', verb: 'cut', noun: 'bread' }]);
    const dir = temporaryFolder();
    writeFiles(dir, { 'clip.csv': 'cut,1,2\nstir,3,4\n' });
    const columns = { header: false, video: null, start: 1, end: 2, unit: 'seconds', label: 0 } as const;
    const none = { verb: null, noun: null, lane: null, note: null };
    const [found] = await readFiles([join(dir, 'clip.csv')], { format: 'csv', columns: { ...columns, ...none } });
    expect(timed(found as Imported)).toEqual([
      ['clip', 1, 2, 'cut'],
      ['clip', 3, 4, 'stir'],
    ]);
  });
});
