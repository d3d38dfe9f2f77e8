import type { Command } from 'commander';
import {
  LeakReportDocument,
  type LeakReportQuery,
  RepairLeakDocument,
} from '../api/generated/graphql.ts';
import { CliError, EXIT, usageError } from '../cli-error.ts';
import type { Act, CommandContext } from '../command-context.ts';
import { plain } from '../table.ts';
import { watchTask } from '../task-view.ts';

/** The check asks every host, and looks twice where it finds something. */
const CHECK_MS = 120_000;

type Report = LeakReportQuery['leakReport'];
type Finding = Report['findings'][number];

interface DoctorOptions {
  readonly repair?: string;
  readonly yes?: boolean;
}

async function check(context: CommandContext): Promise<Report> {
  const { leakReport } = await context
    .api()
    .request(LeakReportDocument, {}, { timeoutMs: CHECK_MS });
  return leakReport;
}

function tell(context: CommandContext, finding: Finding): void {
  const lines = [
    `${finding.kind}  ${finding.subject}`,
    `  ${finding.detail}`,
    `  ${finding.repairable ? 'Repair' : 'To decide'}: ${finding.remedy}`,
    ...(finding.loss ? [`  What is lost: ${finding.loss}`] : []),
    ...(finding.repairable ? [`  baadal doctor --repair ${finding.id}`] : []),
  ];
  context.print(lines.map(plain).join('\n'));
}

async function doctor(context: CommandContext, options: DoctorOptions): Promise<void> {
  if (options.repair !== undefined) {
    await repair(context, options.repair, options.yes === true);
    return;
  }
  const report = await check(context);
  context.exitCode = report.findings.length === 0 ? EXIT.ok : EXIT.failed;
  if (context.json) {
    context.printJson(report);
    return;
  }
  for (const finding of report.findings) tell(context, finding);
  const { vms, domains, hosts, files, datastores } = report.checked;
  const compared = `${vms} VMs, ${domains} domains on ${hosts} hosts, ${files} files on ${datastores} datastores`;
  const count = report.findings.length;
  context.print(
    count === 0
      ? `Nothing disagrees: ${compared}`
      : `${count} ${count === 1 ? 'finding' : 'findings'}: ${compared}`,
  );
}

async function repair(context: CommandContext, id: string, yes: boolean): Promise<void> {
  const finding = (await check(context)).findings.find((each) => each.id === id);
  if (!finding) throw new CliError('NOT_FOUND', 'There is no such finding (any more)');
  if (finding.destructive && !yes)
    throw usageError(
      `${finding.subject}: something is lost for good. ${finding.loss ?? ''}`,
      'Repeat it with --yes',
    );
  const { repairLeak } = await context.api().request(RepairLeakDocument, { input: { id } });
  await watchTask(context, repairLeak.id);
}

/** `doctor`. */
export function addDoctorCommand(program: Command, act: Act): void {
  program
    .command('doctor')
    .description('compare database, hosts and datastores; exits 1 when they disagree')
    .option('--repair <id>', 'apply the remedy of this finding')
    .option('-y, --yes', 'also when something is lost by it')
    .action(act(doctor));
}
