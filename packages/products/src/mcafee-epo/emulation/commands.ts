import { type EpoServer, type KnownSystem, ROOT } from './epo-server.ts';
import { categoryId, exportPolicies } from './export-policies.ts';
import { conditionOf, QueryError, type Row, selectedColumns, valueOf } from './query-language.ts';

/** What a command of the web API gives: data for `OK:`, or the text of an error. */
export type CommandResult =
  | { readonly ok: true; readonly data: unknown }
  | { readonly ok: false; readonly error: string };

type Parameters = Readonly<Record<string, string | undefined>>;
type Command = { readonly usage: string; readonly run: (server: EpoServer, parameters: Parameters) => unknown };

/** A command that this server does not have, or that was called in a wrong way. */
class CommandError extends Error {}

/** @source EPO-SAMPLES: names, parameters and help texts of the commands. */
const COMMANDS: Readonly<Record<string, Command>> = {
  'core.help': {
    usage: '[command] [prefix=<>] - Displays a list of all commands and help strings.',
    run: (_, { command }) => {
      if (command === undefined) return Object.entries(COMMANDS).map(([name, { usage }]) => `${name} ${usage}`);
      return `${command} ${commandNamed(command).usage}`;
    },
  },
  'core.executeQuery': {
    usage: 'queryId [database=<>] - Executes a SQUID query and returns the results',
    run: (server, { target, select, where }) => {
      const rows = tableNamed(server, target ?? '');
      const columns = selectedColumns(select ?? '');
      const meets = where === undefined ? () => true : conditionOf(where);
      return rows
        .filter(meets)
        .map((row) => Object.fromEntries(columns.map((column) => [column, valueOf(row, column)])));
    },
  },
  'policy.export': {
    usage: 'productId [fileName] - Exports policies',
    run: (server, { productId }) => {
      const policies = server.policies().filter(({ product }) => product === productId);
      if (policies.length === 0) throw new CommandError(`No policies of the product: ${productId}`);
      return exportPolicies(policies);
    },
  },
  'policy.find': {
    usage: '[searchText] - Finds all policies the user is permitted to see that match the given search text.',
    run: (server, { searchText = '' }) =>
      server
        .policies()
        .filter(({ name, category }) => [name, category].some((text) => contains(text, searchText)))
        .map(({ id, name, product, category }) => ({
          featureId: product,
          featureName: ' Policy Category',
          objectId: id,
          objectName: name,
          objectNotes: '',
          productId: product,
          productName: `VirusScan Enterprise ${product.slice(-4, -3)}.${product.slice(-3, -2)}.0 `,
          typeId: server.policies().findIndex((one) => one.category === category) + 40,
          typeName: category,
        })),
  },
  'system.find': {
    usage: 'searchText - Finds systems in the System Tree',
    run: (server, { searchText }) => {
      if (searchText === undefined) throw new CommandError('The parameter searchText is missing');
      return server
        .systems()
        .filter(({ report }) => contains(report.name, searchText))
        .map((system) => systemRow(server, system));
    },
  },
};

/** Runs a command as the web API does. */
export function runEpoCommand(server: EpoServer, name: string, parameters: Parameters): CommandResult {
  try {
    return { ok: true, data: commandNamed(name).run(server, parameters) };
  } catch (error) {
    if (!(error instanceof CommandError) && !(error instanceof QueryError)) throw error;
    return { ok: false, error: error.message };
  }
}

function commandNamed(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) throw new CommandError(`Command was not found: ${name}`);
  return command;
}

/** @source EPO-QUERIES: names of tables and columns. */
function tableNamed(server: EpoServer, target: string): Row[] {
  switch (target) {
    case 'EPOLeafNode':
      return server.systems().map((system) => systemRow(server, system));
    case 'EPOAssignedPolicy':
      return server.systems().flatMap((system) =>
        server.assigned(system.report.name).map(({ policy, isOwn }) => ({
          ...systemRow(server, system),
          'EPOAssignedPolicy.NodeName': system.report.name,
          'EPOAssignedPolicy.PolicyObjectID': policy.id,
          'EPOAssignedPolicy.FeatureTextID': policy.product,
          'EPOAssignedPolicy.CategoryTextID': categoryId(policy.category),
          'EPOAssignedPolicy.Origin': isOwn ? system.report.name : ROOT,
        })),
      );
    default:
      throw new QueryError(`no such table: ${target}`);
  }
}

function systemRow(server: EpoServer, { id, report, lastUpdate }: KnownSystem): Row {
  const { year, month, day, hour, minute, second } = server.host.world.localTime(lastUpdate);
  const two = (value: number) => String(value).padStart(2, '0');
  const virusscan = Object.entries(report.products).find(([product]) => product.startsWith('VIRUSCAN'));
  return {
    'EPOLeafNode.AutoID': id,
    'EPOLeafNode.NodeName': report.name,
    'EPOLeafNode.ManagedState': 1,
    'EPOLeafNode.LastUpdate': `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}+00:00`,
    'EPOComputerProperties.ParentID': id,
    'EPOComputerProperties.ComputerName': report.name,
    'EPOComputerProperties.OSPlatform': report.platform,
    'EPOComputerProperties.OSType': report.osType,
    'EPOProdPropsView_VIRUSCAN.productversion': virusscan?.[1] ?? null,
  };
}

const contains = (text: string, part: string): boolean => text.toUpperCase().includes(part.toUpperCase());
