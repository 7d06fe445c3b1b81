import type { Side } from './contest';

/** A bench: work that this program does, and that peers can do with the same files. */
export interface Bench {
  /** The work in words, with its sizes. */
  what: string;
  parts: readonly Part[];
  /** The one that counts most first. */
  peers: readonly Peer[];
  open(): Promise<Side>;
}

/** A piece of the work that is timed by itself. */
export interface Part {
  name: string;
  /** What is counted, and how much of it a round does. */
  unit: string;
  amount: number;
  /**
   * The largest relative difference at which a peer's numbers count as equal; null where
   * the sides compute other things.
   */
  tolerance: number | null;
  /** Takes so long that one round, without a warm-up, must do. */
  long?: boolean;
}

/** A script in Python, or this program by another way. */
export type Peer = PythonPeer | OwnPeer;

export interface PythonPeer extends PeerTargets {
  /** File in `tests/bench`. */
  script: string;
  /** What the script is told. */
  task: unknown;
}

interface OwnPeer extends PeerTargets {
  open(): Promise<Side>;
}

interface PeerTargets {
  name: string;
  /** By part, how many times faster than this peer the design wants us. */
  targets: Readonly<Record<string, number>>;
  /** The share of this peer's memory that the design allows us. */
  memoryTarget?: number;
}
