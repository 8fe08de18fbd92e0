// The proof: scenarios, their worlds, and what is expected of them.

export { type Ablation, ablate } from './ablation/ablate.ts';
export {
  builtInScenarios,
  SCENARIO_IDS,
  type ScenarioOutline,
  scenarioById,
  scenarioOutline,
} from './catalogue.ts';
export { type SimulatedCheck, simulatedCheck } from './check-simulated.ts';
export { loadScenario } from './load-scenario.ts';
export { observeHost, subjectsOf } from './observe-host.ts';
export { checkProtections, type PlayedArm, type PlayOptions, playArm } from './play-arm.ts';
export { RULE_BOOK } from './rule-book.ts';
export { type ArmRun, runArm, type SymptomResult } from './run-scenario.ts';
export type { Arm, ArmKind, Cause, Scenario } from './scenario.ts';
export { scenarioFileSchema } from './scenario-schema.ts';
export { overriddenSettings, settablePaths } from './settings-by-host.ts';
export { describedTrace, traceText } from './trace-text.ts';
export { type HostDefinition, productsOf, WORLDS, type WorldDefinition } from './worlds/index.ts';
