import { ScanclashError } from '@scanclash/core';
import { SaxesParser } from 'saxes';

/** The settings of one section of a policy, by name, as text. */
export interface PolicySection {
  readonly name: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** One set of settings that a policy refers to. */
export interface PolicySet {
  /** `param_str` of the set: what it is for, where a policy has several. */
  readonly audience: string;
  readonly sections: readonly PolicySection[];
}

/** A policy as `policy.export` writes it. */
export interface ExportedPolicy {
  readonly name: string;
  /** `categoryid`: a word of the product, not what its console shows. */
  readonly category: string;
  /** In the order in which the policy refers to them. */
  readonly sets: readonly PolicySet[];
}

/** No export of a large site comes near. */
const MOST_SETTINGS = 500_000;
const MOST_LEVELS = 8;

interface OpenPolicy {
  readonly name: string;
  readonly category: string;
  readonly references: string[];
}

/**
 * Reads what `policy.export` writes: policies refer to sets of settings by the names of these, wherever they stand.
 * @source EXCL: names of elements and attributes; one policy may refer to several sets.
 * @param from - Where it came from, for complaints.
 * @throws SC-EPO-004 with the place, for anything else, and for a document that defines entities
 */
export function parsePolicyExport(xml: string, from: string): ExportedPolicy[] {
  const sets = new Map<string, { audience: string; sections: { name: string; settings: Map<string, string> }[] }>();
  const policies: OpenPolicy[] = [];
  const path: string[] = [];
  let set: { sections: { name: string; settings: Map<string, string> }[] } | undefined;
  let settings = 0;
  let reference = '';

  const parser = new SaxesParser({ position: true });
  const refuse = (problem: string): never => {
    throw new ScanclashError('SC-EPO-004', problem, {
      place: { file: from, line: parser.line, column: parser.column },
      hint: 'scanclash reads policies as ePO 4.6 to 5.10 export them; export the policy in the console and compare.',
    });
  };
  parser.on('error', ({ message }) => refuse(`no well-formed XML: ${message.replace(/^\d+:\d+: /, '')}`));
  parser.on('doctype', () => refuse('a document type: no policy export has one'));
  parser.on('opentag', ({ name, attributes }) => {
    const attribute = (wanted: string): string => {
      const value = Object.hasOwn(attributes, wanted) ? attributes[wanted] : undefined;
      return typeof value === 'string' ? value : '';
    };
    const element = name.slice(name.indexOf(':') + 1);
    if (path.length === 0 && element !== 'EPOPolicySchema') refuse(`no policy export: it begins with <${name}>`);
    path.push(element);
    if (path.length > MOST_LEVELS) refuse(`elements lie deeper than ${MOST_LEVELS} levels`);
    switch (element) {
      case 'EPOPolicySettings': {
        const opened = { audience: attribute('param_str'), sections: [] };
        const id = attribute('name').trim();
        if (sets.has(id)) refuse('two sets of settings have one name');
        sets.set(id, opened);
        set = opened;
        break;
      }
      case 'Section':
        if (set === undefined) refuse('a section outside of a set of settings');
        set?.sections.push({ name: attribute('name'), settings: new Map() });
        break;
      case 'Setting': {
        const section = set?.sections.at(-1);
        if (section === undefined || path.at(-2) !== 'Section') refuse('a setting outside of a section');
        if (++settings > MOST_SETTINGS) refuse(`more than ${MOST_SETTINGS} settings`);
        section?.settings.set(attribute('name'), attribute('value'));
        break;
      }
      case 'EPOPolicyObject':
        policies.push({ name: attribute('name'), category: attribute('categoryid'), references: [] });
        break;
      case 'PolicySettings':
        reference = '';
    }
  });
  parser.on('text', (text) => {
    if (path.at(-1) === 'PolicySettings') reference += text;
  });
  parser.on('closetag', () => {
    const element = path.pop();
    if (element === 'EPOPolicySettings') set = undefined;
    if (element === 'PolicySettings' && path.at(-1) === 'EPOPolicyObject')
      policies.at(-1)?.references.push(reference.trim());
  });
  parser.write(xml.replace(/^\uFEFF/, '')).close();
  return policies.map(({ name, category, references }) => ({
    name,
    category,
    sets: references.map((id) => sets.get(id) ?? refuse(`the policy "${name}" refers to settings that are not there`)),
  }));
}
