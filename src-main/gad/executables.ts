import type { Graph } from '../engine/graph/graph';
import type { DeviceId } from '../common/contract/app';
import { Executable, type Feeds } from '../engine/runtime/executable';
import type { HostTensor } from '../engine/runtime/tensor';

/** Graphs over one set of weights, each made when it is first asked for. */
export class Executables {
  private readonly made = new Map<string, Promise<Executable>>();

  constructor(
    private readonly weights: Readonly<Record<string, HostTensor>>,
    private readonly device: DeviceId,
  ) {}

  /**
   * @param stored keep the weights in the executable: laid out for its products they are faster, at twice the memory
   */
  get(key: string, make: () => Graph, stored: boolean): Promise<Executable> {
    let executable = this.made.get(key);
    if (!executable) {
      const graph = make();
      const used = Object.entries(this.weights).filter(([name]) => graph.inputs.some((input) => input.name === name));
      executable = Executable.create(graph, { device: this.device, stored: stored ? Object.fromEntries(used) : {} });
      this.made.set(key, executable);
    }
    return executable;
  }

  /** @param feeds beside the weights; those that the graph has no input for are left out */
  run(executable: Executable, feeds: Feeds): Promise<Record<string, HostTensor>> {
    return executable.run(executable.inputsAmong({ ...this.weights, ...feeds }));
  }

  async dispose(): Promise<void> {
    for (const executable of this.made.values()) await (await executable).dispose();
  }
}
