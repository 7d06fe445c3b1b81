import { describe, expect, it, vi } from 'vitest';
import { WantedParts } from '../../../src-main/api/wantedParts';
import { keyOf, type Part } from '../../../src-main/jobs/parts';
import { FakeChild } from '../../builders/fakeChild';
import { video } from '../../builders/toyKitchen';

const picture = (number: number): Part => ({ kind: 'thumbnail', video: video('a', { hash: '1:aaaa' }), number });

function setUp() {
  const children: FakeChild[] = [];
  const parts = new WantedParts('/project', () => {
    const child = new FakeChild();
    children.push(child);
    return child;
  });
  const told = (child: number) =>
    children[child]!.received.flatMap((message) => (message.type === 'tell' ? (message.message as Part).number : []));
  return { children, parts, told };
}

describe('wanted parts', () => {
  it('are told to one child, each once, and come as it settles them', async () => {
    const { children, parts, told } = setUp();
    const wanted = [parts.want(picture(2)), parts.want(picture(5)), parts.want(picture(2))];
    expect(children).toHaveLength(1);
    expect(told(0)).toEqual([2, 5]);
    children[0]!.say({ type: 'view', view: keyOf(picture(5)) });
    await wanted[1];
    children[0]!.say({ type: 'view', view: keyOf(picture(2)) });
    await Promise.all(wanted);
  });

  it('are told to the next child where one had ended before it heard', async () => {
    const { children, parts, told } = setUp();
    const wanted = parts.want(picture(3));
    children[0]!.say({ type: 'done', result: undefined });
    await vi.waitFor(() => expect(children).toHaveLength(2));
    expect(told(1)).toEqual([3]);
    children[1]!.say({ type: 'view', view: keyOf(picture(3)) });
    await wanted;
  });

  it('are given up when the child crashes, and tried anew when asked for again', async () => {
    const { children, parts, told } = setUp();
    const wanted = parts.want(picture(3));
    children[0]!.end(null, 'SIGSEGV');
    await wanted;
    void parts.want(picture(4));
    expect(told(1)).toEqual([4]);
  });

  it('are given up when the project is closed', async () => {
    const { children, parts } = setUp();
    const both = [parts.want(picture(3)), parts.want(picture(40))];
    parts.close();
    await Promise.all(both);
    await parts.want(picture(5));
    expect(children).toHaveLength(1);
  });
});
