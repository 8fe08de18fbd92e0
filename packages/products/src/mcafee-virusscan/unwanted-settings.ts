import { assumed, documented, flag } from '@scanclash/core';
import { onAccessKey, type VirusscanContext } from './context.ts';
import { names } from './program-names.ts';

/**
 * Classes of unwanted programs. `Detect…` of spyware and adware are documented for 8.8; the others are named after them.
 * @assumed HOLE-unwanted-programs: value names of the other classes, the key before 8.8, where exempt names are kept.
 */
export const UNWANTED_CLASSES = {
  spyware: { value: 'DetectSpyware', title: 'Spyware' },
  adware: { value: 'DetectAdware', title: 'Adware' },
  remoteAdministration: { value: 'DetectRemoteAdminTools', title: 'Remote administration tools' },
  passwordCrackers: { value: 'DetectPasswordCrackers', title: 'Password crackers' },
  dialers: { value: 'DetectDialers', title: 'Dialers' },
  jokes: { value: 'DetectJokes', title: 'Joke programs' },
} as const;
export type UnwantedClass = keyof typeof UNWANTED_CLASSES;

const DOCUMENTED: readonly UnwantedClass[] = ['spyware', 'adware'];
/** Beside the on-access scanner: `…\VSCore\NVP`. */
export const unwantedKey = (context: VirusscanContext) => `${onAccessKey(context).replace(/\\[^\\]+$/, '')}\\NVP`;

const detects = (name: UnwantedClass) =>
  flag<VirusscanContext>(
    {
      path: `unwanted.${name}`,
      title: `${UNWANTED_CLASSES[name].title} count as unwanted programs`,
      evidence: DOCUMENTED.includes(name)
        ? documented('STIG: the value in 8.8; earlier its place is assumed (HOLE-unwanted-programs)')
        : assumed('HOLE-unwanted-programs: MSXFAQ has the class, nobody the name of its value'),
      takesEffect: 'at-use',
      default: true,
      undecodable: (_, { version }) =>
        version === '8.8' && DOCUMENTED.includes(name)
          ? undefined
          : 'where this class of unwanted programs is switched is not public; look in the console',
    },
    { key: unwantedKey, value: UNWANTED_CLASSES[name].value },
  );

export const unwantedClasses = {
  spyware: detects('spyware'),
  adware: detects('adware'),
  remoteAdministration: detects('remoteAdministration'),
  passwordCrackers: detects('passwordCrackers'),
  dialers: detects('dialers'),
  jokes: detects('jokes'),
};

/** Unwanted programs are excluded by the name of their detection, never by a path (KB50998). */
export const unwantedExempt = names(
  {
    path: 'unwanted.exempt',
    title: 'Names of detections that are let pass as wanted',
    evidence: assumed('HOLE-unwanted-programs: KB50998 has the option, nobody where it is stored'),
    default: [],
    samples: [[], ['RemAdm-Other']],
    undecodable: () => 'where the names of wanted programs are kept is not public; look in the console',
  },
  { key: unwantedKey, value: 'AssumedExcludedNames' },
);

export const unwantedSettings = [...Object.values(unwantedClasses), unwantedExempt];
