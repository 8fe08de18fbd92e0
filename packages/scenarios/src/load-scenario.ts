import {
  didYouMean,
  misfit,
  readSource,
  readYaml,
  ScanclashError,
  type SourceText,
  validateYaml,
  type YamlPath,
} from '@scanclash/core';
import type { Protection } from '@scanclash/simulator';
import type { z } from 'zod';
import { behavioursOf, emulationOf, emulationOfNamespace } from './emulation-of.ts';
import { type Expectation, expectationLanguage, readExpectation } from './expectations/expectation.ts';
import { RULE_BOOK } from './rule-book.ts';
import type { Arm, ArmKind, Cause, Scenario, SettingsByHost } from './scenario.ts';
import { type ArmFile, scenarioFileSchema, type TimelineStep } from './scenario-schema.ts';
import { checkedValue, mergeSettings, readSettings, settingNamed } from './settings-by-host.ts';
import { productsOf, WORLDS, type WorldDefinition } from './worlds/index.ts';

/**
 * Reads and checks a scenario; every complaint names its place and what was probably meant.
 * @param worlds - Those that it may play in.
 */
export function loadScenario(source: SourceText, worlds: readonly WorldDefinition[] = WORLDS): Scenario {
  const document = readSource(source);
  const file = validateYaml(document, scenarioFileSchema);
  const fail = (
    code: 'SC-YAML-002' | 'SC-SCEN-001' | 'SC-SCEN-004' | 'SC-SCEN-005' | 'SC-RULE-007',
    problem: string,
    path: YamlPath,
    hint?: string,
  ) => new ScanclashError(code, problem, { hint, place: document.placeOf(path) });

  const world = worlds.find(({ id }) => id === file.world);
  if (world === undefined) {
    const ids = worlds.map(({ id }) => id);
    throw fail(
      'SC-SCEN-005',
      `unknown world "${file.world}"`,
      ['world'],
      didYouMean(file.world, ids) ?? `Worlds: ${ids.join(', ')}`,
    );
  }

  const settings = readSettings(world, file.settings, document, ['settings']);
  const checkTimeline = (timeline: readonly TimelineStep[], path: YamlPath) => {
    for (const [i, step] of timeline.entries()) checkStep(world, step, [...path, i], (at) => document.placeOf(at));
  };
  checkTimeline(file.timeline, ['timeline']);
  const behaviours = behavioursOf(world).map(({ id }) => id);
  for (const id of Object.keys(file.assume)) {
    if (behaviours.includes(id)) continue;
    throw fail('SC-SCEN-004', `unknown behaviour "${id}"`, ['assume', id], didYouMean(id, behaviours));
  }
  for (const id of file.enables) {
    if (behaviours.includes(id)) continue;
    throw fail('SC-SCEN-004', `unknown behaviour "${id}"`, ['enables'], didYouMean(id, behaviours));
  }
  for (const field of ['findings', 'innocent'] as const) {
    for (const [i, id] of file[field].entries()) {
      const { ids } = RULE_BOOK;
      if (!ids.includes(id)) throw fail('SC-RULE-007', `unknown rule "${id}"`, [field, i], didYouMean(id, ids));
    }
  }
  for (const [i, name] of file['still-protected'].entries()) {
    if (protectionNamed(world, name) !== undefined) continue;
    throw fail('SC-SCEN-001', `unknown protection check "${name}"`, ['still-protected', i]);
  }

  const language = expectationLanguage(world);
  const symptoms = file.symptoms.map(
    (text, i): Expectation => readExpectation(language, text, document, ['symptoms', i]),
  );
  const reaches = readExpectation(language, file.reaches, document, ['reaches']);
  const causedBy = file['caused-by'].map((set, i) =>
    set.map((cause, j) =>
      readCause(world, cause, (problem) =>
        fail('SC-SCEN-004', problem, ['caused-by', i, j], didYouMean(cause, behaviours)),
      ),
    ),
  );

  const broken: Arm = { ...arm('broken', 'broken', file.title, settings, file.timeline), until: file.until };
  const others = Object.entries(file.arms).map(([id, armFile]): Arm => {
    for (const [i, name] of armFile.fixes.entries()) {
      const { host, fix } = fixNamed(world, name);
      const path = ['arms', id, 'fixes', i];
      if (world.hosts[host] === undefined)
        throw fail('SC-SCEN-005', `the world ${world.id} has no host "${host}"`, path);
      if (!RULE_BOOK.fixes.has(fix))
        throw fail('SC-RULE-007', `unknown fix "${fix}"`, path, didYouMean(fix, RULE_BOOK.fixes.keys()));
    }
    for (const field of ['still-found', 'stays-unknown'] as const) {
      if (kindOf(id) === 'wrong-fix' && armFile[field].length > 0)
        throw fail('SC-YAML-002', `${field}: nothing is expected of the rules in a wrong fix`, ['arms', id, field]);
      for (const [i, rule] of armFile[field].entries()) {
        if (file.findings.includes(rule)) continue;
        const hint = didYouMean(rule, file.findings);
        throw fail('SC-RULE-007', `"${rule}" is none of the findings of this scenario`, ['arms', id, field, i], hint);
      }
    }
    for (const [i, check] of armFile.loses.entries()) {
      if (file['still-protected'].includes(check)) continue;
      throw fail('SC-SCEN-001', `"${check}" is no protection check of this scenario`, ['arms', id, 'loses', i]);
    }
    const { after, until = file.until } = armFile;
    if ((kindOf(id) === 'recovery') !== (after !== undefined)) {
      const problem = after === undefined ? 'a recovery needs "after"' : 'only a recovery has "after"';
      throw fail('SC-YAML-002', `${problem}: the time from which on symptoms are judged`, ['arms', id]);
    }
    if (after !== undefined && after >= until)
      throw fail('SC-YAML-002', 'the window in which a recovery is judged begins after the end', ['arms', id, 'after']);
    checkTimeline(armFile.timeline, ['arms', id, 'timeline']);
    checkTimeline(armFile['timeline-instead'] ?? [], ['arms', id, 'timeline-instead']);
    const own = readSettings(world, armFile.settings, document, ['arms', id, 'settings']);
    return {
      ...arm(id, kindOf(id), armFile.title ?? titleOf(armFile), mergeSettings(settings, own), [
        ...(armFile['timeline-instead'] ?? file.timeline),
        ...armFile.timeline,
      ]),
      ...extras(armFile),
      until,
      reaches:
        armFile.reaches === undefined
          ? undefined
          : readExpectation(language, armFile.reaches, document, ['arms', id, 'reaches']),
    };
  });
  return { id: source.id, file, document, world, arms: [broken, ...others], symptoms, reaches, causedBy };
}

