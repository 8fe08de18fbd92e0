import { expect, test } from 'vitest';
import { addGroup, addProbe, type SmallCluster, smallCluster } from '../../failover-cluster/test/small-cluster.ts';
import { addService, SECOND } from '../../network/test/small-network.ts';
import { runCommand } from './console.ts';
import type { ConsoleOutput } from './console-program.ts';
import { text } from './test/console-host.ts';

function withGroup(boot = true): SmallCluster {
  const made = smallCluster({
    boot,
    prepare: (cluster) => {
      addProbe(cluster);
      addGroup(cluster, 'Exchange Information Store Instance (CMS01)<Name', 'Name');
      for (const node of cluster.nodes) addService(node, 'GroupShield', { start: 'auto' });
    },
  });
  made.pass(SECOND);
  return made;
}

/** On NODEA; fails where there is no answer at once. */
function run({ a }: SmallCluster, line: string): ConsoleOutput {
  const outputs: ConsoleOutput[] = [];
  runCommand(a, line, (output) => outputs.push(output));
  const [answer] = outputs;
  if (answer === undefined) throw new Error(`${line} did not answer at once`);
  return answer;
}

const GROUP_SHIELD = [
  'cluster res "GroupShield" /create /group:"G" /type:"Generic Service"',
  'cluster res "GroupShield" /priv ServiceName=GroupShield',
  'cluster res "GroupShield" /adddep:"Exchange Information Store Instance (CMS01)"',
  'cluster res "GroupShield" /prop RestartAction=1',
  'cluster res "GroupShield" /online',
];

test('cluster lists nodes, groups and resources; a long name pushes the columns to the right', () => {
  const made = withGroup();
  expect(run(made, 'cluster node').stdout).toBe(
    text(
      'Listing status for all available nodes:',
      '',
      'Node           Node ID Status               ',
      '-------------- ------- ---------------------',
      'NODEA                1 Up                   ',
      'NODEB                2 Up                   ',
      '',
    ),
  );
  expect(run(made, 'cluster group').stdout).toBe(
    text(
      'Listing status for all available resource groups:',
      '',
      'Group                Node            Status',
      '-------------------- --------------- ------',
      'Cluster Group        NODEA           Online',
      'G                    NODEA           Online',
      '',
    ),
  );
  expect(run(made, 'cluster res').stdout).toContain(
    text(
      'Resource             Group                Node            Status',
      '-------------------- -------------------- --------------- ------',
      'Cluster IP Address   Cluster Group        NODEA           Online',
    ),
  );
  expect(run(made, 'cluster resource "Exchange Information Store Instance (CMS01)" /stat').stdout).toContain(
    'Exchange Information Store Instance (CMS01) G                    NODEA           Online\r\n',
  );
});

test('a group is moved without waiting, or waited for', () => {
  const made = withGroup();
  expect(run(made, 'cluster group "G" /moveto:NODEB').stdout).toContain("Moving resource group 'G'...\r\n");
  made.pass(SECOND);
  expect(run(made, 'cluster group G').stdout).toContain('G                    NODEB           Online');
  expect(run(made, 'cluster group G /moveto:NODEA /wait:60').stdout).toContain('NODEA           Online');
  expect(run(made, 'cluster group G /moveto:NODEX /wait')).toEqual({
    exitCode: 5042,
    stdout: text('', 'System error 5042 has occurred (0x000013b2).', 'The cluster node is not valid.', ''),
    stderr: '',
  });
  expect(run(made, 'cluster group G /offline').stdout).toContain('Offline');
});

test.each([true, false])('a service is made a resource by commands, the nodes booted: %s', (boot) => {
  const made = withGroup(boot);
  for (const line of GROUP_SHIELD) expect([line, run(made, line).exitCode]).toEqual([line, 0]);
  for (const host of boot ? [] : [made.hub, ...made.nodes]) host.boot();
  made.pass(SECOND);
  expect(made.cluster.resource('GroupShield')?.state).toBe('online');
  expect(made.a.services.configuration('GroupShield')?.start).toBe('demand');
  expect(run(made, 'cluster res GroupShield /listdep').stdout).toContain(
    'Exchange Information Store Instance (CMS01) G',
  );
  expect(run(made, 'cluster res GroupShield /listowners').stdout).toMatch(/NODEA +\r\nNODEB +\r\n/);
  expect(run(made, 'cluster res GroupShield /prop').stdout).toContain(
    text('D  GroupShield          RestartAction                  1 (0x1)').trimEnd(),
  );
  expect(run(made, 'cluster res GroupShield /prop').stdout).toContain(
    'PendingTimeout                 180000 (0x2bf20)',
  );
  expect(run(made, 'cluster res GroupShield /priv').stdout).toContain(
    'S  GroupShield          ServiceName                    GroupShield',
  );
  expect(made.b.registry.subkeys('HKLM\\Cluster\\Resources')).toEqual(
    made.a.registry.subkeys('HKLM\\Cluster\\Resources'),
  );
  expect(run(made, 'reg query HKLM\\Cluster\\Resources /s').stdout).toContain('ServiceName    REG_SZ    GroupShield');
});

