import type { Page } from '@playwright/test';

interface HeldAnswers {
  /** How many have come and wait. */
  count(): number;
  /** Lets them through, the last first, and from now on all. */
  letGo(): void;
}

/** Keeps the answers to calls of a name from the page. To be called before the page is opened. */
export async function holdAnswers(page: Page, name: string): Promise<HeldAnswers> {
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
      const { id, type } = JSON.parse(String(message)) as { id?: number; type: string };
      if (holding && type !== 'progress' && id !== undefined && asked.has(id)) held.push(() => socket.send(message));
      else socket.send(message);
    });
  });
  return {
    count: () => held.length,
    letGo: () => {
      holding = false;
      for (const send of held.reverse()) send();
    },
  };
}
