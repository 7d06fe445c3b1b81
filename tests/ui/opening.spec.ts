import { expect, type Page, test } from '@playwright/test';
import { type Kitchen, labelledKitchen } from './labelledKitchen';
import { suite } from './suite';

/** Keeps the answers to calls of a name from the page until they are let go. */
async function holdAnswers(page: Page, name: string): Promise<() => void> {
  const asked = new Set<number>();
  const held: (() => void)[] = [];
  let holding = true;
  await page.routeWebSocket(/\/rpc/, (socket) => {
    const program = socket.connectToServer();
    socket.onMessage((message) => {
      const call = JSON.parse(String(message)) as { id: number; name: string };
      if (call.name === name) asked.add(call.id);
      program.send(message);
    });
    program.onMessage((message) => {
      const { id } = JSON.parse(String(message)) as { id?: number };
      if (holding && id !== undefined && asked.has(id)) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  return () => {
    holding = false;
    for (const send of held) send();
  };
}

/** Colours that the truth's lane shows. */
const coloursOfTimeline = (page: Page) =>
  page.getByTestId('timeline-canvas').evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) throw new Error('no canvas');
    const pixels = canvas.getContext('2d')?.getImageData(0, 20, canvas.width, 1).data ?? new Uint8ClampedArray();
    return new Set(new Uint32Array(pixels.buffer)).size;
  });

suite('Opening a project', () => {
  let kitchen: Kitchen;

  test.beforeAll(async () => {
    kitchen = await labelledKitchen();
  });
  test.afterAll(() => kitchen?.program.stop());

  test('the timeline does not wait for the counts of labels, which come without a jump', async ({ page }) => {
    const letGo = await holdAnswers(page, 'labels.counts');
    await page.goto(`${kitchen.program.url}#/annotate`);
    const row = page.getByRole('option', { name: /kitchen/ });
    await expect(page.getByRole('gridcell', { name: /cut onion/ })).toBeAttached();
    await expect.poll(() => coloursOfTimeline(page)).toBeGreaterThan(2);
    await expect(row).not.toContainText('segment');
    const places = () =>
      row.locator('*').evaluateAll((parts) => parts.map((part) => Math.round(part.getBoundingClientRect().top)));
    const before = await places();
    letGo();
    await expect(row).toContainText('2 segments');
    expect(await places()).toEqual(before);
    await expect(page.getByRole('contentinfo', { name: 'Status' })).toContainText('2 segments');
  });
});
