import { describe, expect, it } from 'vitest';
import { readImported, readJson, refused, timed, warned } from './readImported';

/** Files as other versions of the tools, and other exports of them, write them. */
describe('VIA', () => {
  it('2 is told as such', async () => {
    const found = await readJson('x.json', { _via_settings: {}, _via_img_metadata: {}, _via_attributes: {} });
    expect(refused(found)[0]?.[1]).toMatch(/^Unsupported x\.json: found a project of VIA 2/);
  });

  it('3: what is not understood is refused by itself', async () => {
    const found = await readJson('x.json', {
      project: { vid_list: ['1'] },
      attribute: { 1: { aname: 'action', type: 1 } },
      file: { 1: { fname: 'a.mp4' } },
      view: { 1: { fid_list: [1] } },
      metadata: { a: { vid: '1', z: [1, 2], av: { 1: 'cut' } }, b: { vid: '1', z: 3, av: {} } },
    });
    expect(timed(found)).toEqual([['a', 1, 2, 'cut']]);
    expect(found.refusals.map((r) => r.field)).toEqual(['metadata.b.z']);
  });
});

describe('Label Studio', () => {
  const result = {
    type: 'timelinelabels',
    from_name: 'hand',
    value: { ranges: [{ start: 1, end: 3 }], timelinelabels: ['cut'] },
  };

  it('before 1.0 calls annotations completions', async () => {
    const found = await readJson('x.json', [{ id: 1, data: { video: 'a.mp4' }, completions: [{ result: [result] }] }]);
    expect(timed(found)).toEqual([['a', 0, 3, 'cut']]);
  });

  it('says who was left out: several annotators, cancelled ones, predictions, and what is not of the timeline', async () => {
    const annotations = [
      { was_cancelled: true, result: [] },
      { completed_by: 1, result: [{ type: 'videorectangle', value: { sequence: [] } }, result] },
      { completed_by: 2, result: [] },
    ];
    const found = await readJson('x.json', [{ data: { video: 'a.mp4' }, annotations, predictions: [{ result: [] }] }]);
    expect(timed(found)).toHaveLength(1);
    expect(warned(found)).toEqual([
      'Not read: 1 annotation beside the one that is read, 1 cancelled annotation, 1 prediction.',
      'Not read: 1 result not of the timeline.',
    ]);
  });

  it('JSON-MIN does not say what a label is', async () => {
    const found = await readJson('x.json', [{ video: 'a.mp4', hand: [{ ranges: [], timelinelabels: ['cut'] }] }]);
    expect(refused(found)[0]?.[1]).toBe('Lacks "data", which the export JSON has and JSON-MIN leaves out.');
  });
});

describe('CVAT', () => {
  const task = (id: number, subset: string, more = '') =>
    `<task><id>${id}</id><size>10</size><start_frame>0</start_frame><stop_frame>9</stop_frame>${more}` +
    `<subset>${subset}</subset><source>v${id}.mp4</source></task>`;
  const track = (id: number, from: number, to: number) =>
    `<track label="cut" task_id="${id}"><box frame="${from}" outside="0"/><box frame="${to}" outside="1"/></track>`;

  it('counts the frames of a project on from task to task of a subset', async () => {
    const tasks = `${task(1, 'a')}${task(2, 'a', '<frame_filter>step=2</frame_filter>')}${task(3, 'a')}${task(4, 'b')}`;
    const tracks = [track(1, 2, 4), track(2, 12, 14), track(3, 32, 34), track(4, 2, 4)].join('');
    const xml = `<annotations><meta><project><tasks>${tasks}</tasks></project></meta>${tracks}</annotations>`;
    const found = await readImported('x.xml', xml);
    expect(timed(found)).toEqual(['v1', 'v2', 'v3', 'v4'].map((video) => [video, 2, 4, 'cut']));
  });

  it('exports a job, which names no video, and tags, which have no length', async () => {
    const job = '<job><id>3</id><size>5</size><start_frame>4</start_frame><stop_frame>8</stop_frame></job>';
    const xml = `<annotations><meta>${job}</meta>\n<tag label="x" frame="4"/>${track(3, 5, 7)}</annotations>`;
    const found = await readImported('clip.xml', xml);
    expect(timed(found)).toEqual([['clip', 5, 7, 'cut']]);
    expect(found.videos[0]?.reviewed).toEqual([{ start: 4, end: 9 }]);
    expect(warned(found)).toEqual(['A job names no video: its labels become those of "clip".']);
    expect(refused(found)).toEqual([[2, '1 tag without a length in time; export tracks as "CVAT for video 1.1".']]);
  });
});

describe('BORIS', () => {
  const project = (observation: object) => ({
    project_format_version: '7.0',
    behaviors_conf: { 0: { code: 'eat', type: 'State event' } },
    observations: { one: observation },
  });
  const events = [
    [1001, 'cow', 'eat', 'fast', '', 30],
    [1002.5, 'cow', 'eat', 'fast', '', 75],
  ];

  it('counts from the day the media was made where it says so, and modifiers are told', async () => {
    const media_info = { length: { 'a.mp4': 10 }, media_creation_time: { 'a.mp4': 1000 } };
    const media = { type: 'MEDIA', file: { 1: ['a.mp4'] }, media_creation_date_as_offset: true, media_info, events };
    const found = await readJson('x.boris', project(media));
    expect(timed(found)).toEqual([['a', 1, 2.5, 'eat']]);
    expect(warned(found)).toEqual(['The modifiers of 2 events are not read.']);
  });

  it('of single pictures has no times', async () => {
    const found = await readJson(
      'x.boris',
      project({ type: 'IMAGES', file: {}, events: [['NA', '', 'eat', '', '', 3]] }),
    );
    expect(refused(found)).toEqual([[1, 'Is of single pictures ("IMAGES"), which have no times in a video.']]);
  });
});

