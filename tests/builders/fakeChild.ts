import type { ChildLike, FromWorker, ToWorker } from '../../src-main/jobs/process';

/** A child whose end the test decides. */
export class FakeChild implements ChildLike {
  readonly pid = 1;
  readonly received: ToWorker[] = [];
  private tell: (message: FromWorker) => void = () => undefined;
  private exit: (code: number | null, signal: string | null) => void = () => undefined;
  send(message: ToWorker): void {
    this.received.push(message);
    if (message.type === 'cancel') this.end(null, 'SIGKILL');
  }
  onMessage(listener: (message: FromWorker) => void): void {
    this.tell = listener;
  }
  onStderr(): void {}
  onExit(listener: (code: number | null, signal: string | null) => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.end(null, 'SIGKILL');
  }
  say(message: FromWorker): void {
    this.tell(message);
  }
  end(code: number | null, signal: string | null): void {
    this.exit(code, signal);
  }
}
