import { expect, it } from 'vitest';
import { defaultTrainSettings } from '../../../../src-main/common/settings';
import { createFake } from '../../../../src-renderer/client/fake';

it('answers with records that pass the contract’s own checks', async () => {
  const { client } = createFake();
  const project = await client.call('project.state', {});
  const video = project?.videos[0]?.id ?? '';
  const splits = await client.call('project.proposeSplits', { seed: 3 });
  expect([...splits.train, ...splits.val, ...splits.test].sort()).toEqual(project?.videos.map((v) => v.id).sort());
  expect((await client.call('project.setSplits', splits)).project.splits).toEqual(splits);
  expect((await client.call('video.annotation', { video })).segments.length).toBeGreaterThan(0);
  expect((await client.call('runs.lanes', { video })).length).toBeGreaterThan(0);
  await client.call('project.importPreview', { files: ['a.csv'] });
  await client.call('train.estimate', defaultTrainSettings());
});

it('refuses input the contract does not allow', async () => {
  const { client } = createFake();
  await expect(client.call('jobs.start', { kind: 'evaluate', run: '', split: 'test' })).rejects.toThrow(
    /Invalid input of jobs.start/,
  );
});
