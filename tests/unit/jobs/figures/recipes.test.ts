import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Recipe } from '../../../../src-main/common/domain/figure';
import { figuresJob } from '../../../../src-main/jobs/figures/figuresJob';
import {
  deleteRecipe,
  readRecipe,
  recipeNames,
  renameRecipe,
  staleReason,
  writeRecipe,
} from '../../../../src-main/jobs/figures/recipes';
import { runFolder } from '../../../../src-main/jobs/runFolder';
import { comparedProject, comparedRuns as runs, figure, noCrew } from '../../../builders/comparedProject';
import { labels, quiet, smallProject, userError, writeFiles } from '../../data/temporaryProject';

describe('recipes', () => {
  it('are kept in the project, and a broken one says where', async () => {
    const { dir } = await smallProject();
    expect(await userError(readRecipe(dir, 'fig1'))).toMatchObject({
      code: 'unknown-figure',
      tip: 'Make one on the Figures screen.',
    });
    const recipe = figure({ kind: 'table' });
    await writeRecipe(dir, 'fig1', recipe);
    expect(await readRecipe(dir, 'fig1')).toEqual(recipe);
    writeFiles(dir, { 'figures/bad.json': JSON.stringify({ ...recipe, sheet: { width: 2 } }) });
    expect(await recipeNames(dir)).toEqual(['bad', 'fig1']);
    expect((await userError(readRecipe(dir, 'bad'))).message).toContain('Invalid figures/bad.json: field sheet.width');
    await deleteRecipe(dir, 'fig1');
    expect(await recipeNames(dir)).toEqual(['bad']);
  });

  it('are refused where a filter means nothing to the panel', async () => {
    const { dir } = await smallProject();
    const recipe = figure({ kind: 'scores' });
    const panels = [{ ...recipe.panels[0], kinds: ['missed'] }];
    writeFiles(dir, { 'figures/bad.json': JSON.stringify({ ...recipe, panels }) });
    expect((await userError(readRecipe(dir, 'bad'))).message).toBe(
      'Invalid figures/bad.json: field panels[0].kinds: expected none: panels of kind scores are not narrowed by kinds.',
    );
  });

  it('tell what has changed since they were drawn, by content', async () => {
    const store = await comparedProject();
    const { dir } = store;
    const recipe = figure({ kind: 'scores', runs });
    await writeRecipe(dir, 'fig1', recipe);
    expect(await staleReason(dir, 'fig1', recipe)).toBeNull();
    const input = { project: dir, names: ['fig1'], formats: ['svg'] as const, dpi: 72 };
    await figuresJob(input, quiet, noCrew);
    expect(await staleReason(dir, 'fig1', recipe)).toBeNull();
    const report = join(runFolder(dir, 'disc'), 'reports', 'test.json');
    const later = new Date(Date.now() + 60_000);
    utimesSync(report, later, later);
    expect(await staleReason(dir, 'fig1', recipe), 'the same content').toBeNull();
    const text = readFileSync(report, 'utf8');
    writeFileSync(report, `${text} `);
    expect(await staleReason(dir, 'fig1', recipe)).toBe('fig1 was drawn before disc predicted or was evaluated again.');
    writeFileSync(report, text);
    utimesSync(report, later, new Date(later.getTime() + 1000));
    expect(await staleReason(dir, 'fig1', recipe)).toBeNull();
    const wider = { ...recipe, sheet: { ...recipe.sheet, width: 200 } };
    expect(await staleReason(dir, 'fig1', wider)).toBe('fig1 was changed after it was drawn.');
    await store.saveAnnotation(labels('b', [[5, 14, 2]]));
    expect(await staleReason(dir, 'fig1', recipe)).toBe('fig1 was drawn before labels were changed.');
  });

  it('take another name that is free', async () => {
    const { dir } = await comparedProject();
    const recipe = figure({ kind: 'scores', runs });
    await writeRecipe(dir, 'fig1', recipe);
    await writeRecipe(dir, 'fig2', recipe);
    await renameRecipe(dir, 'fig1', 'scores of all');
    expect(await recipeNames(dir)).toEqual(['fig2', 'scores of all']);
    expect(await readRecipe(dir, 'scores of all')).toEqual(recipe);
    expect(await userError(renameRecipe(dir, 'fig2', 'scores of all'))).toMatchObject({ code: 'figure-exists' });
    expect(await userError(renameRecipe(dir, 'fig2', '../out'))).toMatchObject({ code: 'unsafe-id' });
    expect(await recipeNames(dir)).toEqual(['fig2', 'scores of all']);
  });
});

it('a recipe without settings takes the defaults', () => {
  const place = { x: 0, y: 0, width: 50, height: 20 };
  expect(Recipe.safeParse({ version: 1, title: 'x', panels: [{ kind: 'scores', place }] }).success).toBe(false);
  expect(Recipe.parse({ version: 1, title: 'x', panels: [{ kind: 'scores', place, settings: {} }] })).toMatchObject({
    sheet: { venue: 'springer-double', width: 174 },
    panels: [{ settings: { scores: 'both', style: 'dots' } }],
  });
});
