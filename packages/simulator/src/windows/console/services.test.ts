import { dword } from '@scanclash/core';
import { expect, test } from 'vitest';
import { installService, type ServiceProgram, type ServiceToInstall } from '../../index.ts';
import { type ConsoleHost, consoleHost, text } from './test/console-host.ts';

const STORE = 'C:\\Exchange\\store.exe';
const SHIELD = 'C:\\Program Files\\McAfee\\McShield.exe';

/** Runs a second after it was started, stops a second after it was told to. */
const slow =
  ({ world }: ConsoleHost): ServiceProgram =>
  (context) => {
    world.schedule(1_000_000, 'service runs', () => context.running());
    context.onStop((stopped) => void world.schedule(1_000_000, 'service stops', stopped));
  };

function install(made: ConsoleHost, service: ServiceToInstall, program: ServiceProgram = slow(made)): void {
  installService(made.host.registry, { start: 'demand', ...service });
  made.host.files.install(service.imagePath, 'MZ');
  made.host.services.registerProgram(service.imagePath, program);
}

/** The information store, and a scanner within it that depends on it. */
function exchange(options: Parameters<typeof consoleHost>[0] = {}): ConsoleHost {
  const made = consoleHost(options);
  install(made, { name: 'MSExchangeIS', displayName: 'Microsoft Exchange Information Store', imagePath: STORE });
  install(made, {
    name: 'GroupShield',
    displayName: 'McAfee GroupShield',
    imagePath: 'C:\\GroupShield\\gse.exe',
    dependsOn: ['MSExchangeIS'],
  });
  return made;
}

test('sc query shows a service that never ran, starts, runs', () => {
  const { run, world } = exchange();
  expect(run('sc query msexchangeis').stdout).toBe(
    text(
      '',
      'SERVICE_NAME: msexchangeis',
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      '        STATE              : 1  STOPPED ',
      '        WIN32_EXIT_CODE    : 1077  (0x435)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
    ),
  );
  expect(run('sc start MSExchangeIS')).toEqual({
    exitCode: 0,
    stdout: text(
      '',
      'SERVICE_NAME: MSExchangeIS',
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      '        STATE              : 2  START_PENDING ',
      '                                (NOT_STOPPABLE, NOT_PAUSABLE, IGNORES_SHUTDOWN)',
      '        WIN32_EXIT_CODE    : 1077  (0x435)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
      '        PID                : 400',
      '        FLAGS              : ',
    ),
    stderr: '',
  });
  world.runUntil(2_000_000);
  expect(run('sc query MSExchangeIS').stdout).toContain(
    text(
      '        STATE              : 4  RUNNING ',
      '                                (STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)',
      '        WIN32_EXIT_CODE    : 0  (0x0)',
    ),
  );
});

test('sc of Windows Server 2003 has other blanks, and controls of stopped services', () => {
  expect(exchange({ windows: '2003' }).run('sc query MSExchangeIS').stdout).toContain(
    text(
      '        STATE              : 1  STOPPED ',
      '                                (NOT_STOPPABLE,NOT_PAUSABLE,IGNORES_SHUTDOWN)',
      '        WIN32_EXIT_CODE    : 1077\t(0x435)',
    ),
  );
});

test('sc exits with the error of Windows', () => {
  const { run, wait } = exchange();
  expect(run('sc query Nope')).toEqual({
    exitCode: 1060,
    stdout: text(
      '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:',
      '',
      'The specified service does not exist as an installed service.',
      '',
    ),
    stderr: '',
  });
  expect(run('sc stop MSExchangeIS')).toMatchObject({ exitCode: 1062 });
  wait('net start GroupShield');
  expect(run('sc start MSExchangeIS')).toMatchObject({ exitCode: 1056 });
  const refused = run('sc stop MSExchangeIS');
  expect(refused.exitCode).toBe(1051);
  expect(refused.stdout).toContain('[SC] ControlService FAILED 1051:\r\n');
});

test('sc start waits for what the service depends on, and no longer', () => {
  const { wait, world, host } = exchange();
  // The store runs after a second; GroupShield is then on its way, and another second later it runs.
  const started = wait('sc start GroupShield');
  expect(started.exitCode).toBe(0);
  expect(host.services.isRunning('MSExchangeIS')).toBe(true);
  expect(world.now).toBeLessThanOrEqual(2_000_000);
});

