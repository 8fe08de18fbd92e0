import { runArm, scenarioById } from '@scanclash/scenarios';
import { type ArmToPlay, type Played, playOne } from './play-one.ts';

/** Plays one arm in a thread of its own: same inputs, same bytes as anywhere. */
export const play = (arm: ArmToPlay): Played => playOne({ scenarioById, runArm }, arm);
