import { expect, test } from 'vitest';
import { scanclash } from '../test/command-line.ts';

test('the page of a scenario tells its story, its arms and what causes it', async () => {
  const { code, stdout } = await scanclash(['show', 'mail-flow/port25-blocks-modusmail']);
  expect(code).toBe(0);
  expect(stdout).toMatch(/\nStory\n.*VirusScan 8\.0i refuses/);
  expect(stdout).toMatch(/fix-exempt-modus\s+Let the Modus delivery service through/);
  expect(stdout).toContain('Caused by\n  mcafee-virusscan/port-rule-blocks-connects\n');
  expect(stdout).toMatch(/Next: scanclash run mail-flow\/port25-blocks-modusmail\n$/);
});

test('the page of a rule shows its expressions as they are, and its examples', async () => {
  const { stdout } = await scanclash(['show', 'mcafee-virusscan/let-modus-send-mail']);
  expect(stdout).toContain('listed(modus.deliveryProgram, virusscan.portRules.massMailing.exempt)');
  expect(stdout).toMatch(/Examples\n {2}violated\s+the default of 8\.0i\n/);
});

test('the page of a fix begins with the console of the product and names its price', async () => {
  const { stdout } = await scanclash(['show', 'mcafee-virusscan/disable-mass-mailing-rule']);
  expect(stdout).toMatch(/In the console of the product\n {2}1\. /);
  expect(stdout).toContain('virusscan.portRules.massMailing.block\n      set to false\n');
  expect(stdout).toContain('Any program on this host may send mail by SMTP, worms included.');
});

test('the page of a fix says how it is taken back', async () => {
  const { stdout } = await scanclash(['show', 'mcafee-groupshield/make-cluster-resource']);
  expect(stdout.replace(/\s+/g, ' ')).toContain(
    'To take it back McAfee GroupShield cluster res "McAfee GroupShield" /offline /wait, then cluster res "McAfee GroupShield" /delete',
  );
});

test('the page of a setting says who reads it and who changes it', async () => {
  const { stdout } = await scanclash(['show', 'virusscan.portRules.massMailing.block']);
  expect(stdout).toMatch(/type\s+true or false\n/);
  expect(stdout).toContain('mcafee-virusscan/let-modus-send-mail');
  expect(stdout).toContain('mcafee-virusscan/disable-mass-mailing-rule');
});

test('the page of a setting says where each version keeps it, and what holds where nothing is stored', async () => {
  const { stdout } = await scanclash(['show', 'virusscan.onAccess.startWithSystem', '--format', 'json']);
  const { pages } = JSON.parse(stdout) as { pages: { sections: { heading: string; entries: unknown[] }[] }[] };
  const places = pages[0]?.sections.find(({ heading }) => heading === 'By version of the product')?.entries ?? [];
  expect(places.length).toBeGreaterThan(1);
  expect(places).toContainEqual({
    term: '8.8',
    text: expect.stringMatching(/^HKLM\\SOFTWARE\\McAfee\\SystemCore\\.*; where nothing is stored: true$/) as string,
  });
});

test('the page of a fact says how to give it oneself, and a part of its name lists what is below', async () => {
  const { stdout } = await scanclash(['show', 'virusscan.mcShieldRunning']);
  expect(stdout).toContain('    scanclash check TARGET --given virusscan.mcShieldRunning=true\n');
  const group = await scanclash(['show', 'virusscan.portRules.massMailing']);
  expect(group.stdout).toContain('virusscan.portRules.massMailing.block');
  expect(group.stdout).toContain('Next: scanclash list facts virusscan.portRules.massMailing\n');
});

test('the page of a mechanism names the failures that it causes, and how to switch it off', async () => {
  const { stdout } = await scanclash(['show', 'mcafee-virusscan/port-rule-blocks-connects']);
  expect(stdout).toContain('mail-flow/port25-blocks-modusmail');
  expect(stdout).toContain('--assume mcafee-virusscan/port-rule-blocks-connects=false');
});

test('an error code is found in any case', async () => {
  const { stdout } = await scanclash(['show', 'sc-rule-004']);
  expect(stdout).toContain('SC-RULE-004 (error)\nUnknown fact\n');
});

test('a product is found by its id and by its namespace', async () => {
  const byId = await scanclash(['show', 'vircom-modus']);
  expect((await scanclash(['show', 'modus'])).stdout).toBe(byId.stdout);
  expect(byId.stdout).toContain('service-state SMTPDS');
});

test('an id with a slip of the pen is answered with the nearest', async () => {
  const { code, stderr, stdout } = await scanclash(['show', 'mcafee-virusscan/let-modus-send-mial']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('Did you mean "mcafee-virusscan/let-modus-send-mail"?');
});

test('the page of a fact lists rules of clusters, which name it of a host', async () => {
  const { stdout } = await scanclash(['show', 'groupshield.service.start']);
  expect(stdout).toContain('mcafee-groupshield/do-not-start-store-on-passive-node');
});
