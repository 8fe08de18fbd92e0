import {
  type Fact,
  factOf,
  type HostEvidence,
  type HostRequest,
  joinPath,
  parseDirBare,
  unreadable,
} from '@scanclash/core';

/** What Modus logs when a connect failed, whatever stopped it. @source KB1258#5 */
const FAILED_CONNECT = 'E0020101';

/** @assumed HOLE-modus-log-format: logs lie below `Log` in the folder of the programs. */
export const logQuestion = (root: string): HostRequest => ({
  id: 'files-with',
  token: FAILED_CONNECT,
  files: joinPath(root, 'Log', '*.log'),
});

/** findstr exits with this where no file holds the token, and where it found no file: then it says so. */
const NOTHING_FOUND = 1;

/** Names of the logs that hold the token. Nothing of their text is read: it names people. */
export function logsWithFailedConnects(evidence: HostEvidence, root: string): Fact {
  const question = logQuestion(root);
  const answer = evidence.answer(question);
  if (answer?.kind === 'answered' && answer.exitCode === NOTHING_FOUND) {
    return answer.stderr.length === 0
      ? factOf([], { kind: 'question', question })
      : unreadable('no log was found; where Modus keeps its logs is not public', question);
  }
  return evidence.fact(question, (text, origin) => {
    const paths = parseDirBare(text);
    return paths.kind === 'known'
      ? factOf(paths.value.rows, origin)
      : unreadable(paths.kind === 'unreadable' ? paths.reason : 'no answer', question);
  });
}
