/** `gadw`: every job without a window. The commands mirror the screens and jobs by name. */
import { Command, CommanderError } from 'commander';
import { version } from '../../api/version';
import { addAgreementCommand } from './agreement';
import { addAnalyseCommand } from './analyse';
import { addAnalysisCommands } from './analysis';
import { addAnnotatorsCommand } from './annotators';
import { addBenchCommand } from './bench';
import { addClassesCommand } from './classes';
import { addConflictsCommand } from './conflicts';
import { addLanesCommand } from './lanes';
import { addDeviceCommand } from './devices';
import { addFigureCommands } from './figures';
import { addEmbedCommand } from './embed';
import { addExportCommand } from './export';
import { addJobCommands } from './jobs';
import { addModelCommand } from './models';
import { type Act, createOutput, reportFailure } from './output';
import { addPanelCommand } from './panel';
import { addProjectCommands } from './project';
import { addServeCommand } from './serve';
import { addSimilarCommand } from './similar';
import { addSplitsCommand } from './splits';
import { addStudyCommand } from './study';

const usageTip = 'Run with --help to see what is expected.';

function main(): void {
  const program = new Command('gadw')
    .description('GAD Workbench without a window: import, export, extract, train, infer, evaluate, study, serve.')
    .version(version)
    .option('--json', 'print one JSON object as the last line on stdout')
    .showHelpAfterError(usageTip)
    .exitOverride();
  const isJson = () => program.opts<{ json?: boolean }>().json === true;
  const act: Act =
    (action) =>
    async (...args) => {
      const output = createOutput(isJson());
      try {
        await action(output, ...args);
      } catch (error) {
        output.clear();
        process.exitCode = reportFailure(error, isJson());
      }
    };
  addProjectCommands(program, act);
  addExportCommand(program, act);
  addClassesCommand(program, act);
  addLanesCommand(program, act);
  addConflictsCommand(program, act);
  addSplitsCommand(program, act);
  addModelCommand(program, act);
  addJobCommands(program, act);
  addStudyCommand(program, act);
  addAnalyseCommand(program, act);
  addAnalysisCommands(program, act);
  addAgreementCommand(program, act);
  addAnnotatorsCommand(program, act);
  addSimilarCommand(program, act);
  addFigureCommands(program, act);
  addPanelCommand(program, act);
  addEmbedCommand(program, act);
  addServeCommand(program, act);
  addDeviceCommand(program, act);
  addBenchCommand(program, act);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands]))
    command
      .option('--json', 'print one JSON object as the last line on stdout')
      .on('option:json', () => program.setOptionValue('json', true))
      .exitOverride();
  program.parseAsync().catch((error: unknown) => {
    if (!(error instanceof CommanderError)) process.exitCode = reportFailure(error, isJson());
    else if (error.exitCode !== 0) {
      if (process.argv.includes('--json'))
        process.stdout.write(
          `${JSON.stringify({ error: { code: 'usage', message: error.message.replace(/^error: /, ''), tip: usageTip } })}\n`,
        );
      process.exitCode = 2;
    }
  });
}

main();
