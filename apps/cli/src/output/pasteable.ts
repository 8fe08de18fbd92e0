/**
 * Text whose commands can be pasted. What npm starts (`npm start`, `npx scanclash`) is on nobody's path, so there they begin
 * with `npx`; documents, JSON and files keep the bare name.
 */
export const pasteable = (text: string, environment: Readonly<Record<string, string | undefined>>): string =>
  environment['npm_command'] === undefined ? text : text.replaceAll(COMMAND, '$1npx scanclash ');

const COMMAND = /^(Next: |Try: | {5}| +replay: )scanclash /gm;