const arm = (
  id: string,
  kind: ArmKind,
  title: string,
  settings: SettingsByHost,
  timeline: readonly TimelineStep[],
): Omit<Arm, 'until'> => ({
  id,
  kind,
  title,
  settings,
  timeline,
  assume: {},
  stillFound: [],
  staysUnknown: [],
  fixes: [],
  loses: [],
  reaches: undefined,
  after: undefined,
});

const extras = ({
  assume,
  'still-found': stillFound,
  'stays-unknown': staysUnknown,
  fixes,
  loses,
  after,
}: ArmFile) => ({
  assume: assume as Arm['assume'],
  stillFound,
  staysUnknown,
  fixes,
  loses,
  after,
});

/** The kind of an arm that is no broken one, by its id. */
export function kindOf(id: string): ArmKind {
  const prefix = id.slice(0, id.indexOf('-'));
  return prefix === 'wrong' ? 'wrong-fix' : (prefix as ArmKind);
}

/** A fix for both nodes of a cluster is said once. */
const titleOf = ({ fixes }: ArmFile) =>
  [...new Set(fixes.map((name) => RULE_BOOK.fixes.get(name.replace(/^[^:]+:/, ''))?.title ?? name))].join('; ');

/** `[HOST:]product/fix` in its parts; the subject host where none is named. */
export function fixNamed(world: WorldDefinition, name: string): { host: string; fix: string } {
  const [, host, fix = name] = /^([^:/]+):(.+)$/.exec(name) ?? [];
  return { host: host ?? world.subject, fix };
}

/** The stimulus of a step; host programs that every host has are named `host.…`. */
export function stimulusOf(world: WorldDefinition, name: string) {
  const [namespace = '', ...rest] = name.split('.');
  return emulationOfNamespace(world, namespace)?.stimuli[rest.join('.')];
}

/** `[HOST:]namespace.name`; the subject host where none is named. */
export function protectionNamed(
  world: WorldDefinition,
  name: string,
): { host: string; protection: Protection } | undefined {
  const [, host = world.subject, namespace = '', check = ''] = /^(?:([^:]+):)?([^.]+)\.(.+)$/.exec(name) ?? [];
  const protection = emulationOfNamespace(world, namespace)?.protections[check];
  return protection === undefined || world.hosts[host] === undefined ? undefined : { host, protection };
}

function checkStep(
  world: WorldDefinition,
  step: TimelineStep,
  path: YamlPath,
  placeOf: Scenario['document']['placeOf'],
): void {
  const host = step.on ?? world.subject;
  if (world.hosts[host] === undefined) {
    const hint = didYouMean(host, Object.keys(world.hosts)) ?? `Hosts: ${Object.keys(world.hosts).join(', ')}`;
    throw new ScanclashError('SC-SCEN-005', `the world ${world.id} has no host "${host}"`, {
      hint,
      place: placeOf([...path, 'on']),
    });
  }
  const stimulus = stimulusOf(world, step.do);
  const products = productsOf(world.hosts[host]).map((product) => emulationOf(world, product));
  const hasIt = products.some(({ product }) => step.do.startsWith(`${product.namespace}.`));
  if (stimulus === undefined || !hasIt) {
    const known = products.flatMap(({ product, stimuli }) =>
      Object.keys(stimuli).map((name) => `${product.namespace}.${name}`),
    );
    const hint = didYouMean(step.do, known) ?? `Stimuli of ${host}: ${known.join(', ') || 'none'}`;
    throw new ScanclashError('SC-SCEN-001', `unknown stimulus "${step.do}" on ${host}`, {
      hint,
      place: placeOf([...path, 'do']),
    });
  }
  const result = stimulus.schema.safeParse(step.with, { error: misfit });
  if (result.success) return;
  const [issue] = result.error.issues as [z.core.$ZodIssue];
  const place = placeOf([...path, 'with', ...(issue.path as (string | number)[])]);
  throw new ScanclashError('SC-SCEN-003', `${step.do}: ${issue.path.join('.')}: ${issue.message}`, { place });
}

/** `product/behaviour`, or `[HOST:]namespace.path = value`. */
function readCause(world: WorldDefinition, text: string, unknown: (problem: string) => Error): Cause {
  const [left = '', right] = text.split('=').map((part) => part.trim());
  if (right === undefined) {
    if (behavioursOf(world).some(({ id }) => id === left)) return { kind: 'behaviour', id: left };
    throw unknown(`unknown behaviour "${left}"`);
  }
  const named = settingNamed(world, left);
  return {
    kind: 'setting',
    ...named,
    healthy: checkedValue(world, named, readYaml(right, 'caused-by').value),
  };
}
