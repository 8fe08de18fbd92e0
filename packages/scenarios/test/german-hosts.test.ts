import {
  type AnyProduct,
  clusterSubjects,
  decodeConsole,
  encodeConsole,
  factToJson,
  type HostAnswer,
  HostEvidence,
  productFacts,
} from '@scanclash/core';
import { PRODUCTS } from '@scanclash/products';
import { expect, test } from 'vitest';
import { builtInScenarios, playArm, type Scenario } from '../src/index.ts';
import { observeHost } from '../src/observe-host.ts';
import { brokenArm, SEED } from './lie-detectors/broken-run.ts';

/** The console of a German Windows. */
const CODE_PAGE = 850;

/**
 * Words that localised programs translate, in texts of `sc`, `net`, `cluster`, `mountvol`, `ver` and `reg`. The German ones were
 * put together by hand: what a real one says may differ, and must not matter.
 */
const WORDS: readonly (readonly [english: RegExp, german: string])[] = [
  [/^SERVICE_NAME:/gm, 'DIENSTNAME:'],
  [/^( +)TYPE( +):/gm, '$1TYP$2 :'],
  [/^( +)STATE( +):/gm, '$1STATUS$2:'],
  [/WIN32_EXIT_CODE/g, 'WIN32_BEENDIGUNGSCODE'],
  [/SERVICE_EXIT_CODE/g, 'DIENSTBEENDIGUNGSCODE'],
  [/CHECKPOINT/g, 'PRÜFPUNKT'],
  [/WAIT_HINT/g, 'WARTEHINWEIS'],
  [/(:\s+4\s+)RUNNING/g, '$1WIRD AUSGEFÜHRT'],
  [/(:\s+1\s+)STOPPED/g, '$1BEENDET'],
  [/^Listing status for all available resource groups:/gm, 'Status aller verfügbaren Ressourcengruppen:'],
  [/^Listing status for all available resources:/gm, 'Status aller verfügbaren Ressourcen:'],
  [/^Resource( +)Group( +)Node( +)Status/gm, 'Ressource$1Gruppe$2Knoten$3Status'],
  [/^Group( +)Node( +)Status/gm, 'Gruppe$1Knoten$2Status'],
  [/^Enum: entriesRead =/gm, 'Enum: gelesene Einträge ='],
  [/RESET_PERIOD \(in seconds\)/g, 'RÜCKSETZUNG (in Sekunden)'],
  [
    /^"Type","Event","Date Time","Source",.*$/gm,
    '"Typ","Ereignis","Zeit","Quelle","Computer","Kategorie","Benutzer","Text"',
  ],
  [/^INFO: No records available for the '(\w+)' log.*$/gm, "INFORMATION: Keine Datensätze im Protokoll '$1'."],
  [/Possible values for VolumeName along with current mount points are:/g, 'Mögliche Werte für den Volumenamen sind:'],
  [
    /^Computer( +)User name( +)Client Type( +)Opens Idle time/gm,
    'Computer$1Benutzername$2Clienttyp$3Öffnungen Leerlaufzeit',
  ],
  [/^ID( +)Path( +)User name( +)# Locks/gm, 'Kennung$1Pfad$2Benutzername$3# Sperren'],
  [/The command completed successfully\./g, 'Der Befehl wurde erfolgreich ausgeführt.'],
  [/There are no entries in the list\./g, 'Es sind keine Einträge in der Liste.'],
  [/Microsoft Windows \[Version/g, 'Microsoft Windows [Ausführung'],
  [/The specified service does not exist as an installed service\./g, 'Der angegebene Dienst ist nicht installiert.'],
  [/The system was unable to find the specified registry key or value\./g, 'Der Schlüssel wurde nicht gefunden.'],
];

function inGerman(answer: HostAnswer): HostAnswer {
  if (answer.kind === 'failed' || answer.request.id === 'file-text') return answer;
  const translated = (bytes: Uint8Array) =>
    encodeConsole(
      WORDS.reduce((text, [english, german]) => text.replace(english, german), decodeConsole(bytes, answer.codePage)),
      CODE_PAGE,
    );
  return { ...answer, codePage: CODE_PAGE, stdout: translated(answer.stdout), stderr: translated(answer.stderr) };
}

const factsFrom = (evidence: HostEvidence) =>
  Object.fromEntries(PRODUCTS.map((product: AnyProduct) => [product.namespace, productFacts(product, evidence)]));

/** One scenario of each world. */
const worlds = new Map(builtInScenarios().map((scenario): [string, Scenario] => [scenario.world.id, scenario]));

test.each([...worlds])('world %s: its hosts say the same in German', (_, scenario) => {
  const { built } = playArm(scenario, brokenArm(scenario), { seed: SEED });
  for (const host of built.hosts.values()) {
    const { answers } = observeHost(host, PRODUCTS);
    const german = answers.map(inGerman);
    const facts = factsFrom(new HostEvidence(host.name, answers));
    const translated = factsFrom(new HostEvidence(host.name, german));
    const shown = (all: typeof facts) => Object.entries(all).map(([name, fact]) => [name, factToJson(fact)]);
    expect(shown(translated)).toEqual(shown(facts));
    expect(clusterSubjects([{ name: host.name, facts: translated }], PRODUCTS).length).toBe(
      clusterSubjects([{ name: host.name, facts }], PRODUCTS).length,
    );
  }
});

test('the words are there to be translated', () => {
  const [scenario] = worlds.values();
  if (scenario === undefined) throw new Error('there is no world');
  const [host] = playArm(scenario, brokenArm(scenario), { seed: SEED }).built.hosts.values();
  if (host === undefined) throw new Error('its world has no host');
  const { answers } = observeHost(host, PRODUCTS);
  const changed = answers.filter((answer) => {
    const german = inGerman(answer);
    return (
      answer.kind === 'answered' &&
      german.kind === 'answered' &&
      decodeConsole(answer.stdout, answer.codePage) !== decodeConsole(german.stdout, CODE_PAGE)
    );
  });
  expect(changed.map(({ request }) => request.id)).toEqual(
    expect.arrayContaining(['service-state', 'windows-version', 'mount-points', 'smb-sessions', 'smb-open-files']),
  );
});