test('sc lists services by their state', () => {
  const { run, world } = exchange();
  run('sc start MSExchangeIS');
  world.runUntil(2_000_000);
  const named = (line: string) => Array.from(run(line).stdout.matchAll(/SERVICE_NAME: (.*)\r/g), (match) => match[1]);
  expect(named('sc query')).toEqual(['MSExchangeIS']);
  expect(named('sc query state= inactive')).toEqual(['GroupShield']);
  expect(named('sc queryex state= all')).toEqual(['GroupShield', 'MSExchangeIS']);
  expect(run('sc query type= driver').exitCode).toBe(120);
  expect(run('sc enumdepend MSExchangeIS').stdout).toContain(
    text('[SC] EnumDependentServices: entriesread = 1', '', 'SERVICE_NAME: GroupShield'),
  );
});

test('sc qc shows what sc config has changed, and the change is logged', () => {
  const { run, host } = exchange();
  expect(run('sc config GroupShield start= demand depend= MSExchangeIS/RpcSs/+Network')).toEqual({
    exitCode: 0,
    stdout: text('[SC] ChangeServiceConfig SUCCESS'),
    stderr: '',
  });
  run('sc config GroupShield start= disabled');
  expect(run('sc qc GroupShield').stdout).toBe(
    text(
      '[SC] QueryServiceConfig SUCCESS',
      '',
      'SERVICE_NAME: GroupShield',
      '        TYPE               : 10  WIN32_OWN_PROCESS ',
      '        START_TYPE         : 4   DISABLED',
      '        ERROR_CONTROL      : 1   NORMAL',
      '        BINARY_PATH_NAME   : C:\\GroupShield\\gse.exe',
      '        LOAD_ORDER_GROUP   : ',
      '        TAG                : 0',
      '        DISPLAY_NAME       : McAfee GroupShield',
      '        DEPENDENCIES       : MSExchangeIS',
      '                           : RpcSs',
      '                           : +Network',
      '        SERVICE_START_NAME : LocalSystem',
    ),
  );
  expect(host.eventLog.records('System').map(({ id }) => id)).toEqual([7040]);
  expect(run('sc start GroupShield')).toMatchObject({ exitCode: 1058 });
  run('sc config GroupShield depend= /');
  expect(host.services.configuration('GroupShield')).toMatchObject({ dependsOn: [], dependsOnGroups: [] });
  run('sc config GroupShield start= delayed-auto');
  expect(run('sc qc GroupShield').stdout).toContain('        START_TYPE         : 2   AUTO_START  (DELAYED)\r\n');
  expect(run('sc config GroupShield start=auto')).toMatchObject({ exitCode: 120 });
});

test('sc qfailure and sc qdescription show what is stored', () => {
  const made = consoleHost();
  install(made, {
    name: 'McShield',
    displayName: 'Network Associates McShield',
    imagePath: SHIELD,
    failureActions: {
      resetAfter: 86_400_000_000,
      actions: [
        { kind: 'restart', delay: 60_000_000 },
        { kind: 'none', delay: 0 },
      ],
    },
  });
  expect(made.run('sc qfailure McShield').stdout).toBe(
    text(
      '[SC] QueryServiceConfig2 SUCCESS',
      '',
      'SERVICE_NAME: McShield',
      '        RESET_PERIOD (in seconds)    : 86400',
      '        REBOOT_MESSAGE               : ',
      '        COMMAND_LINE                 : ',
      '        FAILURE_ACTIONS              : RESTART -- Delay = 60000 milliseconds.',
      '                                       NONE -- Delay = 0 milliseconds.',
    ),
  );
  expect(made.run('sc description McShield "On-access scanner"').exitCode).toBe(0);
  expect(made.run('sc qdescription McShield').stdout).toContain('DESCRIPTION:  On-access scanner\r\n');
});

