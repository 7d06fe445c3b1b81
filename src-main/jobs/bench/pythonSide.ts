import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { UserError } from '../../common/errors';
import type { Round, Side } from './contest';

/**
 * A contestant in Python: a script that is told its task in its first argument, names its versions in its first line,
 * and answers each line that names a part with one line of seconds and values (`tests/bench/side.py`).
 */
const Ready = z.union([z.object({ versions: z.record(z.string(), z.string()) }), z.object({ missing: z.string() })]);
const RoundLine = z.object({ seconds: z.number(), values: z.array(z.number()) });
const EndLine = z.object({ peakBytes: z.number().nullable() });

export class PythonSide implements Side {
  private constructor(
    private readonly process: Conversation,
    /** Of Python and the packages the script uses. */
    readonly versions: Readonly<Record<string, string>>,
  ) {}

  /** @returns the contestant, or in a sentence why there is none */
  static async start(python: string, script: string, task: unknown): Promise<PythonSide | string> {
    const process = new Conversation(python, script, JSON.stringify(task));
    if (!(await process.started)) return `No peer: there is no ${python}.`;
    const ready = Ready.parse(await process.hear());
    if ('missing' in ready) return `No peer: ${python} has no package ${ready.missing}.`;
    return new PythonSide(process, ready.versions);
  }

  async run(part: string): Promise<Round> {
    this.process.say(part);
    return RoundLine.parse(await this.process.hear());
  }

  async close(): Promise<number | null> {
    this.process.end();
    return EndLine.parse(await this.process.hear()).peakBytes;
  }
}

/** Lines to a script and JSON lines from it. */
class Conversation {
  /** False where there is no such program. */
  readonly started: Promise<boolean>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private complaint = '';

  constructor(
    python: string,
    private readonly script: string,
    task: string,
  ) {
    this.child = spawn(python, [script, task]);
    this.started = new Promise((resolve) => {
      this.child.once('spawn', () => resolve(true));
      this.child.once('error', () => resolve(false));
    });
    this.child.stdin.on('error', () => undefined); // told when its answer is awaited
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = (this.complaint + text).slice(-2000);
    });
    this.lines = createInterface(this.child.stdout)[Symbol.asyncIterator]();
  }

  say(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  end(): void {
    this.child.stdin.end();
  }

  /** @throws UserError `peer-failed` where the script ended */
  async hear(): Promise<unknown> {
    const { done, value } = await this.lines.next();
    if (!done) return JSON.parse(value);
    throw new UserError(
      'peer-failed',
      `The peer ${this.script} ended before its time:\n${this.complaint.trim()}`,
      'Check the versions of its packages, or leave the peer out with --python none.',
    );
  }
}