describe('ELAN', () => {
  it('with sound and video means the video, and its origin', async () => {
    const slots = [0, 500].map((time, i) => `<TIME_SLOT TIME_SLOT_ID="t${i}" TIME_VALUE="${time}"/>`).join('');
    const value = '<ANNOTATION_VALUE>nod</ANNOTATION_VALUE>';
    const found = await readImported(
      'x.eaf',
      `<ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"><MEDIA_DESCRIPTOR MEDIA_URL="file:///a/mic.wav" MIME_TYPE="audio/x-wav"/>
      <MEDIA_DESCRIPTOR MEDIA_URL="file:///a/cam.mp4" MIME_TYPE="video/mp4" TIME_ORIGIN="2000"/></HEADER>
      <TIME_ORDER>${slots}</TIME_ORDER><TIER TIER_ID="head"><ANNOTATION>
      <ALIGNABLE_ANNOTATION TIME_SLOT_REF1="t0" TIME_SLOT_REF2="t1">${value}</ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>`,
    );
    expect(timed(found)).toEqual([['cam', 2, 2.5, 'nod']]);
    expect(warned(found)).toEqual(['The labels become those of cam; it names mic.wav, too.']);
  });
});

describe('Vidat', () => {
  it('without its configuration lacks the names of actions', async () => {
    const annotation = { video: { src: 'a.mp4' }, actionAnnotationList: [{ start: 1, end: 2, action: 1, object: 0 }] };
    const found = await readJson('x.json', { version: '2.0.6', annotation });
    expect(refused(found)[0]?.[1]).toMatch(/^Missing "config" in x\.json/);
  });
});

describe('EPIC-KITCHENS', () => {
  it('is recognised with its columns in another order and in quotes, and lengths that are none are refused', async () => {
    const rows =
      '"stop_timestamp","start_timestamp","video_id","verb","verb_class","noun","noun_class"\n"00:00:02.00","00:00:01.00","P01_01","take","0","cup","1"\n';
    const info = 'video_id,duration\nP01_01,long\n';
    const found = await readImported('EPIC_100_train.csv', rows, { 'EPIC_100_video_info.csv': info });
    expect([found.format, timed(found)]).toEqual(['epic-kitchens', [['P01_01', 1, 2, 'take cup']]]);
    expect(refused(found)).toEqual([[2, 'Found "long", expected seconds.']]);
  });
});

describe('MS-TCN', () => {
  it('is read with spaces in names, any line ends and frames that nobody named', async () => {
    const mapping = '0 background\r1 pour milk\r';
    const found = await readImported('a.txt', 'background\rpour milk\rpour milk\r\rbackground\r', {
      'mapping.txt': mapping,
    });
    expect(timed(found)).toEqual([['a', 1, 3, 'pour milk']]);
    expect(refused(found)).toEqual([[4, 'Found "", expected a label of mapping.txt.']]);
    expect(found.videos[0]).toMatchObject({
      frames: 5,
      reviewed: [
        { start: 0, end: 3 },
        { start: 4, end: 5 },
      ],
    });
  });
});

describe('NumPy', () => {
  it('reads names of classes, of any length and script', async () => {
    const names = ['background', 'cut 🥕', 'cut 🥕', ''];
    const dictionary = "{'descr': '<U10', 'fortran_order': False, 'shape': (4,), }\n";
    const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, dictionary.length, 0]);
    const data = Buffer.alloc(4 * 40);
    names.forEach((name, row) => {
      Array.from(name).forEach((letter, i) => data.writeUInt32LE(letter.codePointAt(0) ?? 0, row * 40 + i * 4));
    });
    const found = await readImported('a.npy', Buffer.concat([start, Buffer.from(dictionary), data]));
    expect(timed(found)).toEqual([['a', 1, 3, 'cut 🥕']]);
    expect(found.videos[0]).toMatchObject({ frames: 4, reviewed: [{ start: 0, end: 3 }] });
  });
});

describe('WebVTT', () => {
  it('may have a cue right below its head, and any entity', async () => {
    const text = 'WEBVTT\n00:01.000 --> 00:02.000\nfirst\n\n00:03.000 --> 00:04.000\n&#65;&quot;&constructor;\n';
    expect(timed(await readImported('a.vtt', text))).toEqual([
      ['a', 1, 2, 'first'],
      ['a', 3, 4, 'A"&constructor;'],
    ]);
  });
});

describe('spreadsheets', () => {
  it.each([
    ['comments above', '# made by hand\n# with "care\n\nvideo,start,end,class\na,0,1,cut\n'],
    ['a separator that is told', 'sep=;\r\nvideo;start;end;class\r\na;0,0;1,0;cut\r\n'],
    ['bars', 'video|start|end|class\na|0|1|cut\n'],
    ['empty rows and columns', 'video,start,end,class,\na,0,1,cut,\n,,,,\n  \n'],
    ['frames with a point', 'video,start_frame,end_frame,class\na,0.0,1.0,cut\n'],
  ])('are read with %s', async (_, text) => {
    const found = await readImported('x.csv', text);
    expect([timed(found), refused(found)]).toEqual([[['a', 0, 1, 'cut']], []]);
  });
});