test('sc failure says what happens when a service dies, and it does', () => {
  const made = consoleHost();
  install(made, { name: 'McShield', displayName: 'Network Associates McShield', imagePath: SHIELD });
  made.wait('net start McShield');
  expect(made.run('sc failure McShield reset= 86400 actions= restart/60000/""/0 command= "C:\\tell.exe %1%"')).toEqual({
    exitCode: 0,
    stdout: text('[SC] ChangeServiceConfig2 SUCCESS'),
    stderr: '',
  });
  expect(made.run('sc qfailure McShield').stdout).toContain(
    text(
      '        RESET_PERIOD (in seconds)    : 86400',
      '        REBOOT_MESSAGE               : ',
      '        COMMAND_LINE                 : C:\\tell.exe %1%',
      '        FAILURE_ACTIONS              : RESTART -- Delay = 60000 milliseconds.',
      '                                       NONE -- Delay = 0 milliseconds.',
    ),
  );
  made.run('taskkill /f /im mcshield.exe');
  expect(made.host.services.isRunning('McShield')).toBe(false);
  made.world.runUntil(made.world.now + 61_000_000);
  expect(made.host.services.isRunning('McShield')).toBe(true);
  expect(made.host.eventLog.records('System').map(({ id }) => id)).toEqual([7036, 7031, 7036]);
});

test.each([
  ['sc failure McShield actions= restart/60000', 'a period belongs to the actions'],
  ['sc failure McShield reset= 0 actions= restart', 'a delay belongs to each action'],
  ['sc failure McShield reset= 0 actions= sleep/1', 'there is no such action'],
  ['sc failure McShield reset=0 actions= restart/1', 'a blank belongs behind the ='],
])('%s is not taken: %s', (command) => {
  const made = consoleHost();
  install(made, { name: 'McShield', displayName: 'Network Associates McShield', imagePath: SHIELD });
  expect(made.run(command)).toMatchObject({ exitCode: 120 });
  expect(made.run('sc failure Gone reset= 0 actions= /')).toMatchObject({ exitCode: 1060 });
});

test('net start waits until the service runs', () => {
  const { wait, world } = exchange();
  expect(wait('net start "mcafee groupshield"')).toEqual({
    exitCode: 0,
    stdout: text(
      'The McAfee GroupShield service is starting.',
      'The McAfee GroupShield service was started successfully.',
      '',
    ),
    stderr: '',
  });
  expect(world.now).toBe(2_000_000);
  expect(wait('net start').stdout).toBe(
    text(
      'These Windows services are started:',
      '',
      '   McAfee GroupShield',
      '   Microsoft Exchange Information Store',
      '',
      'The command completed successfully.',
      '',
    ),
  );
  expect(wait('net start GroupShield')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: text(
      'The requested service has already been started.',
      '',
      'More help is available by typing NET HELPMSG 2182.',
      '',
    ),
  });
  expect(wait('net start nope').stderr).toContain('NET HELPMSG 2185');
});

test('net stop asks before it stops what depends on the service, and does so with /y', () => {
  const { wait, host } = exchange();
  wait('net start GroupShield');
  expect(wait('net stop MSExchangeIS')).toEqual({
    exitCode: 2,
    stdout: `${text(
      'The following services are dependent on the Microsoft Exchange Information Store service.',
      'Stopping the Microsoft Exchange Information Store service will also stop these services.',
      '',
      '   McAfee GroupShield',
      '',
    )}Do you want to continue this operation? (Y/N) [N]: `,
    stderr: text('', 'No valid response was provided.'),
  });
  expect(host.services.isRunning('MSExchangeIS')).toBe(true);
  expect(wait('net stop MSExchangeIS /y')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(host.services.isRunning('GroupShield')).toBe(false);
  expect(wait('net stop MSExchangeIS').stderr).toContain(
    'The Microsoft Exchange Information Store service is not started.\r\n',
  );
});

test('net stop gives up on a service that hangs, net start on one that ends', () => {
  const made = consoleHost();
  install(made, { name: 'Hangs', displayName: 'Hangs', imagePath: STORE }, (context) => {
    context.running();
    context.onStop(() => {});
  });
  install(made, { name: 'Ends', displayName: 'Ends', imagePath: SHIELD }, (context) => context.stopped(5));
  made.wait('net start Hangs');
  expect(made.wait('net stop Hangs')).toEqual({
    exitCode: 2,
    stdout: text('The Hangs service is stopping.'),
    stderr: text('The Hangs service could not be stopped.', ''),
  });
  expect(made.run('net stop Hangs').stderr).toContain('The service is starting or stopping.');
  const ended = made.wait('net start Ends');
  expect(ended.stdout).toBe(text('The Ends service is starting.'));
  expect(ended.stderr).toContain('System error 5 has occurred.\r\n');
});

test('net start of a service that may not start is an error of the system', () => {
  const { run, wait, host } = exchange();
  run('sc config MSExchangeIS start= disabled');
  expect(wait('net start GroupShield')).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: text('System error 1068 has occurred.', '', 'The dependency service or group failed to start.', ''),
  });
  expect(host.services.isRunning('MSExchangeIS')).toBe(false);
});