test('a group lists how often it may move, and is told otherwise', () => {
  const made = withGroup();
  expect(run(made, 'cluster group G /prop').stdout).toBe(
    text(
      "Listing properties for 'G':",
      '',
      'T  Resource Group       Name                           Value                  ',
      '-- -------------------- ------------------------------ -----------------------',
      'SR G                    Name                           G                      ',
      'D  G                    FailoverThreshold              10 (0xa)               ',
      'D  G                    FailoverPeriod                 6 (0x6)                ',
      '',
    ),
  );
  expect(run(made, 'cluster group g /prop FailoverThreshold=2 failoverperiod=0x1')).toMatchObject({ exitCode: 0 });
  expect(made.cluster.configuration.groups.find(({ name }) => name === 'G')).toMatchObject({
    failoverThreshold: 2,
    failoverPeriod: 1,
  });
  expect(run(made, 'cluster group G /prop RestartAction=1')).toMatchObject({ exitCode: 87 });
  expect(run(made, 'cluster group Gone /prop')).toMatchObject({ exitCode: 5013 });
});

test('what cannot be, cluster refuses with the error of Windows', () => {
  const made = withGroup();
  expect(run(made, 'cluster res Name /adddep:"Cluster Name"').exitCode).toBe(5019);
  run(made, 'cluster group G /offline');
  const codes = [
    'cluster res Nope',
    'cluster res GroupShield /create /group:Nope /type:"Generic Service"',
    'cluster res GroupShield /create /group:G /type:Nope',
    'cluster res Name /create /group:G /type:"Generic Service"',
    'cluster res Name /adddep:"Cluster Name"',
    'cluster res Name /adddep:"Exchange Information Store Instance (CMS01)"',
    'cluster res Name /prop RestartAction=7',
    'cluster res Name /prop Nope=1',
    'cluster group Nope',
    'cluster node Nope',
  ].map((line) => run(made, line).exitCode);
  expect(codes).toEqual([5007, 5013, 5078, 5010, 5002, 1059, 87, 87, 5013, 5042]);
});

test('cluster says what it does not play, and that its service must run', () => {
  const made = withGroup();
  expect(run(made, 'cluster res Name /addcheck:Software').stderr).toContain('is not modelled');
  expect(run(made, 'cluster network').stderr).toContain('is not modelled');
  made.a.services.stop('ClusSvc');
  made.pass(SECOND);
  expect(run(made, 'cluster res').exitCode).toBe(1753);
  const answers: ConsoleOutput[] = [];
  runCommand(made.hub, 'cluster res', (output) => answers.push(output));
  expect(answers[0]?.stderr).toContain("'cluster' is not recognized");
});

test('a resource is deleted once it is offline and nothing depends on it, and can be made anew', () => {
  const made = withGroup();
  const cluster = ({ exitCode }: ConsoleOutput): number => exitCode;
  const codes = (...lines: readonly string[]) => lines.map((line) => cluster(run(made, line)));
  expect(codes('cluster res Name /delete', 'cluster res Nope /delete')).toEqual([5019, 5007]);
  run(made, 'cluster group G /offline');
  made.pass(SECOND);
  const [name, store] = ['cluster res Name', 'cluster res "Exchange Information Store Instance (CMS01)"'];
  expect(codes(`${name} /delete`, `${store} /delete`, `${name} /delete`, name)).toEqual([5001, 0, 0, 5007]);
  expect(made.cluster.configuration.resources.filter(({ group }) => group === 'G')).toEqual([]);
  expect(codes('cluster res Name /create /group:G /type:"Generic Service"')).toEqual([0]);
  expect(codes('cluster res Name /priv ServiceName=GroupShield', 'cluster res Name /online')).toEqual([0, 0]);
  made.pass(SECOND);
  expect(run(made, name).stdout).toContain('Online');
});

test('a resource is failed on purpose and restarted', () => {
  const made = withGroup();
  expect(run(made, 'cluster res Name /fail').stdout).toContain('Failed');
  made.pass(SECOND);
  expect(run(made, 'cluster res Name').stdout).toContain('Online');
});
