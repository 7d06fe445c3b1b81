import type { Command } from 'commander';
import { addModel, modelStates } from '../../api/models';
import { openProject } from '../../data/project/store';
import { type Act, type Output, table } from './output';

/** `gadw models`: what a project refers to, and adding to it. */
export function addModelCommand(program: Command, act: Act): void {
  program
    .command('models')
    .description('list the decoders and encoders a project knows; with a path, add one')
    .argument('<dir>', 'the project')
    .argument('[path]', 'a Hugging Face folder, a .gguf file or an ONNX encoder')
    .option('--id <id>', 'what the project calls it (default: the name of the folder or file)')
    .action(act(models));
}

async function models(output: Output, dir: string, path: string | undefined, options: { id?: string }): Promise<void> {
  const store = await openProject(dir);
  if (path !== undefined) await addModel(store, path, options.id);
  const states = await modelStates(store);
  output.result(
    { models: states },
    table(
      ['Model', 'Kind', 'What it is'],
      states.map(({ id, kind, summary }) => [id, kind, summary]),
    ),
  );
}
