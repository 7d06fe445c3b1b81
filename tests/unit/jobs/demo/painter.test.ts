import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { ClipPainter, clipHeight, clipWidth } from '../../../../src-main/jobs/demo/painter';
import { sceneAt } from '../../../../src-main/jobs/demo/scene';
import { type ClipScript, demoScripts, type ScriptSegment } from '../../../../src-main/jobs/demo/script';

const scripts = demoScripts(0);
const soup = scripts.find((script) => script.task === 'soup') as ClipScript;
const hashOf = (painter: ClipPainter, tick: number) => createHash('sha256').update(painter.draw(tick)).digest('hex');

describe('drawing a clip', () => {
  it('gives the same pixels for the same tick, whatever was drawn before', () => {
    const first = new ClipPainter(soup);
    const hash = hashOf(first, 200);
    hashOf(first, 700);
    expect(hashOf(first, 200)).toBe(hash);
    expect(hashOf(new ClipPainter(soup), 200)).toBe(hash);
  });

  it('moves during every action and in the pauses', () => {
    const painter = new ClipPainter(soup);
    for (const { start, end } of soup.segments) {
      const middle = Math.floor((start + end) / 2);
      expect(hashOf(painter, middle)).not.toBe(hashOf(painter, middle + 1));
    }
  });

  it('covers the picture with opaque pixels', () => {
    const painter = new ClipPainter(soup);
    const pixels = painter.draw(0);
    expect(pixels.length).toBe(clipWidth * clipHeight * 4);
    for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) throw new Error(`transparent at ${at}`);
  });

  it('draws every action of every task', () => {
    const seen = new Map<string, { script: ClipScript; segment: ScriptSegment }>();
    for (const script of scripts) {
      for (const segment of script.segments) seen.set(`${segment.action} ${segment.vessel}`, { script, segment });
    }
    for (const { script, segment } of seen.values()) {
      const painter = new ClipPainter(script);
      for (const share of [0, 0.5, 0.99])
        painter.draw(Math.floor(segment.start + share * (segment.end - segment.start)));
    }
    expect(seen.size).toBeGreaterThan(22);
  });
});

describe('the scene', () => {
  it('remembers what was done', () => {
    const end = sceneAt(soup, soup.ticks - 1);
    expect(end.active).toBeNull();
    expect(end.fridge).toBe(0);
    expect(end.vessels.pot.bits).toMatchObject({ carrot: 1, onion: 1 });
    expect(end.vessels.pot.liquid.water).toBeGreaterThan(0);
    expect(end.ramekins).toMatchObject({ carrot: 0, onion: 0 });
  });

  it('is as left at the end of an action when the next one begins', () => {
    for (const segment of soup.segments) {
      const scene = sceneAt(soup, segment.end);
      expect(scene.active).toBeNull();
      expect(sceneAt(soup, segment.end - 1).active?.segment).toBe(segment);
    }
  });
});