test('tasklist shows processes with their services, in three forms', () => {
  const { run, wait } = exchange();
  wait('net start MSExchangeIS');
  expect(run('tasklist /svc /fo csv').stdout).toBe(
    text(
      '"Image Name","PID","Services"',
      '"System Idle Process","0","N/A"',
      '"System","4","N/A"',
      '"store.exe","400","MSExchangeIS"',
    ),
  );
  expect(run('tasklist /svc').stdout).toBe(
    text(
      '',
      'Image Name                     PID Services                                    ',
      '========================= ======== ============================================',
      'System Idle Process              0 N/A                                         ',
      'System                           4 N/A                                         ',
      'store.exe                      400 MSExchangeIS                                ',
    ),
  );
  expect(run('tasklist /fo list /fi "imagename eq STORE.EXE"').stdout).toBe(
    text(
      '',
      'Image Name:   store.exe',
      'PID:          400',
      'Session Name: Services',
      'Session#:     0',
      'Mem Usage:    N/A',
    ),
  );
  expect(run('tasklist /nh /fi "pid eq 9999"').stdout).toBe(
    text('INFO: No tasks are running which match the specified criteria.'),
  );
  expect(run('tasklist /v').exitCode).toBe(120);
});

test('taskkill ends processes by force, and says what it cannot find', () => {
  const { host, run, wait } = exchange();
  wait('net start MSExchangeIS');
  expect(run('taskkill /im store.exe')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: text(
      'ERROR: The process "store.exe" with PID 400 could not be terminated.',
      'Reason: This process can only be terminated forcefully (with /F option).',
    ),
  });
  expect(run('taskkill /f /im STORE.EXE')).toEqual({
    exitCode: 0,
    stdout: text('SUCCESS: The process "store.exe" with PID 400 has been terminated.'),
    stderr: '',
  });
  expect(host.services.status('MSExchangeIS')).toMatchObject({ state: 'STOPPED', exitCode: 1067 });
  expect(run('taskkill /f /pid 9999')).toEqual({
    exitCode: 128,
    stdout: '',
    stderr: text('ERROR: The process "9999" not found.'),
  });
  expect(run('taskkill /f /pid 4')).toMatchObject({ exitCode: 1 });
});

test('netstat shows who listens and who is connected', () => {
  const { host, run, wait, world } = exchange();
  wait('net start MSExchangeIS');
  const store = host.processes.list().find(({ imageName }) => imageName === 'store.exe');
  if (store === undefined) throw new Error('the store does not run');
  host.tcp.listen(store, 25, () => {});
  host.tcp.connect(host.run('C:\\blat.exe'), 'MAIL01', 25, () => {});
  world.runUntil(world.now + 1_000_000);
  const [, , , header, listening, ...connected] = run('netstat -ano').stdout.split('\r\n');
  expect(header).toBe('  Proto  Local Address          Foreign Address        State           PID');
  expect(listening).toBe('  TCP    0.0.0.0:25             0.0.0.0:0              LISTENING       400');
  expect(connected).toContain('  TCP    192.0.2.10:25          192.0.2.10:1025        ESTABLISHED     400');
  expect(connected).toContain('  TCP    192.0.2.10:1025        192.0.2.10:25          ESTABLISHED     404');
  expect(run('netstat -n').stdout).not.toContain('LISTENING');
  expect(run('netstat -a').exitCode).toBe(120);
});

test('a driver is no service of the service control manager', () => {
  const { host, run } = consoleHost();
  host.registry.setValue('HKLM\\SYSTEM\\CurrentControlSet\\Services\\naiavf5x', 'Type', dword(2));
  host.registry.setValue('HKLM\\SYSTEM\\CurrentControlSet\\Services\\naiavf5x', 'Start', dword(0));
  expect(run('sc query naiavf5x').exitCode).toBe(1060);
});
